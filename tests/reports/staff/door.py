"""The staff bot's door at work on a gateway, without anything of the reports behind it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiogram import Router
from pydantic import AnyHttpUrl, SecretStr
from sqlalchemy import select

from bot.app.bots import create_bot
from bot.app.people import People, PeopleParts, build_people
from bot.chat.delivery.outbox import OutboxWorker, Sender
from bot.chat.i18n import Catalogues
from bot.gateway.server import serve
from bot.gateway.world.world import World
from bot.reports.staff.rules import Role, Roles, roles_from, store_roles
from bot.reports.staff.service import CreateBindingCode, find_or_add
from storage.reports.audit import AuditRow
from storage.reports.kinds import TipStatus, Urgency, cut_to_hour
from storage.reports.outbox import Outbox
from storage.reports.outbox_store import ReportsOutboxStore
from storage.reports.staff import Staff
from storage.reports.tips import Tip
from storage.reports.units import Unit
from tests.keys import UNIT
from tests.logs import logging_to
from tests.phone import call
from tests.player import Player
from tests.reports.house import House
from tests.reports.staff_bot import poll_as_staff

TOKEN = "700100300:abcdefghijklmnopqrstuvwxyzABCDEF"
BOT = 700100300
USERNAME = "humen_duty_test_bot"


@dataclass(kw_only=True)
class Door:
    """A unit's admin chat and the bot in it; people come as each test needs them."""

    house: House
    world: World
    base_url: str
    people: People
    senders: dict[str, Sender]
    group: int = 0
    wrapping: list[bytes] = field(default_factory=lambda: [b"first"])

    async def person(self, name: str, language_code: str = "zh-hans") -> Player:
        """Bring somebody who has pressed Start at the staff bot."""
        player = await Player.create(self.base_url, name, language_code)
        await player.send(BOT, "/start")
        await player.sees("值班台" if language_code == "zh-hans" else "staff's desk")
        return player

    async def form(self, owner: Player, *members: Player, **fields: Any) -> int:
        """Make a group with the bot as administrator in it."""
        body = {
            "title": "值班群",
            "owner": owner.id,
            "members": [*(each.id for each in members), BOT],
            **fields,
        }
        chat = int((await call(self.base_url, "POST", "/sim/groups", json=body))["id"])
        self.world.groups[chat].statuses[BOT] = "administrator"
        return chat

    async def code(self, unit: str = UNIT, region: str = "429005") -> str:
        tools: dict[str, Any] = {"unit_of_work": self.house.work, "clock": self.house.clock}
        return await CreateBindingCode(**tools)(unit, region, "zh_Hans")

    async def bind(self, who: Player, chat: int, unit: str = UNIT) -> None:
        """Let somebody bind the chat as people do."""
        await who.send(chat, f"/bind {await self.code(unit)}")
        said = "值班群，您是负责人" if who.user["language_code"] == "zh-hans" else "its supervisor"
        await who.sees(said, chat=chat)

    async def employ(self, who: Player, *roles: Role, unit: str = UNIT) -> str:
        """Give somebody roles without a link; return the staff id."""
        async with self.house.work() as work:
            now = self.house.clock()
            staff = await find_or_add(work, unit, who.id, locale="zh_Hans", now=now)
            staff.roles = store_roles(roles)
            await work.commit()
            return staff.id

    async def staff(self, who: Player, unit: str = UNIT) -> Staff | None:
        async with self.house.work() as work:
            return await work.staff.find(who.id, unit)

    async def roles(self, who: Player, unit: str = UNIT) -> Roles:
        staff = await self.staff(who, unit)
        return frozenset() if staff is None else roles_from(staff.roles)

    async def unit(self, unit: str = UNIT) -> Unit:
        async with self.house.work() as work:
            return await work.units.get(unit)

    async def tip(self, **fields: Any) -> Tip:
        """Put a tip into the database as the queue knows it; nothing of it is sealed."""
        async with self.house.work() as work:
            tip = work.tips.add(
                Tip(
                    number=await work.tips.next_number(),
                    lookup=secrets.token_bytes(32),
                    mailbox_public=secrets.token_bytes(32),
                    region_id="429005001",
                    category="trafficking",
                    urgency=fields.get("urgency", Urgency.ROUTINE),
                    status=fields.get("status", TipStatus.NEW),
                    unit_id=fields.get("unit", UNIT),
                    hour=cut_to_hour(self.house.clock()),
                    acceptance=await work.tips.next_acceptance(),
                    holder_id=fields.get("holder"),
                )
            )
            await work.commit()
            return tip

    async def find_tip(self, tip: Tip) -> Tip:
        async with self.house.work() as work:
            return await work.tips.get(tip.id)

    async def rows(self, kind: str) -> list[dict[str, Any]]:
        async with self.house.work() as work:
            found = (await work.session.execute(select(Outbox))).scalars()
            return [row.payload for row in found if row.kind == kind]

    async def audited(self) -> list[str]:
        async with self.house.work() as work:
            rows = await work.session.execute(select(AuditRow).order_by(AuditRow.position))
            return [row.kind for row in rows.scalars()]

    def worker(self) -> OutboxWorker:
        return OutboxWorker(ReportsOutboxStore(self.house.engine), self.senders)

    async def quiet(self) -> None:
        """Wait until the bot has dealt with all that people did."""
        queue = self.world.bots[BOT].updates
        async with asyncio.timeout(20):
            while queue.pending_count:  # noqa: ASYNC110 - the gateway tells nobody of it
                await asyncio.sleep(0.02)


def link_in(text: str) -> str:
    """Return what a person sends who opens the deep link of a text."""
    payload = text.split(f"{USERNAME}?start=")[1].split(maxsplit=1)[0]
    return f"/start {payload}"


@asynccontextmanager
async def open_door(
    house: House, routers: Callable[[], Sequence[Router]] = tuple
) -> AsyncIterator[Door]:
    """Serve a gateway and run the staff bot's door on it."""
    world = World()
    with logging_to(house.folder / "humen.log"):
        async with serve(world) as base_url:
            house.base_url = base_url
            world.add_bot(TOKEN, USERNAME, "虎门值班室")
            wrapping = [b"first"]
            async with _running(house, routers(), wrapping) as people:
                yield Door(
                    house=house,
                    world=world,
                    base_url=base_url,
                    people=people,
                    senders=dict(people.senders),
                    wrapping=wrapping,
                )


@asynccontextmanager
async def _running(
    house: House, routers: Sequence[Router], wrapping: list[bytes]
) -> AsyncIterator[People]:
    bot = create_bot(SecretStr(TOKEN), AnyHttpUrl(house.base_url))
    i18n = Catalogues()
    people = build_people(
        PeopleParts(
            unit_of_work=house.work,
            clock=house.clock,
            bot=bot,
            i18n=i18n,
            library=house.library,
            writer=house.staff_keys.writer,
            wrapping_mark=lambda: wrapping[-1],
        )
    )
    gate = [people.behind_gate(routers)]
    async with poll_as_staff(bot, i18n, gate, people.workflow):
        yield people
