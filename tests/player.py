"""A person with a phone, for journeys that read like a script.

async with serve(world) as url:
    mei = await Player.create(url, "小梅")
    await mei.send("humen_bot", "/start")
    await mei.tap("开始学习")
    await mei.sees("第一课")
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import aiohttp

from tests.phone import (
    JSON,
    File,
    button_words,
    call,
    find_button,
    named_file,
    request,
    transcript_lines,
    words_of,
)

ChatName = int | str
T = TypeVar("T")
PATIENCE = 15.0


class Player:
    """One user of the gateway; a chat is a bot's username or id, or a group's id or title.

    Where no chat is named, the one last used is meant. `taps` and `sent` count what the person
    did, `answers` keeps every answer to a tap.
    """

    def __init__(self, base_url: str, user: JSON, heard: int = 0) -> None:
        self.base_url = base_url
        self.user = user
        self.answers: list[JSON] = []
        self.taps = 0
        self.sent = 0
        self._chat: int | None = None
        self._heard = heard
        self._stale_answers = 0

    @classmethod
    async def create(
        cls, base_url: str, first_name: str, language_code: str = "zh-hans", **names: Any
    ) -> Player:
        body = {"first_name": first_name, "language_code": language_code, **names}
        return cls(base_url, await call(base_url, "POST", "/sim/users", json=body))

    @classmethod
    async def of(cls, base_url: str, user_id: int) -> Player:
        """Play somebody who is in the world already."""
        state = await call(base_url, "GET", "/sim/state", params={"user": user_id})
        return cls(base_url, state["user"], state["seq"])

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def name(self) -> str:
        return str(self.user["first_name"])

    async def send(
        self, chat: ChatName | None, text: str, *, reply_to: JSON | None = None
    ) -> JSON:
        """Write a message; to a bot never started this begins the chat."""
        body: JSON = {"text": text}
        if reply_to is not None:
            body["reply_to"] = reply_to["message_id"]
        return await self._write("/sim/send", chat, body)

    async def say(self, text: str) -> JSON:
        """Write in the chat last used."""
        return await self.send(None, text)

    async def location(self, chat: ChatName | None, latitude: float, longitude: float) -> JSON:
        body = {"latitude": latitude, "longitude": longitude}
        return await self._write("/sim/location", chat, body)

    async def contact(self, chat: ChatName | None, phone_number: str) -> JSON:
        body = {"phone_number": phone_number, "first_name": self.name}
        return await self._write("/sim/contact", chat, body)

    async def photo(
        self, chat: ChatName | None, *files: File, caption: str | None = None
    ) -> list[JSON]:
        """Send pictures; several at once are an album."""
        return await self._attach("photo", chat, files, caption)

    async def document(
        self, chat: ChatName | None, *files: File, caption: str | None = None
    ) -> list[JSON]:
        return await self._attach("document", chat, files, caption)

    async def voice(self, chat: ChatName | None, *files: File) -> list[JSON]:
        return await self._attach("voice", chat, files, None)

    async def tap(
        self,
        button_text: str,
        *,
        chat: ChatName | None = None,
        message: JSON | None = None,
        within: float = PATIENCE,
    ) -> JSON:
        """Tap the newest button that reads so, or begins so, waiting for it to appear.

        Emoji before the words may be left out; a button of the reply keyboard sends its words.
        """
        chat_id = await self._resolve(chat)
        message_id = None if message is None else message["message_id"]
        found = await self._until(
            chat_id, lambda view: find_button(view, button_text, message_id), within
        )
        if found is None:
            await self._fail(f"no button {button_text!r} but {await self.buttons(chat_id)}")
        return await self._press(chat_id, *found)

    async def tap_data(self, data: str, message: JSON, *, chat: ChatName | None = None) -> JSON:
        """Tap by callback data, also on a button that the message no longer shows."""
        return await self._tap(await self._resolve(chat), message, data)

    async def edit(self, message: JSON, text: str, *, chat: ChatName | None = None) -> JSON:
        body = {"message_id": message["message_id"], "text": text}
        return dict(await self._post("/sim/edit", chat, body))

    async def delete(self, *messages: JSON, chat: ChatName | None = None) -> None:
        body = {"message_ids": [each["message_id"] for each in messages]}
        await self._post("/sim/delete", chat, body)

    async def block(self, bot: ChatName) -> None:
        await call(self.base_url, "POST", "/sim/block", json={"user": self.id, "bot": bot})

    async def unblock(self, bot: ChatName) -> None:
        await call(self.base_url, "POST", "/sim/unblock", json={"user": self.id, "bot": bot})

    async def sees(
        self,
        text: str,
        *,
        chat: ChatName | None = None,
        message: JSON | None = None,
        within: float = PATIENCE,
    ) -> JSON:
        """Wait for a message with the text, or an answer to the last tap, and return it.

        Where a message is given, wait until that one has the text.
        """
        chat_id = await self._resolve(chat)
        found = await self._until(chat_id, lambda view: self._find(view, text, message), within)
        if found is None:
            await self._fail(f"{self.name} does not see {text!r} within {within} s")
        return found

    async def not_sees(
        self, text: str, *, chat: ChatName | None = None, within: float = 0.0
    ) -> None:
        """Check that the text is not there, nor comes within so many seconds."""
        chat_id = await self._resolve(chat)
        if await self._until(chat_id, lambda view: self._find(view, text), within):
            await self._fail(f"{self.name} sees {text!r}")

    async def no_longer_sees(
        self, text: str, *, chat: ChatName | None = None, within: float = PATIENCE
    ) -> None:
        """Wait until no message carries the text."""
        chat_id = await self._resolve(chat)

        def is_gone(view: JSON) -> bool | None:
            return None if any(text in words_of(each) for each in view["messages"]) else True

        if not await self._until(chat_id, is_gone, within):
            await self._fail(f"{self.name} still sees {text!r}")

    async def view(self, chat: ChatName | None = None) -> JSON:
        """Return the ChatView; one without messages for a chat that has not begun."""
        params = {"user": self.id, "chat": await self._resolve(chat)}
        state = await call(self.base_url, "GET", "/sim/state", params=params)
        return dict(state["chats"][0]) if state["chats"] else {"messages": []}

    async def messages(self, chat: ChatName | None = None) -> list[JSON]:
        return list((await self.view(chat))["messages"])

    async def last(self, chat: ChatName | None = None) -> JSON:
        """Return the newest message of somebody else."""
        received = [each for each in await self.messages(chat) if not each["out"]]
        assert received, f"nobody has written to {self.name}"
        return received[-1]

    async def buttons(self, chat: ChatName | None = None) -> list[str]:
        """List the words on all buttons of the chat, oldest first."""
        return button_words(await self.view(chat))

    async def transcript(self, chat: ChatName | None = None) -> str:
        """Return the whole chat as text."""
        alerts = [f"    alert: {each['text']}" for each in self.answers if each["text"]]
        return "\n".join([*transcript_lines(await self.view(chat)), *alerts])

    async def file(self, message: JSON) -> bytes:
        """Return the bytes of a message's photo, document or voice note."""
        media = message.get("document") or message.get("voice") or message["photo"][-1]
        path, params = f"/sim/files/{media['file_id']}", {"user": self.id}
        async with request(self.base_url, "GET", path, params=params) as response:
            return await response.read()

    async def read(self, chat: ChatName | None = None) -> None:
        """Mark everything in the chat as read."""
        messages = await self.messages(chat)
        if messages:
            await self._post("/sim/read", chat, {"message_id": messages[-1]["message_id"]})

    async def _write(self, path: str, chat: ChatName | None, body: JSON) -> JSON:
        self.sent += 1
        self._stale_answers = len(self.answers)
        return dict(await self._post(path, chat, body))

    async def _attach(
        self, kind: str, chat: ChatName | None, files: tuple[File, ...], caption: str | None
    ) -> list[JSON]:
        whose = {"user": str(self.id), "chat": str(await self._resolve(chat))}
        form = aiohttp.FormData(whose, quote_fields=False)
        if caption is not None:
            form.add_field("caption", caption)
        for number, file in enumerate(files):
            name, data, mime_type = named_file(kind, number, file)
            form.add_field("file", io.BytesIO(data), filename=name, content_type=mime_type)
        self.sent += len(files)
        return list(await call(self.base_url, "POST", f"/sim/{kind}", data=form))

    async def _press(self, chat_id: int, message: JSON | None, button: JSON) -> JSON:
        if message is None:
            self.taps += 1
            await self._post("/sim/send", chat_id, {"text": button["text"]})
        elif "callback_data" in button:
            await self._tap(chat_id, message, button["callback_data"])
        else:
            self.taps += 1
        return button

    async def _tap(self, chat_id: int, message: JSON, data: str) -> JSON:
        self.taps += 1
        self._stale_answers = len(self.answers)
        body = {"message_id": message["message_id"], "data": data}
        return dict(await self._post("/sim/tap", chat_id, body))

    async def _post(self, path: str, chat: ChatName | None, body: JSON) -> Any:
        whole = {"user": self.id, "chat": await self._resolve(chat), **body}
        return await call(self.base_url, "POST", path, json=whole)

    async def _resolve(self, chat: ChatName | None) -> int:
        if isinstance(chat, str):
            chat = await self._chat_named(chat)
        self._chat = self._chat if chat is None else chat
        if self._chat is None:
            raise AssertionError("name the chat first")
        return self._chat

    async def _chat_named(self, name: str) -> int:
        for user in await call(self.base_url, "GET", "/sim/users"):
            if user["is_bot"] and user["username"].lower() == name.lstrip("@").lower():
                return int(user["id"])
        state = await call(self.base_url, "GET", "/sim/state", params={"user": self.id})
        for view in state["chats"]:
            if view["title"] == name:
                return int(view["id"])
        raise AssertionError(f"{self.name} knows no chat named {name!r}")

    def _find(self, view: JSON, text: str, message: JSON | None = None) -> JSON | None:
        if message is not None:
            same = (m for m in view["messages"] if m["message_id"] == message["message_id"])
            return next((m for m in same if text in words_of(m)), None)
        fresh = [each for each in self.answers[self._stale_answers :] if each["text"]]
        for answer in reversed(fresh):
            if text in answer["text"]:
                return answer
        return next((m for m in reversed(view["messages"]) if text in words_of(m)), None)

    async def _until(
        self, chat_id: int, find: Callable[[JSON], T | None], within: float
    ) -> T | None:
        """Look at the chat, and again after each change, until something is found."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        await self._listen(0.0)
        while (found := find(await self.view(chat_id))) is None:
            left = deadline - loop.time()
            if left <= 0:
                return None
            await self._listen(left)
        return found

    async def _listen(self, seconds: float) -> None:
        """Wait for the next changes and keep the answers among them."""
        query = {"user": self.id, "after": self._heard, "wait": min(seconds, 30.0)}
        news = await call(self.base_url, "GET", "/sim/changes", params=query)
        self._heard = news["seq"]
        self.answers += [each["data"] for each in news["events"] if each["kind"] == "answer"]

    async def _fail(self, sentence: str) -> NoReturn:
        raise AssertionError(f"{sentence}\n{await self.transcript()}")
