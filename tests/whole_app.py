"""The whole application in this process, with the cast of the demo to play it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.app.demo import performing
from bot.app.shared import Clock, utc_now
from bot.app.stage import Stage
from bot.app.verification import verification_beside
from bot.gateway.cast import Cast
from bot.gateway.server import serve
from bot.gateway.world.world import World
from tests.logs import logging_to
from tests.phone import call, words_of
from tests.player import Player


@dataclass(frozen=True, kw_only=True, repr=False)
class WholeApp:
    """Three people with phones, the bots they know, and where everything is kept."""

    stage: Stage
    world: World
    folder: Path
    log: Path
    student: Player
    citizen: Player
    officer: Player

    @property
    def public(self) -> int:
        """The public bot's id, which is the private chat with it."""
        return self.stage.public_bot

    @property
    def desk(self) -> int:
        """The staff bot's id, which is the private chat with it."""
        return self.stage.staff_bot

    @property
    def admin_chat(self) -> int:
        return self.stage.admin_chat


@asynccontextmanager
async def run_whole_app(
    folder: Path, cast: Cast, clock: Clock = utc_now
) -> AsyncIterator[WholeApp]:
    """Run gateway and bots until the block ends; the data folder stays for who looks into it."""
    world, data, log = World(), folder / "data", folder / "humen.log"
    data.mkdir()
    with logging_to(log):
        async with (
            verification_beside(data) as page,
            serve(world, pages=[page.route]) as base_url,
            performing(base_url, data, cast, clock) as (_running, stage),
        ):
            yield WholeApp(
                stage=stage,
                world=world,
                folder=data,
                log=log,
                student=await _with_phone(base_url, stage.student, stage.public_bot),
                citizen=await _with_phone(base_url, stage.citizen, stage.public_bot),
                officer=await _with_phone(base_url, stage.officer, stage.admin_chat),
            )


async def invite(app: WholeApp, name: str, language_code: str = "zh-hans") -> Player:
    """Let a colleague join the admin chat and take the officer's invitation."""
    colleague = await Player.create(app.stage.base_url, name, language_code)
    place = {"chat": app.admin_chat, "user": colleague.id}
    await call(app.stage.base_url, "POST", "/sim/join", json=place)
    is_chinese = app.officer.user["language_code"] == "zh-hans"
    await app.officer.send(app.desk, "/invite")
    panel = await app.officer.sees("邀请同事加入" if is_chinese else "Invite a colleague")
    make, made = ("生成链接", "只能用一次") if is_chinese else ("Make the link", "It works once")
    await app.officer.tap(make, message=panel)
    link = words_of(await app.officer.sees(made, message=panel))
    payload = link.split("?start=")[1].split(maxsplit=1)[0]
    await colleague.send(app.desk, f"/start {payload}")
    await colleague.sees("欢迎加入" if language_code == "zh-hans" else "Welcome.")
    await colleague.view(app.admin_chat)
    return colleague


async def _with_phone(base_url: str, user: int, chat: int) -> Player:
    """Give somebody the phone, with the chat open in which the bot has just answered."""
    player = await Player.of(base_url, user)
    async with asyncio.timeout(20):
        # The phone is asked over HTTP, so there is no event to wait for.
        while not any(m["from"]["is_bot"] for m in await player.messages(chat)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return player
