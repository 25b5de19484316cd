"""A city with months of tips behind it, straight in the database."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from storage.kit.unit_of_work import create_sessions
from storage.reports.clock import PromiseState, TipPromise
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.numbers import create_number
from storage.reports.outcomes import TipOutcome
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from tests.databases import Database
from tests.library import library

ZONE = ZoneInfo("Asia/Shanghai")
CITY = "429005"
TOWNS = ("429005001", "429005002", "429005100", "429005105")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A tip as it stands in the tables; `read_after` is in hours."""

    hour: datetime
    region_id: str = CITY
    category: str = "trafficking"
    read_after: int | None = None
    closed_as: str | None = None
    closed_after: timedelta = timedelta(days=3)
    is_settled: bool = True


@dataclass
class Bureau:
    """A database with a unit, a clock, and seeds to sow."""

    engine: AsyncEngine
    now: datetime = datetime(2026, 11, 22, 12, tzinfo=UTC)
    sown: list[str] = field(default_factory=list)

    def work(self) -> ReportsUnitOfWork:
        return ReportsUnitOfWork(create_sessions(self.engine))

    def parts(self) -> dict[str, Any]:
        return {
            "unit_of_work": self.work,
            "clock": lambda: self.now,
            "zone": ZONE,
            "regions": library().regions,
        }

    @property
    def post(self) -> Post:
        return Post(
            staff_id="s", unit_id="qianjiang", admin_chat=-1, roles=frozenset({Role.SUPERVISOR})
        )

    async def sow(self, seeds: Iterable[Seed]) -> list[str]:
        """Write the tips and return their ids."""
        ids = []
        async with self.work() as work:
            for seed in seeds:
                number = len(self.sown) + 1
                tip = work.tips.add(_tip(seed, number))
                await work.tips.flush()
                if seed.read_after is not None:
                    work.clock.add(_reading(tip, seed.read_after))
                if seed.closed_as is not None:
                    work.outcomes.add(_outcome(tip, seed))
                self.sown.append(tip.id)
                ids.append(tip.id)
            await work.commit()
        return ids


def _tip(seed: Seed, number: int) -> Tip:
    is_closed = seed.closed_as is not None
    return Tip(
        number=create_number(),
        lookup=secrets.token_bytes(32),
        mailbox_public=bytes(32),
        region_id=seed.region_id,
        category=seed.category,
        urgency=Urgency.ROUTINE,
        status=TipStatus.CLOSED if is_closed else TipStatus.NEW,
        unit_id="qianjiang",
        hour=seed.hour,
        acceptance=number,
        closed_as=seed.closed_as,
        closed_on=(seed.hour + seed.closed_after).date() if is_closed else None,
    )


def _reading(tip: Tip, hours: int) -> TipPromise:
    return TipPromise(
        tip_id=tip.id,
        term="reading",
        round=1,
        began=tip.hour,
        due_at=tip.hour + timedelta(hours=24),
        state=PromiseState.MET,
        settled=tip.hour + timedelta(hours=hours),
    )


def _outcome(tip: Tip, seed: Seed) -> TipOutcome:
    assert seed.closed_as is not None
    return TipOutcome(
        tip_id=tip.id,
        verified=seed.closed_as in {"criminal", "verified"},
        outcome_class=seed.closed_as,
        facts={},
        status_before="taken",
        is_settled=seed.is_settled,
    )


@pytest.fixture
async def bureau(sqlite: Database) -> Bureau:
    bureau = Bureau(await sqlite("reports"))
    async with bureau.work() as work:
        await work.units.ensure("qianjiang", region_id=CITY, locale="zh_Hans")
        await work.commit()
    return bureau


def day(month: int, number: int, hour: int = 12) -> datetime:
    return datetime(2026, month, number, hour, tzinfo=UTC)
