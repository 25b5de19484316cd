"""Whoever edits, removes, moves, adds or cuts off entries of the audit is found, and where."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.reports.staff.audit.checking import AuditCheck
from bot.reports.staff.audit.heads import Head
from bot.reports.staff.audit.service import AuditEntry, AuditKind, AuditTrail
from storage.errors import AuditChainError
from storage.kit.unit_of_work import create_sessions
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.signing import Writer
from tests.database_fixtures import on_both
from tests.databases import Database
from tests.reports.staff.audit.attacks import (
    ATTACKS,
    Attack,
    Row,
    first_difference,
    link,
    read_rows,
    write_rows,
)

ENTRIES = 30
DAY = date(2026, 11, 22)
MORNING = datetime(2026, 11, 22, 8, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Archive:
    """An audit with entries of every kind, and who may write to it."""

    engine: AsyncEngine
    writer: Writer

    def work(self) -> ReportsUnitOfWork:
        return ReportsUnitOfWork(create_sessions(self.engine))

    async def fill(self) -> None:
        """Write entries, some of them together, over two days."""
        source, now, written = random.Random(7), MORNING, 0
        while written < ENTRIES:
            now += timedelta(minutes=source.randrange(120))
            trail = AuditTrail(writer=self.writer, clock=lambda moment=now: moment)
            async with self.work() as work:
                for _ in range(min(source.randrange(1, 4), ENTRIES - written)):
                    await trail.record(work, entry(source))
                    written += 1
                await work.commit()

    @asynccontextmanager
    async def attacked(self, attack: Attack, seed: int) -> AsyncIterator[Attacked]:
        """Do it in a transaction that is taken back."""
        source = random.Random(seed)
        async with create_sessions(self.engine)() as session:
            before = await read_rows(session)
            after = before
            while after == before:
                after = attack.act(before, source)
            await write_rows(session, after)
            yield Attacked(session, before, after)
            await session.rollback()

    async def named(self, session: AsyncSession, head: Head | None) -> int | None:
        """Return the entry that verifying names."""
        check = AuditCheck(writer=self.writer.public, heads=[head] if head else [])
        try:
            await session.run_sync(check)
        except AuditChainError as error:
            return error.position
        return None


@dataclass(frozen=True)
class Attacked:
    """The rows as they were and as they are."""

    session: AsyncSession
    before: list[Row]
    after: list[Row]

    @property
    def head(self) -> Head:
        last = self.before[-1]
        return Head(day=DAY, position=last["position"], digest=last["digest"])


def entry(source: random.Random) -> AuditEntry:
    return AuditEntry(
        kind=source.choice(list(AuditKind)),
        unit_id=source.choice(["qianjiang", "xiantao"]),
        staff_id=source.choice(["a" * 32, "b" * 32, None]),
        tip_number=source.choice(["7K3M-9Q2C", "1234-5678", None]),
        detail=source.choice(["", "verified", "from:asked"]),
    )


async def archive_on(engine: AsyncEngine) -> Archive:
    archive = Archive(engine, Writer.create())
    await archive.fill()
    return archive


@pytest.mark.parametrize("rounds", [8, pytest.param(64, marks=pytest.mark.drill)])
async def test_every_attack_is_found_and_named(sqlite: Database, rounds: int) -> None:
    archive = await archive_on(await sqlite("reports"))
    for seed, attack in enumerate(ATTACKS * rounds):
        async with archive.attacked(attack, seed) as done:
            head = done.head if attack.needs_head or seed % 2 else None
            named = await archive.named(done.session, head)
            assert named == first_difference(done.before, done.after), (attack.name, seed)


@on_both
async def test_an_attack_is_found_on_either_database(any_database: Database) -> None:
    archive = await archive_on(await any_database("reports"))
    for seed, attack in enumerate(ATTACKS):
        async with archive.attacked(attack, seed) as done:
            named = await archive.named(done.session, done.head)
            assert named == first_difference(done.before, done.after), attack.name


@on_both
async def test_what_is_left_alone_is_whole(any_database: Database) -> None:
    archive = await archive_on(await any_database("reports"))
    async with archive.work() as work:
        rows = await read_rows(work.session)
        for last in (None, rows[0], rows[10], rows[-1]):
            head = last and Head(day=DAY, position=last["position"], digest=last["digest"])
            verified = await work.session.run_sync(
                AuditCheck(writer=archive.writer.public, heads=[head] if head else [])
            )
            assert verified.entries == ENTRIES
            assert verified.digest == rows[-1]["digest"]


async def test_who_has_the_key_as_well_is_shown_by_a_later_head(sqlite: Database) -> None:
    """The chain then holds together, and only what the auditor keeps tells another story."""
    archive = await archive_on(await sqlite("reports"))
    async with create_sessions(archive.engine)() as session:
        rows = await read_rows(session)
        head = Head(day=DAY, position=rows[-1]["position"], digest=rows[-1]["digest"])
        digest, changed = rows[9]["digest"], rows[:10]
        for row in [dict(rows[10], detail="changed"), *rows[11:]]:
            changed.append(link(row, digest, archive.writer))
            digest = changed[-1]["digest"]
        await write_rows(session, changed)
        assert await archive.named(session, None) is None
        assert await archive.named(session, head) == head.position


@pytest.mark.parametrize(
    ("column", "value"),
    [("hour", "'never'"), ("hour", "x'00'"), ("digest", "17"), ("kind", "x'ff'")],
)
async def test_what_is_no_entry_at_all_is_named_too(
    sqlite: Database, column: str, value: str
) -> None:
    archive = await archive_on(await sqlite("reports"))
    async with create_sessions(archive.engine)() as session:
        await session.execute(
            text(f"UPDATE audit_entries SET {column} = {value} WHERE position = 12")  # noqa: S608
        )
        assert await archive.named(session, None) == 12
