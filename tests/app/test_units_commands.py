"""`humen units`, `humen staff` and what `humen doctor` says of units."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
import time_machine
from typer.testing import CliRunner

from bot.app.keys import units_with_keys, wrapping_mark
from bot.cli import app
from bot.errors import HumenError, StaffRefusedError, UnitRefusedError, UnknownUnitError
from bot.reports.staff.audit.service import AuditEntry, AuditKind, AuditTrail
from bot.reports.staff.rules import Role, digest_code, store_roles
from bot.reports.staff.service import find_or_add
from bot.settings import load_settings
from storage.errors import StorageError
from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade
from storage.kit.unit_of_work import create_sessions
from storage.reports.staff import Staff
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.signing import Writer

NOW = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
T = TypeVar("T")
Work = Callable[[ReportsUnitOfWork], Awaitable[T]]


class Humen:
    """Runs `humen` in this process, and looks into its database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment: dict[str, str | None] = {
            "HUMEN_DATA_DIR": str(folder),
            "HUMEN_STAFF_PASSPHRASE": "correct horse",
            "COLUMNS": "200",
        }

    def __call__(self, *words: str, given: str = "", code: int = 0) -> str:
        result = CliRunner(env=self.environment).invoke(app, words, input=given)
        if isinstance(result.exception, (HumenError, StorageError)):
            raise result.exception
        assert result.exit_code == code, result.output + repr(result.exception)
        return result.output

    def on_database(self, work: Work[T]) -> T:
        async def run() -> T:
            engine = create_engine(f"sqlite+aiosqlite:///{self.folder / 'reports.sqlite3'}")
            await upgrade(engine, "reports")
            try:
                async with ReportsUnitOfWork(create_sessions(engine)) as opened:
                    done = await work(opened)
                    await opened.commit()
                    return done
            finally:
                await engine.dispose()

        return asyncio.run(run())

    def bind(self, unit: str, chat: int = -100) -> None:
        async def work(opened: ReportsUnitOfWork) -> None:
            (await opened.units.get(unit)).chat_id = chat

        self.on_database(work)

    def employ(self, unit: str, person: int, *roles: Role) -> str:
        async def work(opened: ReportsUnitOfWork) -> str:
            staff = await find_or_add(opened, unit, person, locale="zh_Hans", now=NOW)
            staff.roles = store_roles(roles)
            trail = AuditTrail(writer=Writer.create(), clock=lambda: NOW)
            joined = AuditEntry(kind=AuditKind.JOINED, unit_id=unit, staff_id=staff.id)
            await trail.record(opened, joined)
            return staff.id

        return self.on_database(work)


@pytest.fixture
def humen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Humen]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    with time_machine.travel(NOW, tick=False):
        yield Humen(tmp_path / "data")


def test_units_stand_in_the_tree_of_their_regions(humen: Humen) -> None:
    assert "no unit yet" in humen("units", "list")
    humen("staff", "code")
    humen("units", "add", "hubei", "420000")
    humen("units", "add", "haokou", "429005106")
    listed = humen("units", "list").splitlines()
    assert [line.split("  ")[0] or line.strip().split()[0] for line in listed]
    assert listed[0].startswith("hubei  420000 湖北省")
    assert listed[1].startswith("  qianjiang  429005 潜江市")
    assert listed[2].startswith("    haokou  429005106 浩口镇")
    shown = humen("units", "show", "haokou")
    assert "Above it: qianjiang" in shown
    assert "not bound" in shown
    assert "Above it: no unit" in humen("units", "show", "hubei")


