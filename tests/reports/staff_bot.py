"""The staff bot at work on a gateway: an admin chat, its officers, and people who are neither."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
from aiogram import Bot, Router
from pydantic import AnyHttpUrl, SecretStr

from bot.app.bots import create_bot
from bot.app.dispatchers import STAFF_UPDATES, DispatcherParts, create_dispatcher
from bot.app.reports_staff import ReportsStaff, StaffParts, build_reports_staff
from bot.app.shelves import guard
from bot.chat.delivery.outbox import OutboxWorker
from bot.chat.first_aid import FirstAid
from bot.chat.i18n import Catalogues, Locales
from bot.chat.source.intake import UpdateIntake
from bot.chat.source.polling import Polling
from bot.chat.state import EphemeralStorage
from bot.gateway.server import serve
from bot.gateway.world.model import Chat
from bot.gateway.world.world import World
from bot.reports.staff.rules import Role
from bot.reports.triage.router.showing import Showing
from storage.reports.shown import ShownPlace
from storage.reports.tips import Tip
from tests.logs import logging_to
from tests.phone import JSON
from tests.player import Player
from tests.reports.house import House
from tests.reports.services import Services, staff_services

TOKEN = "700100300:abcdefghijklmnopqrstuvwxyzABCDEF"
BOT = 700100300
OTHER_UNIT = "xiantao"


@dataclass(frozen=True, kw_only=True, repr=False)
class StaffBot:
    """Li and Wang are in the unit's chat, Zhao in another unit's, Sun in none."""

    base_url: str
    world: World
    services: Services
    worker: OutboxWorker
    staff: ReportsStaff
    group: int
    other_group: int
    li: Player
    wang: Player
    zhao: Player
    sun: Player

    @property
    def showing(self) -> Showing:
        """What keeps account of the officers' screens."""
        showing = self.staff.workflow["triage"].showing
        assert isinstance(showing, Showing)
        return showing

    async def tip_with_card(self, text: str = "昨晚九点半，金色港湾后门") -> tuple[Tip, JSON]:
        """Send a tip, serve its card and return both."""
        tip = await self.services.send_tip(text=text)
        await self.worker.serve_once()
        return tip, await self.li.sees(tip.number, chat=self.group)

    async def quiet(self) -> None:
        """Wait until the bot has dealt with all that people did."""
        queue = self.world.bots[BOT].updates
        async with asyncio.timeout(20):
            while queue.pending_count:  # noqa: ASYNC110 - the gateway tells nobody of it
                await asyncio.sleep(0.03)

    async def shown(self) -> list[ShownPlace]:
        """Return what is to be taken off screens, once the bot has written that down."""
        await self.quiet()
        async with self.services.house.work() as work:
            return list(await work.shown.list_all())

    def chat(self, group: int) -> Chat:
        return self.world.groups[group]


@asynccontextmanager
async def run_staff_bot(house: House) -> AsyncIterator[StaffBot]:
    """Serve a gateway and run the staff bot; its outbox is served by the test."""
    world = World()
    with logging_to(house.folder / "humen.log"):
        async with serve(world) as base_url, aiohttp.ClientSession() as session:
            house.base_url = base_url
            world.add_bot(TOKEN, "humen_duty_test_bot", "虎门值班室")
            players = [
                await Player.create(base_url, name)
                for name in ("李警官", "王警官", "赵警官", "孙某")
            ]
            li, wang, zhao, sun = players
            group = await _group(session, base_url, "值班群", [li, wang])
            other = await _group(session, base_url, "邻市值班群", [zhao])
            services = staff_services(house)
            await services.open(chat=group)
            await services.open(OTHER_UNIT, other)
            await services.post(li.id, group, roles=(Role.SUPERVISOR, Role.TRIAGE))
            await services.post(wang.id, group)
            await services.post(zhao.id, other, roles=(Role.SUPERVISOR, Role.TRIAGE))
            async with _running(house) as staff:
                for player in players:
                    await player.send(BOT, "/start")
                    await player.sees("值班台")
                yield StaffBot(
                    base_url=base_url,
                    world=world,
                    services=services,
                    worker=OutboxWorker(staff.outbox, staff.senders),
                    staff=staff,
                    group=group,
                    other_group=other,
                    li=li,
                    wang=wang,
                    zhao=zhao,
                    sun=sun,
                )


async def _group(
    session: aiohttp.ClientSession, base_url: str, title: str, people: list[Player]
) -> int:
    body = {"title": title, "owner": people[0].id, "members": [*(p.id for p in people), BOT]}
    async with session.post(f"{base_url}/sim/groups", json=body) as answer:
        answer.raise_for_status()
        return int((await answer.json())["id"])


def staff_half(house: House, bot: Bot, i18n: Catalogues) -> ReportsStaff:
    """Return the staff's half of the house as the application builds it."""
    return build_reports_staff(
        StaffParts(
            engine=house.engine,
            library=house.library,
            clock=house.clock,
            keys=house.staff_keys,
            files=house.files,
            bot=bot,
            i18n=i18n,
            zone=ZoneInfo("Asia/Shanghai"),
        )
    )


@asynccontextmanager
async def poll_as_staff(
    bot: Bot, i18n: Catalogues, routers: Sequence[Router], workflow: dict[str, Any]
) -> AsyncIterator[None]:
    """Run a staff bot of these routers until the block ends, and close its session."""
    locales = Locales()
    dispatcher = create_dispatcher(
        DispatcherParts(
            routers=routers,
            workflow=workflow,
            i18n=i18n,
            locales=locales,
            storage=EphemeralStorage(),
            has_windows=False,
        )
    )
    aid = FirstAid(guard=guard(), i18n=i18n, locales=locales, pages={})
    source = Polling(UpdateIntake(bot, dispatcher, aid), STAFF_UPDATES)
    task = asyncio.create_task(source.run())
    try:
        yield
    finally:
        source.stop()
        await task
        await bot.session.close()


@asynccontextmanager
async def _running(house: House) -> AsyncIterator[ReportsStaff]:
    bot, i18n = create_bot(SecretStr(TOKEN), AnyHttpUrl(house.base_url)), Catalogues()
    staff = staff_half(house, bot, i18n)
    async with poll_as_staff(bot, i18n, staff.routers, staff.workflow):
        yield staff
