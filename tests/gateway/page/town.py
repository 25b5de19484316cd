"""A small world with a bot on each side of three phones, driven over HTTP."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any

import aiohttp
from PIL import Image

JSON = dict[str, Any]
TOKEN = "9000001:public-bot-of-the-page-tests"
STAFF_TOKEN = "9000002:staff-bot-of-the-page-tests"
COMMANDS = [
    {"command": "start", "description": "Main menu"},
    {"command": "help", "description": "Who can help me"},
]


@dataclass(slots=True, kw_only=True, repr=False)
class Town:
    """The people, the bots, and the calls that make them act."""

    url: str
    client: aiohttp.ClientSession
    student: int = 0
    citizen: int = 0
    officer: int = 0
    bot_id: int = 0
    staff_bot_id: int = 0
    group: int = 0

    async def settle(self) -> None:
        """Let people, bots, the group and the phones exist."""
        self.student = await self._person("小林")
        self.citizen = await self._person("王女士")
        self.officer = await self._person("陈警官")
        self.bot_id = await self._bot(TOKEN, "humen_bot", "虎门 Humen")
        self.staff_bot_id = await self._bot(STAFF_TOKEN, "humen_staff_bot", "虎门工作台")
        members = [self.staff_bot_id]
        body = {"title": "城东派出所 · 禁毒专班", "owner": self.officer, "members": members}
        self.group = (await self.sim("groups", body))["id"]
        await self.sim("phones", {"phones": self._phones()})

    async def _person(self, name: str) -> int:
        return int(
            (await self.sim("users", {"first_name": name, "language_code": "zh-hans"}))["id"]
        )

    async def _bot(self, token: str, username: str, name: str) -> int:
        body = {"token": token, "username": username, "first_name": name}
        return int((await self.sim("bots", body))["id"])

    def _phones(self) -> list[JSON]:
        rows = [
            ("student", self.student, self.bot_id, "学生", "Student"),
            ("citizen", self.citizen, self.bot_id, "市民", "Citizen"),
            ("staff", self.officer, self.group, "工作人员", "Staff"),
        ]
        hint = {"zh_Hans": "点“开始”，试一试第一课", "en": "Press Start and try the first lesson"}
        return [
            {
                "id": key,
                "user": user,
                "open": chat,
                "title": {"zh_Hans": zh, "en": en},
                "hint": hint,
            }
            for key, user, chat, zh, en in rows
        ]

    async def sim(self, path: str, body: JSON) -> Any:
        async with self.client.post(f"{self.url}/sim/{path}", json=body) as response:
            answer = await response.json()
            assert response.ok, answer
            return answer

    async def write(self, user: int, text: str, chat: int = 0) -> JSON:
        fields = {"user": user, "chat": chat or self.bot_id, "text": text}
        return dict(await self.sim("send", fields))

    async def voice(self, user: int) -> JSON:
        """Let a person send a voice note to the public bot."""
        form = aiohttp.FormData({"user": str(user), "chat": str(self.bot_id)})
        form.add_field("file", b"OggS", filename="note.ogg", content_type="audio/ogg")
        async with self.client.post(f"{self.url}/sim/voice", data=form) as response:
            return dict((await response.json())[0])

    async def bot(self, method: str, token: str = TOKEN, **fields: Any) -> Any:
        """Call a Bot API method; a value of bytes is uploaded as a file."""
        form = aiohttp.FormData()
        for name, value in fields.items():
            if isinstance(value, bytes):
                form.add_field(name, value, filename=f"{name}.jpg", content_type="image/jpeg")
            else:
                form.add_field(name, _plain(value))
        async with self.client.post(f"{self.url}/bot{token}/{method}", data=form) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, text: str, **fields: Any) -> JSON:
        """Let the public bot write to the student."""
        return dict(await self.bot("sendMessage", chat_id=self.student, text=text, **fields))

    async def updates(self, token: str = TOKEN, offset: int = 0) -> list[JSON]:
        return list(await self.bot("getUpdates", token, offset=offset, timeout=3))

    async def await_tap(self) -> JSON:
        """Wait for the next tapped button of the public bot, and confirm all before it."""
        offset = 0
        for _ in range(10):
            for update in await self.updates(offset=offset):
                offset = update["update_id"] + 1
                if "callback_query" in update:
                    await self.updates_confirmed(offset)
                    return dict(update["callback_query"])
        raise AssertionError("nobody tapped")

    async def updates_confirmed(self, offset: int) -> None:
        await self.bot("getUpdates", offset=offset, timeout=0)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def keyboard(*rows: list[tuple[str, str]]) -> JSON:
    """Inline rows of (text, callback data)."""
    lines = [[{"text": text, "callback_data": data} for text, data in row] for row in rows]
    return {"inline_keyboard": lines}


def jpeg(
    colour: tuple[int, int, int] = (20, 110, 90), size: tuple[int, int] = (640, 480)
) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()
