"""`humen audit …` over a database that somebody has been at, and what the doctor adds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.app.duty_doctor import calendar_findings
from bot.cli import app
from bot.errors import SettingsError
from bot.reports.staff.audit.heads import Head
from bot.reports.staff.audit.service import AuditEntry, AuditKind, AuditTrail
from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade
from storage.vault.signing import Writer
from tests.keys import UNIT
from tests.reports.sealed_tips import SealedTips

KINDS = (AuditKind.TAKEN, AuditKind.READ, AuditKind.ASKED, AuditKind.CLOSED)
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
            trail = AuditTrail(writer=self.writer, clock=lambda moment=moment: moment)
            async with sealed_tips.work() as work:
                entry = AuditEntry(
                    kind=kind, unit_id=UNIT, staff_id="a" * 32, tip_number="7K3M-9Q2C"
                )
                await trail.record(work, entry)
                await work.commit()
        async with sealed_tips.work() as work:
            last = await work.audit.find_last()
        await engine.dispose()
        assert last is not None
        self.head = Head.sign(DAY, last.position, last.digest, self.writer)

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
