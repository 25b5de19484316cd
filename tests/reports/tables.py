"""Units, people and tips written straight into the tables, and a clock that the test moves."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.clock import create_tip_clock
from bot.reports.staff.rules import Role, store_roles
from bot.reports.triage.clock.reminding import REMINDER, KeepClock
from bot.reports.triage.clock.rules import ClockEvent
from storage.kit.unit_of_work import create_sessions
from storage.reports.clock import TipPromise, TipReminder
from storage.reports.kinds import TipStatus, Urgency, cut_to_hour
from storage.reports.outbox import Outbox
from storage.reports.staff import Staff
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.reports.units import Unit
from tests.clock import Clock
from tests.library import library

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
CITY, TOWN = "qianjiang", "yuanlin"
CHATS: Final = {CITY: -100_1, TOWN: -100_2}
REGIONS: Final = {CITY: "429005", TOWN: "429005001"}


@dataclass(repr=False)
class Tables:
    """A town below a city; each has people, and tips come to the town."""

    engine: AsyncEngine
    clock: Clock
    people: dict[str, str] = field(default_factory=dict)

    def work(self) -> ReportsUnitOfWork:
        return ReportsUnitOfWork(create_sessions(self.engine))

    async def set_up(self) -> None:
        async with self.work() as work:
            for unit_id, chat in CHATS.items():
                unit = Unit(id=unit_id, region_id=REGIONS[unit_id], chat_id=chat, locale="zh_Hans")
                work.units.add(unit)
            await work.commit()

    async def add_person(self, name: str, unit_id: str, *roles: Role) -> str:
        """Return the staff id of somebody new."""
        async with self.work() as work:
            staff = work.staff.add(
                Staff(
                    unit_id=unit_id,
                    chat_id=7_000_000_000 + len(self.people),
                    roles=store_roles(roles),
                    locale="zh_Hans",
                    joined=cut_to_hour(self.clock()),
                )
            )
            await work.commit()
        self.people[name] = staff.id
        return staff.id

    async def add_tip(self, unit_id: str = TOWN, urgency: Urgency = Urgency.ROUTINE) -> str:
        """Write a tip as the public bot does, and return its id."""
        async with self.work() as work:
            await work.tips.hold_acceptance()
            tip = work.tips.add(
                Tip(
                    number=await work.tips.next_number(),
                    lookup=secrets.token_bytes(32),
                    mailbox_public=secrets.token_bytes(32),
                    region_id=REGIONS[unit_id],
                    category="trafficking",
                    urgency=urgency,
                    status=TipStatus.NEW,
                    unit_id=unit_id,
                    hour=cut_to_hour(self.clock()),
                    acceptance=await work.tips.next_acceptance(),
                )
            )
            await work.commit()
        return tip.id

    def keep_clock(self) -> KeepClock:
        """Return the round as a process that has just started runs it."""
        return KeepClock(
            unit_of_work=self.work,
            clock=self.clock,
            tip_clock=create_tip_clock(library(), SHANGHAI, self.clock),
            regions=library().regions,
        )

    async def note(
        self, tip_id: str, event: ClockEvent, change: Callable[[Tip], None] = lambda _: None
    ) -> None:
        """Change the tip and note what happened to it, in one transaction."""
        tip_clock = create_tip_clock(library(), SHANGHAI, self.clock)
        async with self.work() as work:
            tip = await work.tips.get_for_update(tip_id)
            change(tip)
            await tip_clock.note(work, tip, event)
            await work.commit()

    async def promises(self, tip_id: str) -> dict[tuple[str, int], TipPromise]:
        async with self.work() as work:
            return {(p.term, p.round): p for p in await work.clock.list_promises(tip_id)}

    async def reminders(self, tip_id: str) -> list[TipReminder]:
        async with self.work() as work:
            return list(await work.clock.list_reminders(tip_id))

    async def taken_from_outbox(self, kind: str = REMINDER) -> list[dict[str, Any]]:
        """Take what lies in the outbox as its worker would, and return what it says."""
        async with self.work() as work:
            rows = (
                await work.session.execute(select(Outbox).where(Outbox.kind == kind))
            ).scalars()
            found = []
            for row in rows:
                found.append({"unit": row.address.decode(), **row.payload})
                await work.outbox.drop(row)
            await work.commit()
        return found


async def open_tables(engine: AsyncEngine, now: str) -> Tables:
    """Fill an empty, migrated database with two units, at a local moment."""
    tables = Tables(engine, Clock(datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)))
    await tables.set_up()
    return tables


def who(tables: Tables, reminder: dict[str, Any]) -> str:
    """Return the name of whoever a reminder goes to, or the unit's id."""
    names = {staff_id: name for name, staff_id in tables.people.items()}
    return names.get(str(reminder["staff"]), str(reminder["unit"]))
