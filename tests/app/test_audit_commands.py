"""`humen audit …` over a database that somebody has been at, and what the doctor adds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from typer.testing import CliRunner

from bot.app.audit_findings import find_in_audit
from bot.app.duty_doctor import calendar_findings
from bot.app.units_doctor import UnitFinding
from bot.cli import app
from bot.errors import SettingsError
from bot.reports.staff.audit.heads import Head
from bot.reports.staff.audit.keeping import KeepHead
from bot.reports.staff.audit.service import AuditEntry, AuditKind, AuditTrail
from bot.settings import load_settings
from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade
from storage.kit.unit_of_work import create_sessions
from storage.reports.audit import AuditHead
from storage.reports.rewards import Reward, RewardEvent
from storage.reports.staff import Staff
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.signing import Writer
from tests.keys import UNIT
from tests.reports.sealed_tips import SealedTips

KINDS = (AuditKind.TAKEN, AuditKind.READ, AuditKind.ASKED, AuditKind.CLOSED)
LATER = datetime(2026, 11, 22, 9, tzinfo=UTC)
NUMBER = "7K3M-9Q2C"
DAY = date(2026, 11, 21)


class Archive:
    """An installation with four entries, written over two days."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite+aiosqlite:///{folder / 'reports.sqlite3'}"
        asyncio.run(self._fill())

    async def _fill(self) -> None:
        engine = create_engine(self.url)
        await upgrade(engine, "reports")
        sealed_tips = SealedTips(self.folder, engine)
        self.writer = sealed_tips.staff.writer
        for day, kind in enumerate(KINDS):
            moment = datetime(2026, 11, 20 + day // 2, 17, 30, tzinfo=UTC)
            async with sealed_tips.work() as work:
                await self._record(work, moment, kind, NUMBER, "a" * 32)
                await work.commit()
        async with sealed_tips.work() as work:
            last = await work.audit.find_last()
        await engine.dispose()
        assert last is not None
        self.head = Head.sign(DAY, last.position, last.digest, self.writer)

    async def _record(
        self,
        work: ReportsUnitOfWork,
        moment: datetime,
        kind: AuditKind,
        number: str | None,
        by: str,
    ) -> None:
        trail = AuditTrail(writer=self.writer, clock=lambda: moment)
        entry = AuditEntry(kind=kind, unit_id=UNIT, staff_id=by, tip_number=number)
        await trail.record(work, entry)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[ReportsUnitOfWork]:
        engine = create_engine(self.url)
        async with ReportsUnitOfWork(create_sessions(engine)) as work:
            yield work
        await engine.dispose()

    def write(self, *kinds: AuditKind) -> None:
        async def run() -> None:
            async with self.work() as work:
                for kind in kinds:
                    await self._record(work, LATER, kind, NUMBER, "a" * 32)
                await work.commit()

        asyncio.run(run())

    def add_history(self) -> str:
        """Let somebody join, take a report, close it and pay for it; return its number."""

        async def run() -> str:
            engine = create_engine(self.url)
            sealed_tips = SealedTips(self.folder, engine)
            tip_id = await sealed_tips.add_tip("2026-11")
            async with sealed_tips.work() as work:
                tip = await work.tips.get(tip_id)
                who = work.staff.add(
                    Staff(unit_id=UNIT, chat_id=1, roles="triage", locale="en", joined=LATER)
                )
                await work.staff.flush()
                reward = work.rewards.add(Reward(tip_number=tip.number, unit_id=UNIT, year=2026))
                await work.rewards.flush()
                paid = RewardEvent(reward_id=reward.id, sequence=1, kind="paid", hour=LATER)
                work.rewards.add_event(paid)
                tip.holder_id = who.id
                await self._record(work, LATER, AuditKind.JOINED, None, who.id)
                for kind in (AuditKind.TAKEN, AuditKind.CLOSED, AuditKind.REWARD_PAID):
                    await self._record(work, LATER, kind, tip.number, who.id)
                await work.commit()
            await engine.dispose()
            return tip.number

        return asyncio.run(run())

    def keep_head(self) -> None:
        async def run() -> None:
            engine = create_engine(self.url)
            keep = KeepHead(
                unit_of_work=lambda: ReportsUnitOfWork(create_sessions(engine)),
                clock=lambda: LATER,
                writer=self.writer,
                path=self.folder / "audit-head",
            )
            await keep()
            await engine.dispose()

        asyncio.run(run())

    def examined(self) -> list[UnitFinding]:
        token = SecretStr("700100400:abcdefghijklmnopqrstuvwxyzABCDEF")
        return asyncio.run(
            find_in_audit(load_settings(data_dir=self.folder, staff_bot_token=token))
        )

    def attack(self, statement: str) -> None:
        async def run() -> None:
            engine = create_engine(self.url)
            async with engine.begin() as connection:
                await connection.execute(text(statement))
            await engine.dispose()

        asyncio.run(run())

    def __call__(self, *words: str, code: int = 0) -> str:
        environment = {"HUMEN_DATA_DIR": str(self.folder), "COLUMNS": "160"}
        outcome = CliRunner().invoke(app, ["audit", *words], env=environment)
        if outcome.exception is not None and not isinstance(outcome.exception, SystemExit):
            raise outcome.exception
        assert outcome.exit_code == code, outcome.output
        return outcome.output


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    yield Archive(tmp_path)
    logging.disable(logging.NOTSET)


def test_an_audit_left_alone_is_whole(archive: Archive) -> None:
    assert "The audit is whole: 4 entries, the last of 2026-11-21 17:00 UTC" in archive("verify")
    assert "holds the head at entry 4" in archive("verify", "--head", str(archive.head))
    bare = str(archive.head).splitlines()[0].removeprefix("2026-11-21 ")
    assert "holds the head at entry 4" in archive("verify", "--head", bare)


CUT = "DELETE FROM audit_entries WHERE position > 1"


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        (CUT, 2),
        ("DELETE FROM audit_entries", 1),
        ("DELETE FROM audit_entries WHERE position = 3", 3),
    ],
)
def test_without_an_auditor_the_head_kept_beside_shows_what_is_gone(
    archive: Archive, statement: str, position: int
) -> None:
    archive.keep_head()
    assert (archive.folder / "audit-head").stat().st_mode & 0o777 == 0o600
    said = archive("verify")
    assert "It holds the head kept in the data folder, at entry 4." in said
    archive.attack(statement)
    said = archive("verify", code=1)
    assert f"Entry {position} was changed, removed or moved." in said
    assert "an older backup was put back" in said


