"""What a phone shows, read from the gateway's simulation API."""

from __future__ import annotations

import mimetypes
import unicodedata
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

JSON = dict[str, Any]
File = bytes | str | Path | tuple[str, bytes]
_DEFAULT_NAMES = {"photo": "photo{}.jpg", "document": "file{}.bin", "voice": "voice{}.ogg"}


class RefusedError(AssertionError):
    """The simulation API refused what the player tried; the sentence says why."""


@asynccontextmanager
async def request(
    base_url: str, verb: str, path: str, **options: Any
) -> AsyncIterator[aiohttp.ClientResponse]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(verb, base_url + path, **options) as response,
    ):
        if response.status >= 400:
            raise RefusedError(f"{verb} {path}: {response.status} {await response.text()}")
        yield response


async def call(base_url: str, verb: str, path: str, **options: Any) -> Any:
    """Call one endpoint and return its JSON."""
    async with request(base_url, verb, path, **options) as response:
        return await response.json()


def words_of(message: JSON) -> str:
    return str(message.get("text") or message.get("caption") or "")


def find_button(
    view: JSON, words: str, message_id: int | None = None
) -> tuple[JSON | None, JSON] | None:
    """Find the newest inline button, else one of the reply keyboard; exact words win."""
    for message in reversed(view["messages"]):
        if message_id in {None, message["message_id"]}:
            button = _best(list(inline_buttons(message)), words)
            if button is not None:
                return message, button
    button = _best(keyboard_buttons(view), words) if message_id is None else None
    return None if button is None else (None, button)


def inline_buttons(message: JSON) -> Iterator[JSON]:
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        yield from row


def keyboard_buttons(view: JSON) -> list[JSON]:
    keyboard = view.get("reply_keyboard") or {}
    buttons = [button for row in keyboard.get("keyboard", []) for button in row]
    return [{"text": each} if isinstance(each, str) else each for each in buttons]


def button_words(view: JSON) -> list[str]:
    """List the words on all buttons, oldest first."""
    inline = [each["text"] for message in view["messages"] for each in inline_buttons(message)]
    return inline + [each["text"] for each in keyboard_buttons(view)]


def transcript_lines(view: JSON) -> Iterator[str]:
    for message in view["messages"]:
        yield from _message_lines(message)
    keyboard = [each["text"] for each in keyboard_buttons(view)]
    if keyboard:
        yield f"    keyboard: {' | '.join(keyboard)}"


def named_file(kind: str, number: int, file: File) -> tuple[str, bytes, str]:
    """Return name, bytes and type of bytes, a path, or a pair of name and bytes."""
    if isinstance(file, tuple):
        name, data = file
    elif isinstance(file, bytes):
        name, data = _DEFAULT_NAMES[kind].format(number or ""), file
    else:
        name, data = Path(file).name, Path(file).read_bytes()
    return name, data, mimetypes.guess_type(name)[0] or "application/octet-stream"


def _best(buttons: list[JSON], words: str) -> JSON | None:
    for matches in (str.__eq__, str.startswith):
        for button in buttons:
            if matches(button["text"], words) or matches(_without_symbols(button["text"]), words):
                return button
    return None


def _without_symbols(text: str) -> str:
    """Drop the emoji and spaces that a button begins with."""
    for index, character in enumerate(text):
        if unicodedata.category(character)[0] in "LNP":
            return text[index:]
    return text


def _message_lines(message: JSON) -> Iterator[str]:
    who = message["from"]["first_name"]
    kinds = ("photo", "document", "voice", "location", "contact", "new_chat_members")
    shown = [
        f"[{kind}]" for kind in (*kinds, "left_chat_member", "pinned_message") if kind in message
    ]
    edited = " (edited)" if "edit_date" in message else ""
    yield f"#{message['message_id']} {who}{edited}: {' '.join([*shown, words_of(message)])}"
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        yield "    " + " ".join(f"[{button['text']}]" for button in row)
