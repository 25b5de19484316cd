"""Updates and buttons that no phone makes, for the tests of malformed input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.phone import JSON
from tests.whole_app import WholeApp

CANARY = "鑫燚矅Zyxquorble"
DIALOG = "\x02"


def message(app: WholeApp, **fields: Any) -> JSON:
    """Return a well-formed message of the citizen's, to be spoilt."""
    user = app.world.users[app.citizen.id].to_json()
    chat = {"id": app.citizen.id, "type": "private", "first_name": CANARY}
    return {"message_id": 900_000, "from": user, "chat": chat, "date": 1_790_000_000, **fields}


def nested(app: WholeApp, depth: int) -> JSON:
    made = message(app, text=CANARY)
    for _ in range(depth):
        made = message(app, text=CANARY, reply_to_message=made)
    return made


def without(whole: JSON, *names: str) -> JSON:
    return {name: value for name, value in whole.items() if name not in names}


Spoil = Callable[[WholeApp], JSON]
UPDATES: dict[str, Spoil] = {
    "no kind at all": lambda _: {},
    "a kind of the future": lambda c: {"telepathy": message(c, text=CANARY)},
    "nothing as a message": lambda _: {"message": None},
    "an empty message": lambda _: {"message": {}},
    "a text for a message": lambda _: {"message": CANARY},
    "a list for a message": lambda _: {"message": [CANARY]},
    "no chat": lambda c: {"message": without(message(c, text=CANARY), "chat")},
    "no date": lambda c: {"message": without(message(c, text=CANARY), "date")},
    "a number for a text": lambda c: {"message": message(c, text=7)},
    "words for an id": lambda c: {"message": message(c, message_id=CANARY)},
    "words for a chat": lambda c: {"message": message(c, chat=CANARY, text=CANARY)},
    "a photo of no sizes": lambda c: {"message": message(c, photo="x")},
    "a hundred nested replies": lambda c: {"message": nested(c, 100)},
    "a tap of nobody": lambda _: {"callback_query": {"id": "1", "data": CANARY}},
    "a tap with a list": lambda c: {
        "callback_query": {"id": "1", "from": message(c)["from"], "chat_instance": "1", "data": []}
    },
    "an edited message": lambda c: {"edited_message": message(c, text=CANARY, edit_date=1)},
    "a channel's post": lambda c: {
        "channel_post": message(c, text=CANARY, chat={"id": -1001, "type": "channel"})
    },
    "a tap on an inline message": lambda c: {
        "callback_query": {
            "id": "77",
            "from": message(c)["from"],
            "chat_instance": "1",
            "inline_message_id": "x",
            "data": "go:x:1",
        }
    },
    "a tap on a game": lambda c: {
        "callback_query": {
            "id": "78",
            "from": message(c)["from"],
            "chat_instance": "1",
            "message": message(c, text="x"),
            "game_short_name": "chess",
        }
    },
    "a message without a sender": lambda c: {"message": without(message(c, text=CANARY), "from")},
    "a chat of no known type": lambda c: {
        "message": message(c, text=CANARY, chat={"id": 5, "type": "galaxy"})
    },
    "a service message": lambda c: {"message": message(c, pinned_message=message(c, text="x"))},
    "a person who blocked the bot": lambda c: {
        "my_chat_member": {
            **without(message(c), "message_id"),
            "old_chat_member": {"status": "member", "user": message(c)["from"]},
            "new_chat_member": {"status": "eaten", "user": message(c)["from"]},
        }
    },
}


FORGED: dict[str, list[str]] = {
    "open": ["open:", "open:admin", "open:../etc", "open:learn:x"],
    "wipe": ["wipe:", "wipe:x", "wipe:-1", "wipe:99999999999999999999", "wipe:1:2"],
    "lang": ["lang:", "lang:xx", "lang:../../etc/passwd"],
    "le": ["le:", "le:no-such-lesson", "le:' OR 1=1 --"],
    "go": ["go:x:0", "go::", "go:x:-1", "go:x:99999999999999999999", "go:x:1.5"],
    "ch": ["ch:x:0:a:b", "ch:x:0::", "ch:x"],
    "an": ["an:x:0:0", "an:x:0:-5", "an:x:0:seven", "an:x:0:0:0"],
    "ma": ["ma:x:0:0:1", "ma:x:0:0:perhaps"],
    "su": ["su:x:0", "su:x:"],
    "at": ["at:x:certificate", "at:x:nameless", "at:x:steal", "at::nameless"],
    "age": ["age:adult:1", "age::", "age:200:0", "age:under-14:maybe"],
    "pr": ["pr:switch:x", "pr:switch:", "pr:eat:", "pr:forget:x:y"],
    "help": ["help:", "help:passwords", "help:a:b"],
    "un": ["un:x:0:1", "un:x:0:-1", "un:::"],
    "lo": ["lo:x:0:sources", "lo:x:0:answers", "lo:x"],
    "ca": ["ca:", "ca:nowhere", "ca:../../etc", "ca:x:y"],
    "co": ["co:", "co:no-such-course", "co:../../etc"],
    "gu": ["gu:x", "gu:", "gu:x:0:1:2"],
    "md": ["md:x", "md:", "md:erase:everybody"],
    "ho": ["ho:25", "ho:", "ho:-1", "ho:now"],
    "re": ["re:x", "re:", "re:x:y:z"],
    "pb": ["pb:x", "pb:", "pb:x:0:0:0"],
    "cs": ["cs:x", "cs:", "cs:agree:x:y"],
    "none": ["", "x", "🔑" * 16, "%s%s%n", "a" * 64, DIALOG, f"x{DIALOG}now", f"zzzz{DIALOG}send"],
}