@pytest.mark.parametrize(
    ("unit", "region", "why"),
    [
        ("Hubei!", "420000", "a-z"),
        ("x" * 33, "420000", "a-z"),
        ("hubei", "999999", "no region"),
        ("other", "429005", "qianjiang"),
        ("qianjiang", "420000", "already"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_in_a_sentence(
    humen: Humen, unit: str, region: str, why: str
) -> None:
    humen("staff", "code")
    with pytest.raises(UnitRefusedError, match=why):
        humen("units", "add", unit, region)


def test_a_unit_that_nobody_made_is_not_bound_shown_or_invited_to(humen: Humen) -> None:
    for words in (
        ("staff", "code", "--unit", "hubei"),
        ("units", "show", "hubei"),
        ("staff", "invite", "hubei", "triage"),
    ):
        with pytest.raises(UnknownUnitError, match="hubei"):
            humen(*words)


def test_each_unit_has_keys_of_its_own_and_keeps_getting_them(humen: Humen) -> None:
    humen("keys", "make")
    assert "keys are made" in humen("units", "add", "hubei", "420000")
    settings = load_settings(data_dir=humen.folder)
    assert units_with_keys(settings) == ["hubei", "qianjiang"]
    with time_machine.travel(datetime(2027, 4, 1, tzinfo=UTC), tick=False):
        made = humen("keys", "rotate")
        assert made.count("2027-04") == 2, "one for each unit"
    assert "hubei" in humen("keys", "list")


def test_where_no_keys_are_made_the_operator_is_told_how(humen: Humen) -> None:
    assert "humen keys make --unit hubei" in humen("units", "add", "hubei", "420000")
    assert "hubei: 2026-11 has no key" not in humen("keys", "make", "--unit", "hubei")
    settings = load_settings(data_dir=humen.folder)
    assert units_with_keys(settings) == ["hubei", "qianjiang"]


def test_the_first_supervisor_may_be_invited_from_the_command_line(humen: Humen) -> None:
    humen("staff", "code")
    with pytest.raises(StaffRefusedError, match="humen keys make"):
        humen("staff", "invite", "qianjiang", "triage")
    humen("keys", "make")
    said = humen("staff", "invite", "qianjiang", "supervisor", "triage")
    code = said.split("inv_")[1].split()[0]
    assert len(bytes.fromhex(code)) == 10

    async def find(work: ReportsUnitOfWork) -> tuple[str, str | None]:
        row = await work.invitations.find(digest_code(code))
        assert row is not None
        return row.roles, row.invited_by

    assert humen.on_database(find) == ("triage,supervisor", None)

    async def find_entry(work: ReportsUnitOfWork) -> tuple[str, str, str | None, str]:
        row = await work.audit.find_last()
        assert row is not None
        return row.kind, row.unit_id, row.staff_id, row.detail

    assert humen.on_database(find_entry) == ("invited", "qianjiang", None, "roles:ts,operator")
    assert "1 entries" in humen("audit", "verify")
    with pytest.raises(StaffRefusedError, match="no role “boss”"):
        humen("staff", "invite", "qianjiang", "boss")


def test_refusals_are_listed_by_hour_and_kind(humen: Humen) -> None:
    assert "Nothing was refused" in humen("staff", "refused")

    async def add(work: ReportsUnitOfWork) -> None:
        await work.attempts_refused.add(NOW, "tap.tip", "", 12)
        await work.attempts_refused.add(NOW, "command.queue", "a" * 32, 3)
        await work.attempts_refused.add(NOW, "tap.tip", "", 1)

    humen.on_database(add)
    lines = humen("staff", "refused").splitlines()
    assert [line.split()[1:] for line in lines] == [
        ["17:00", "3", "command.queue", "aaaaaaaa"],
        ["17:00", "13", "tap.tip"],
    ]


def test_doctor_wants_a_supervisor_and_a_way_into_the_chat(humen: Humen) -> None:
    humen("keys", "make")
    humen("staff", "code")
    assert "qianjiang has no admin chat" in humen("doctor")
    humen.bind("qianjiang")
    assert "humen staff invite qianjiang supervisor triage" in humen("doctor", code=1)
    humen.employ("qianjiang", 7, Role.SUPERVISOR)
    assert "in order" in humen("doctor")

    async def shut(work: ReportsUnitOfWork) -> None:
        (await work.units.get("qianjiang")).unreachable_since = NOW
        for _ in range(3):
            work.outbox.add("card", b"qianjiang", {"tip": "x"}, NOW)

    humen.on_database(shut)
    said = humen("doctor", code=1)
    assert "out of the admin chat of qianjiang since 2026-11-05 09:00 UTC; 3 messages" in said


def test_the_keys_of_every_unit_are_looked_at(humen: Humen) -> None:
    humen("keys", "make")
    humen.environment["HUMEN_STAFF_PASSPHRASE"] = ""
    humen("units", "add", "hubei", "420000")
    said = humen("doctor", code=1)
    assert "hubei: 2026-11 has no key" in said
    assert "humen keys make --unit hubei" in said


def test_a_passphrase_that_left_with_somebody_is_red_until_it_is_changed(humen: Humen) -> None:
    humen("keys", "make")
    humen("staff", "code")
    humen.bind("qianjiang")
    humen.employ("qianjiang", 7, Role.SUPERVISOR)
    wang = humen.employ("qianjiang", 8, Role.TRIAGE)
    humen("staff", "passphrase", "qianjiang", wang[:8], "yes")
    assert "knows the passphrase" in humen("units", "show", "qianjiang")
    with pytest.raises(StaffRefusedError, match="nobody"):
        humen("staff", "passphrase", "qianjiang", "zzzz", "yes")
    settings = load_settings(data_dir=humen.folder)

    async def leave(work: ReportsUnitOfWork) -> None:
        staff: Staff = await work.staff.get(wang)
        assert staff.knows_passphrase
        staff.roles = ""
        (await work.units.get("qianjiang")).exposed_wrapping = wrapping_mark(settings)

    humen.on_database(leave)
    assert "knew the passphrase of the keys. humen keys passphrase" in humen("doctor", code=1)
    humen("keys", "rotate")
    assert "knew the passphrase" in humen("doctor", code=1), "new months, the same passphrase"
    humen("keys", "passphrase", given="battery staple\n")
    assert "in order" in humen("doctor")