def test_an_older_backup_that_goes_on_growing_still_shows(archive: Archive) -> None:
    archive.keep_head()
    archive.attack("DELETE FROM audit_entries WHERE position > 2")
    archive.write(AuditKind.STATED, AuditKind.STATED, AuditKind.READ)
    before = (archive.folder / "audit-head").read_bytes()
    archive.keep_head()
    assert (archive.folder / "audit-head").read_bytes() == before
    assert "Entry 4 was changed" in archive("verify", code=1)
    (found,) = archive.examined()
    assert found.is_red
    (archive.folder / "audit-head").unlink()
    archive.keep_head()
    assert "It holds the head kept in the data folder, at entry 5." in archive("verify")


def test_where_no_head_is_kept_that_is_said(archive: Archive) -> None:
    assert "No head is kept in the data folder" in archive("verify")
    (found,) = archive.examined()
    assert (found.is_red, "No head of the audit is kept" in found.sentence) == (False, True)


def test_a_kept_head_of_somebody_else_is_refused(archive: Archive) -> None:
    forged = Head.sign(DAY, 1, archive.head.digest, Writer.create())
    for text_ in (str(forged), "nothing"):
        (archive.folder / "audit-head").write_text(text_)
        assert "is not our staff's" in archive("verify", code=1)


def test_an_emptied_audit_lacks_what_must_stand_in_it(archive: Archive) -> None:
    """Also where no head is kept at all."""
    number = archive.add_history()
    assert "The audit is whole" in archive("verify")
    archive.attack("DELETE FROM audit_entries WHERE position > 5")
    said = archive("verify", code=1)
    assert f"For report {number} “reward_paid” happened 1 times, and no entry" in said
    assert f"Report {number} was taken or closed, and no entry" in said
    archive.attack("DELETE FROM audit_entries")
    assert "works here, and no entry of the audit says so" in archive("verify", code=1)
    assert [each.is_red for each in archive.examined()].count(True) >= 3


def test_a_head_that_an_auditor_was_told_is_compared_too(archive: Archive) -> None:
    async def tell() -> None:
        async with archive.work() as work:
            head = archive.head
            row = AuditHead(
                unit_id=UNIT,
                day=DAY,
                position=head.position,
                digest=head.digest,
                signature=head.signature,
            )
            work.audit.add_head(row)
            await work.commit()

    asyncio.run(tell())
    archive.attack(CUT)
    assert "Entry 2 was changed, removed or moved." in archive("verify", code=1)


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        ("UPDATE audit_entries SET kind = 'noted' WHERE position = 2", 2),
        ("DELETE FROM audit_entries WHERE position = 3", 3),
        ("DELETE FROM audit_entries WHERE position > 1", 2),
        ("DELETE FROM audit_entries", 1),
    ],
)
def test_what_was_done_to_it_is_named(archive: Archive, statement: str, position: int) -> None:
    archive.attack(statement)
    said = archive("verify", "--head", str(archive.head), code=1)
    assert f"Entry {position} was changed, removed or moved." in said


def test_a_head_of_somebody_else_is_refused(archive: Archive) -> None:
    forged = Head.sign(DAY, 4, archive.head.digest, Writer.create())
    assert "not signed by our staff's key" in archive("verify", "--head", str(forged), code=1)
    with pytest.raises(SettingsError, match="--head"):
        archive("verify", "--head", "a message")


def test_what_a_unit_did_is_shown_by_local_days(archive: Archive) -> None:
    said = archive("show", "--unit", UNIT)
    assert [kind in said for kind in ("taken", "read", "asked", "closed")] == [True] * 4
    # Half past five in the afternoon of UTC is the next day in Shanghai.
    said = archive("show", "--from", "2026-11-22", "--to", "2026-11-22")
    assert ("asked" in said, "closed" in said, "taken" in said) == (True, True, False)
    assert "taken" not in archive("show", "--unit", "xiantao")


def test_a_year_without_known_holidays_is_red_and_the_next_one_yellow_in_december() -> None:
    assert list(calendar_findings(date(2026, 11, 30))) == []
    assert [each.is_red for each in calendar_findings(date(2026, 12, 1))] == [False]
    assert [each.is_red for each in calendar_findings(date(2027, 1, 1))] == [True]
