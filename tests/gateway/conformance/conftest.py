"""A person on a phone, played over the simulation API, and the gateway that serves her."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot.gateway.server import serve
from bot.gateway.world import World

TOKEN = "7200000001:AAEchoBotTokenForTheConformanceTests"
DEADLINE = 30.0

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where the gateway listens, and the token of the bot that it knows."""

    url: str
    token: str
    username: str


@dataclass(frozen=True, slots=True)
class Phone:
    """What a person can do with one chat; every wait polls until a deadline."""

    session: aiohttp.ClientSession
    user: int
    bot: int

    async def post(self, action: str, **fields: Any) -> Any:
        place = {"user": self.user} if "bot" in fields else {"user": self.user, "chat": self.bot}
        async with self.session.post(f"/sim/{action}", json=place | fields) as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer

    async def inject(self, **fault: Any) -> None:
        async with self.session.post("/sim/faults", json=fault) as response:
            assert response.status == 200, await response.text()

    async def upload(self, kind: str, name: str, data: bytes, **fields: str) -> Message:
        form = aiohttp.FormData(
            {"user": str(self.user), "chat": str(self.bot), **fields}, quote_fields=False
        )
        form.add_field("file", data, filename=name)
        async with self.session.post(f"/sim/{kind}", data=form) as response:
            answer = await response.json()
            assert response.status == 200, answer
            sent: Message = answer[0]
            return sent

    async def download(self, file_id: str) -> bytes:
        path = f"/sim/files/{file_id}"
        async with self.session.get(path, params={"user": self.user}) as response:
            assert response.status == 200
            return await response.read()

    async def chat(self) -> dict[str, Any]:
        async with self.session.get("/sim/state", params={"user": self.user}) as response:
            state = await response.json()
        chats: dict[int, dict[str, Any]] = {chat["id"]: chat for chat in state["chats"]}
        return chats[self.bot]

    async def messages(self) -> list[Message]:
        messages: list[Message] = (await self.chat())["messages"]
        return messages

    async def see(self, wanted: Callable[[Message], bool]) -> Message:
        """Wait for the newest message of the bot that is `wanted`."""
        async with asyncio.timeout(DEADLINE):
            while True:
                for message in reversed(await self.messages()):
                    if not message["out"] and wanted(message):
                        return message
                await asyncio.sleep(0.02)

    async def see_request(self, method: str) -> None:
        """Wait until a bot has called `method`."""
        async with asyncio.timeout(DEADLINE):
            while True:
                params = {"method": method}
                async with self.session.get("/sim/requests", params=params) as response:
                    if (await response.json())["requests"]:
                        return
                await asyncio.sleep(0.02)

    async def read(self, text: str) -> Message:
        return await self.see(lambda each: text in (each.get("text"), each.get("caption")))


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    world = World()
    world.add_bot(TOKEN, "echo_conformance_bot", "Echo")
    async with serve(world, sim=True) as url:
        yield Gateway(url, TOKEN, "echo_conformance_bot")


@pytest.fixture
async def phone(gateway: Gateway) -> AsyncIterator[Phone]:
    async with aiohttp.ClientSession(gateway.url) as session:
        body = {"first_name": "小林", "language_code": "zh-hans"}
        async with session.post("/sim/users", json=body) as response:
            user = await response.json()
        yield Phone(session, user["id"], int(gateway.token.partition(":")[0]))


@pytest.fixture
def picture() -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((320, 200), 40).convert("RGB").save(stream, "PNG")
    return stream.getvalue()
