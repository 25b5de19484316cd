"""The demo's stage: two bots, the cast and an admin chat, set up over the simulation API."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.gateway.cast import HINTS, TITLES, Cast

ANSWER_ATTEMPTS = 200
ANSWER_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Stage:
    """The ids and tokens of everything on stage."""

    base_url: str
    public_token: SecretStr
    staff_token: SecretStr
    public_bot: int
    staff_bot: int
    student: int
    citizen: int
    officer: int
    admin_chat: int
    colleague: int | None = None


class Director:
    """Speaks to the simulation API of one gateway."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession) -> None:
        self._base_url = base_url
        self._session = session

    async def set_up(self, cast: Cast) -> Stage:
        """Make bots, people and the admin chat; the staff bot is an administrator there."""
        tokens = [_token(), _token()]
        public = await self._make_bot(tokens[0], "humen_demo_bot", cast.public_bot)
        staff = await self._make_bot(tokens[1], "humen_duty_demo_bot", cast.staff_bot)
        people = [
            await self._make_user(name, cast.language_code)
            for name in (cast.student, cast.citizen, cast.officer, cast.colleague)
            if name
        ]
        group = await self.post(
            "groups", title=cast.group, owner=people[2], members=[*people[2:], staff]
        )
        await self.post("role", chat=group["id"], user=staff, role="administrator")
        return Stage(
            base_url=self._base_url,
            public_token=SecretStr(tokens[0]),
            staff_token=SecretStr(tokens[1]),
            public_bot=public,
            staff_bot=staff,
            student=people[0],
            citizen=people[1],
            officer=people[2],
            admin_chat=group["id"],
            colleague=people[3] if cast.colleague else None,
        )

    async def open(self, stage: Stage, code: str) -> None:
        """Bind the admin chat and press Start everywhere, so that every phone shows its menu."""
        await self.post("send", user=stage.officer, chat=stage.admin_chat, text=f"/bind {code}")
        await self.post("send", user=stage.student, chat=stage.public_bot, text="/start")
        await self.post("send", user=stage.citizen, chat=stage.public_bot, text="/start")
        await self._wait_for_answer(stage.officer, stage.admin_chat)
        await self.post("send", user=stage.officer, chat=stage.staff_bot, text="/start")

    async def join(self, stage: Stage, invitation: str) -> None:
        """Let the colleague follow the link of an invitation."""
        await self.post(
            "send", user=stage.colleague, chat=stage.staff_bot, text=f"/start {invitation}"
        )

    async def hand_out_phones(self, stage: Stage) -> None:
        """Say which phones the page shows."""
        places = {
            "student": (stage.student, stage.public_bot),
            "citizen": (stage.citizen, stage.public_bot),
            "staff": (stage.officer, stage.admin_chat),
        }
        if stage.colleague is not None:
            places["colleague"] = (stage.colleague, stage.admin_chat)
        phones = [
            {"id": name, "user": user, "open": chat, "title": TITLES[name], "hint": HINTS[name]}
            for name, (user, chat) in places.items()
        ]
        await self.post("phones", phones=phones)

    async def _wait_for_answer(self, user: int, chat: int) -> None:
        """Wait until a bot has written in the chat; the chat is bound by then."""
        where = {"user": str(user), "chat": str(chat)}
        for _attempt in range(ANSWER_ATTEMPTS):
            async with self._session.get(f"{self._base_url}/sim/state", params=where) as answer:
                chats = (await answer.json())["chats"]
            messages = [m for each in chats if each["id"] == chat for m in each["messages"]]
            if any("text" in message and message["from"]["is_bot"] for message in messages):
                return
            await asyncio.sleep(ANSWER_PAUSE_SECONDS)

    async def post(self, path: str, **fields: Any) -> Any:
        async with self._session.post(f"{self._base_url}/sim/{path}", json=fields) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def _make_bot(self, token: str, username: str, first_name: str) -> int:
        made = await self.post("bots", token=token, username=username, first_name=first_name)
        return int(made["id"])

    async def _make_user(self, first_name: str, language_code: str) -> int:
        made = await self.post("users", first_name=first_name, language_code=language_code)
        return int(made["id"])


def _token() -> str:
    return f"{secrets.randbelow(9 * 10**8) + 10**8}:{secrets.token_urlsafe(26)}"
