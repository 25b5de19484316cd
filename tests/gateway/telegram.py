"""A bare client of the Bot API, which hides nothing that a library would."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from PIL import Image

JSON = dict[str, Any]


class RefusedError(Exception):
    """The answer was not ok; `str()` is its description."""

    def __init__(self, body: JSON, status: int) -> None:
        super().__init__(body["description"])
        self.body = body
        self.status = status


@dataclass(frozen=True, slots=True)
class Bot:
    """One bot by its token; `await bot("getMe")` is its result."""

    url: str
    token: str
    username: str

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])

    async def __call__(self, method: str, **parameters: Any) -> Any:
        return await self.send(method, json=parameters)

    async def send(self, method: str, verb: str = "POST", **options: Any) -> Any:
        address = f"{self.url}/bot{self.token}/{method}"
        async with (
            aiohttp.ClientSession() as session,
            session.request(verb, address, **options) as response,
        ):
            body = await response.json()
            assert (response.status == 200) == body["ok"]
            if not body["ok"]:
                raise RefusedError(body, response.status)
            return body["result"]

    async def upload(self, method: str, files: dict[str, bytes], **parameters: Any) -> Any:
        form = aiohttp.FormData({name: str(value) for name, value in parameters.items()})
        for name, data in files.items():
            form.add_field(name, data, filename=f"{name}.png", content_type="image/png")
        return await self.send(method, data=form)

    async def download(self, file_id: str) -> bytes:
        path = (await self("getFile", file_id=file_id))["file_path"]
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{self.url}/file/bot{self.token}/{path}") as response,
        ):
            assert response.status == 200
            return await response.read()

    async def updates(self, **parameters: Any) -> list[JSON]:
        return list(await self("getUpdates", **parameters))


def picture(width: int = 320, height: int = 200, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


async def eventually(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until the condition holds; fail when it does not in time."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  a test looks from outside, with a deadline
            await asyncio.sleep(0.01)
