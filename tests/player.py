"""A person with a phone, for journeys that read like a script.

    async with serve(world) as url:
        mei = await Player.create(url, "小梅")
        await mei.send("humen_bot", "/start")
        await mei.tap("开始学习")
        await mei.sees("第一课")
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

JSON = dict[str, Any]
ChatName = int | str
File = bytes | str | Path | tuple[str, bytes]
PATIENCE = 5.0
ALBUM_LIMIT = 10


class Player:
    """One user of the gateway; a chat is a bot's username or id, or a group's id or title.

    Where no chat is named, the one last used is meant.
    """

    def __init__(self, base_url: str, user: JSON) -> None:
        self.base_url = base_url
        self.user = user
        self.answers: list[JSON] = []
        self.taps = 0
        self.sent = 0
        self._chat: int | None = None
        self._heard = 0
        self._taps_made: list[str] = []

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
        return cls(base_url, state["user"])

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def name(self) -> str:
        return str(self.user["first_name"])

    async def send(self, chat: ChatName | None, text: str, *, reply_to: int | None = None) -> JSON:
        """Write a message; to a bot never started this begins the chat."""
        body: JSON = {"text": text}
        if reply_to is not None:
            body["reply_to"] = reply_to
        return await self._act("/sim/send", chat, body)

    async def say(self, text: str) -> JSON:
        """Write in the chat last used."""
        return await self.send(None, text)

    async def location(self, chat: ChatName | None, latitude: float, longitude: float) -> JSON:
        return await self._act(
            "/sim/location", chat, {"latitude": latitude, "longitude": longitude}
        )

    async def contact(self, chat: ChatName | None, phone_number: str) -> JSON:
        body = {"phone_number": phone_number, "first_name": self.name}
        return await self._act("/sim/contact", chat, body)

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
        button: str,
        *,
        chat: ChatName | None = None,
        message: JSON | int | None = None,
        within: float = PATIENCE,
    ) -> JSON:
        """Tap the newest inline button that reads so, or begins so, waiting for it to appear.

        A button of the reply keyboard sends its words. Returns the button.
        """
        chat_id = await self._resolve(chat)
        wanted = message["message_id"] if isinstance(message, dict) else message

        def find(view: JSON) -> tuple[JSON | None, JSON] | None:
            return _find_button(view, button, wanted)

        found = await self._until(chat_id, find, within)
        if found is None:
            raise AssertionError(await self._no_button(chat_id, button))
        return await self._press(chat_id, *found)

    async def tap_data(
        self, data: str, message: JSON | int, *, chat: ChatName | None = None, wait: float = 0
    ) -> JSON:
        """Tap by callback data, also on a button that the message no longer shows."""
        message_id = message["message_id"] if isinstance(message, dict) else message
        body = {"message_id": message_id, "data": data, "wait": wait}
        return await self._tap(await self._resolve(chat), body)

    async def edit(self, message: JSON, text: str, *, chat: ChatName | None = None) -> JSON:
        body = {"message_id": message["message_id"], "text": text}
        return await self._act("/sim/edit", chat, body, counted=False)

    async def delete(self, *messages: JSON, chat: ChatName | None = None) -> None:
        body = {"message_ids": [each["message_id"] for each in messages]}
        await self._act("/sim/delete", chat, body, counted=False)

    async def block(self, bot: ChatName) -> None:
        await self._post("/sim/block", {"user": self.id, "bot": bot})

    async def unblock(self, bot: ChatName) -> None:
        await self._post("/sim/unblock", {"user": self.id, "bot": bot})

    async def sees(
        self, text: str, *, chat: ChatName | None = None, within: float = PATIENCE
    ) -> JSON:
        """Wait for a message, button or alert with the text and return the newest message."""
        chat_id = await self._resolve(chat)

        def find(view: JSON) -> JSON | None:
            for message in reversed(view["messages"]):
                if text in words_of(message):
                    return dict(message)
            return next((each for each in self.answers if text in (each["text"] or "")), None)

        found = await self._until(chat_id, find, within)
        if found is None:
            await self._fail(chat_id, f"{self.name} does not see {text!r} within {within} s")
        assert found is not None
        return found

    async def not_sees(
        self, text: str, *, chat: ChatName | None = None, within: float = 0.0
    ) -> None:
        """Check that the text is not there, nor comes within the given seconds."""
        chat_id = await self._resolve(chat)

        def find(view: JSON) -> bool | None:
            words = [words_of(each) for each in view["messages"]]
            words += [each["text"] or "" for each in self.answers]
            return any(text in each for each in words) or None

        if await self._until(chat_id, find, within):
            await self._fail(chat_id, f"{self.name} sees {text!r}")

    async def no_longer_sees(
        self, text: str, *, chat: ChatName | None = None, within: float = PATIENCE
    ) -> None:
        """Wait until no message carries the text."""
        chat_id = await self._resolve(chat)

        def gone(view: JSON) -> bool | None:
            return None if any(text in words_of(each) for each in view["messages"]) else True

        if not await self._until(chat_id, gone, within):
            await self._fail(chat_id, f"{self.name} still sees {text!r}")

    async def view(self, chat: ChatName | None = None) -> JSON:
        """Return the ChatView, with messages; an empty one for a chat that does not exist."""
        return (await self._state(await self._resolve(chat)))[1]

    async def messages(self, chat: ChatName | None = None) -> list[JSON]:
        return list((await self.view(chat))["messages"])

    async def last(self, chat: ChatName | None = None) -> JSON:
        """Return the newest message that is not one's own."""
        chat_id = await self._resolve(chat)
        for message in reversed(await self.messages(chat_id)):
            if not message["out"]:
                return message
        raise AssertionError(f"nobody has written to {self.name}")

    async def buttons(self, chat: ChatName | None = None) -> list[str]:
        """List the words on all buttons of the chat, oldest first."""
        return _button_words(await self.view(chat))

    async def transcript(self, chat: ChatName | None = None) -> str:
        """Return the whole chat as text."""
        view = await self.view(chat)
        lines = [_line(each) for each in view["messages"]]
        keyboard = [each["text"] for each in _keyboard_buttons(view)]
        lines += [f"  keyboard: {' | '.join(keyboard)}"] if keyboard else []
        lines += [f"  alert: {each['text']}" for each in self.answers if each["text"]]
        return "\n".join(lines)

    async def file(self, message: JSON) -> bytes:
        """Return the bytes of a message's photo, document or voice note."""
        media = message.get("document") or message.get("voice") or message["photo"][-1]
        path = f"/sim/files/{media['file_id']}"
        async with _request(self.base_url, "GET", path, params={"user": self.id}) as response:
            return await response.read()

    async def read(self, chat: ChatName | None = None) -> None:
        """Mark everything in the chat as read."""
        chat_id = await self._resolve(chat)
        messages = await self.messages(chat_id)
        if messages:
            body = {"user": self.id, "chat": chat_id, "message_id": messages[-1]["message_id"]}
            await self._post("/sim/read", body)

    async def _act(
        self, path: str, chat: ChatName | None, body: JSON, *, counted: bool = True
    ) -> JSON:
        chat_id = await self._resolve(chat)
        self.sent += counted
        return dict(await self._post(path, {"user": self.id, "chat": chat_id, **body}))

    async def _attach(
        self, kind: str, chat: ChatName | None, files: tuple[File, ...], caption: str | None
    ) -> list[JSON]:
        form = aiohttp.FormData()
        form.add_field("user", str(self.id))
        form.add_field("chat", str(await self._resolve(chat)))
        if caption is not None:
            form.add_field("caption", caption)
        for number, file in enumerate(files):
            name, data = _named(kind, number, file)
            form.add_field("file", data, filename=name, content_type=_mime(kind, name))
        self.sent += len(files)
        return list(await call(self.base_url, "POST", f"/sim/{kind}", data=form))

    async def _press(self, chat_id: int, message: JSON | None, button: JSON) -> JSON:
        if message is None:
            self.taps += 1
            await self._post(
                "/sim/send", {"user": self.id, "chat": chat_id, "text": button["text"]}
            )
            return button
        if "callback_data" not in button:
            self.taps += 1
            return button
        body = {"message_id": message["message_id"], "data": button["callback_data"]}
        await self._tap(chat_id, body)
        return button

    async def _tap(self, chat_id: int, body: JSON) -> JSON:
        self.taps += 1
        made: JSON = await self._post("/sim/tap", {"user": self.id, "chat": chat_id, **body})
        self._taps_made.append(made["query_id"])
        return made

    async def _post(self, path: str, body: JSON) -> Any:
        return await call(self.base_url, "POST", path, json=body)

    async def _resolve(self, chat: ChatName | None) -> int:
        if isinstance(chat, str):
            chat = await self._chat_named(chat)
        if chat is not None:
            self._chat = chat
        if self._chat is None:
            raise AssertionError("name the chat first")
        return self._chat

    async def _chat_named(self, name: str) -> int:
        users = await call(self.base_url, "GET", "/sim/users")
        for user in users:
            if user["is_bot"] and user["username"].lower() == name.lstrip("@").lower():
                return int(user["id"])
        state = await call(self.base_url, "GET", "/sim/state", params={"user": self.id})
        for view in state["chats"]:
            if view["title"] == name:
                return int(view["id"])
        raise AssertionError(f"{self.name} knows no chat named {name!r}")

    async def _state(self, chat_id: int) -> tuple[int, JSON]:
        params = {"user": self.id, "chat": chat_id}
        state = await call(self.base_url, "GET", "/sim/state", params=params)
        empty: JSON = {"id": chat_id, "messages": [], "reply_keyboard": None}
        return state["seq"], state["chats"][0] if state["chats"] else empty

    async def _until[T](
        self, chat_id: int, find: Callable[[JSON], T | None], within: float
    ) -> T | None:
        """Look at the chat, and again after each change, until something is found."""
        return None
