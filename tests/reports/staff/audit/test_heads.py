"""The auditors hear once a day how far the audit goes, and can show it later."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.staff.audit.heads import Head, parse_head
from bot.reports.staff.audit.posting import AUDIT_HEAD
from bot.reports.staff.audit.service import AuditEntry, AuditKind, AuditTrail
from bot.reports.staff.rules import Role
from storage.vault.signing import Writer
from tests.database_fixtures import on_both
from tests.databases import Database
from tests.logs import logging_to
from tests.reports.admin_chat import AdminChat, open_admin_chat
from tests.reports.tables import CITY, TOWN, open_tables, who

WRITER = Writer(bytes(range(32)))
DAY = date(2026, 11, 22)


@pytest.fixture
async def admin_chat(any_database: Database, tmp_path: Path) -> AsyncIterator[AdminChat]:
    tables = await open_tables(await any_database("reports"), "2026-11-24T06:20:30")
    with logging_to(tmp_path / "humen.log"):
        async with open_admin_chat(tables) as opened:
            yield opened


async def enter(admin_chat: AdminChat) -> None:
    async with admin_chat.tables.work() as work:
        trail = AuditTrail(writer=admin_chat.writer, clock=admin_chat.tables.clock)
        entry = AuditEntry(kind=AuditKind.READ, unit_id=TOWN, staff_id="a" * 32)
        await trail.record(work, entry)
        await work.commit()


async def told(admin_chat: AdminChat, hours: int) -> list[tuple[str, str]]:
    """Let hours pass with a restart in each, and return who was told of which day."""
    found = []
    for _ in range(hours):
        admin_chat.tables.clock.advance(hours=1)
        admin_chat.restart()
        await admin_chat.side.chore()
        await admin_chat.side.chore()
        rows = await admin_chat.tables.taken_from_outbox(AUDIT_HEAD)
        found += sorted((str(row["day"]), who(admin_chat.tables, row)) for row in rows)
    return found


@on_both
async def test_each_auditor_hears_once_a_day_whatever_restarts_come(admin_chat: AdminChat) -> None:
    await admin_chat.tables.add_person("Auditor", TOWN, Role.AUDITOR)
    await admin_chat.tables.add_person("Boss", TOWN, Role.SUPERVISOR)
    await admin_chat.tables.add_person("Other", CITY, Role.SUPERVISOR, Role.TRIAGE)
    await enter(admin_chat)
    assert await told(admin_chat, 75) == [
        ("2026-11-24", "Auditor"),
        ("2026-11-24", "Other"),
        ("2026-11-25", "Auditor"),
        ("2026-11-25", "Other"),
        ("2026-11-26", "Auditor"),
        ("2026-11-26", "Other"),
        ("2026-11-27", "Auditor"),
        ("2026-11-27", "Other"),
    ]


async def test_nobody_is_told_before_the_hour_or_of_nothing(admin_chat: AdminChat) -> None:
    await admin_chat.tables.add_person("Auditor", TOWN, Role.AUDITOR)
    assert await told(admin_chat, 10) == []
    admin_chat.tables.clock.advance(hours=10)
    await enter(admin_chat)
    assert await told(admin_chat, 2) == []


async def test_a_unit_whose_auditor_comes_later_is_told_then(admin_chat: AdminChat) -> None:
    await enter(admin_chat)
    assert await told(admin_chat, 8) == []
    await admin_chat.tables.add_person("Auditor", TOWN, Role.AUDITOR)
    assert await told(admin_chat, 2) == [("2026-11-24", "Auditor")]


async def test_the_message_can_be_checked_later(admin_chat: AdminChat) -> None:
    await admin_chat.tables.add_person("Auditor", TOWN, Role.AUDITOR)
    async with admin_chat.tables.work() as work:
        (await work.staff.get(admin_chat.tables.people["Auditor"])).chat_id = admin_chat.li.id
        await work.commit()
    await admin_chat.li.send("humen_board_test_bot", "/start")
    await enter(admin_chat)
    await enter(admin_chat)
    admin_chat.tables.clock.advance(hours=4)
    await admin_chat.side.chore()
    await admin_chat.serve_outbox()
    message = await admin_chat.li.sees("审计存证")
    head = parse_head(message["text"])
    assert head is not None
    assert (head.day, head.position) == (date(2026, 11, 24), 2)
    assert head.is_signed_by(admin_chat.writer.public)
    assert not head.is_signed_by(Writer.create().public)
    async with admin_chat.tables.work() as work:
        last = await work.audit.find_last()
    assert last is not None
    assert head.digest == last.digest


async def test_an_auditor_who_left_before_it_was_sent_hears_nothing(admin_chat: AdminChat) -> None:
    staff_id = await admin_chat.tables.add_person("Auditor", TOWN, Role.AUDITOR)
    await enter(admin_chat)
    admin_chat.tables.clock.advance(hours=4)
    await admin_chat.side.chore()
    async with admin_chat.tables.work() as work:
        (await work.staff.get(staff_id)).roles = ""
        await work.commit()
    await admin_chat.serve_outbox()
    assert admin_chat.requests("sendMessage") == []


async def test_of_several_days_that_waited_the_last_alone_is_told(admin_chat: AdminChat) -> None:
    await admin_chat.tables.add_person("Auditor", TOWN, Role.AUDITOR)
    async with admin_chat.tables.work() as work:
        (await work.staff.get(admin_chat.tables.people["Auditor"])).chat_id = admin_chat.li.id
        await work.commit()
    await enter(admin_chat)
    admin_chat.tables.clock.advance(hours=4)
    for _ in range(3):
        await admin_chat.side.chore()
        admin_chat.tables.clock.advance(hours=24)
    await admin_chat.li.send("humen_board_test_bot", "/start")
    await admin_chat.serve_outbox()
    message = await admin_chat.li.sees("审计存证")
    head = parse_head(message["text"])
    assert head is not None
    assert head.day == date(2026, 11, 26)
    assert (
        len([each for each in admin_chat.requests("sendMessage") if "审计存证" in str(each)]) == 1
    )
    assert await admin_chat.tables.taken_from_outbox(AUDIT_HEAD) == []


@given(
    position=st.integers(0, 10**15),
    digest=st.binary(min_size=32, max_size=32),
    days=st.integers(0, 10_000),
    before=st.sampled_from(["", "共 12 条记录。", "see: "]),
)
def test_a_head_is_read_as_it_was_written(
    position: int, digest: bytes, days: int, before: str
) -> None:
    head = Head.sign(DAY + timedelta(days=days), position, digest, WRITER)
    assert parse_head(f"{before}{head}") == head
    assert parse_head(f"{before}{head}".replace("\n", " ")) == head
    bare = Head(day=None, position=position, digest=digest)
    assert parse_head(str(bare)) == bare
    assert not bare.is_signed_by(WRITER.public)


@pytest.mark.parametrize("change", ["day", "position", "digest"])
def test_a_head_that_was_changed_is_not_signed(change: str) -> None:
    head = Head.sign(DAY, 12, bytes(32), WRITER)
    other = {
        "day": DAY + timedelta(days=1),
        "position": 13,
        "digest": bytes(31) + b"\x01",
    }
    fields = {"day": head.day, "position": head.position, "digest": head.digest}
    forged = Head(**{**fields, change: other[change]}, signature=head.signature)  # type: ignore[arg-type]
    assert head.is_signed_by(WRITER.public)
    assert not forged.is_signed_by(WRITER.public)


@pytest.mark.parametrize(
    "text", ["", "12", "12 abcd", "2026-11-22 " + "abcd " * 16, "12 " + "abcg " * 16]
)
def test_what_is_no_head_is_not_read_as_one(text: str) -> None:
    assert parse_head(text) is None
