"""Sending a tip: once, sealed, in order, and with nothing left behind when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app.reports import build_reports_public
from bot.reports.tips.messages import context_of, file_context
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTip, SendTipRequest
from storage.errors import EnvelopeOpenError, UnknownKeyError
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.outbox import Outbox
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.envelopes import GENESIS, Author, Envelope, open_envelope, verify
from storage.vault.receipts import Receipt
from tests.clock import NOON
from tests.databases import Database
from tests.keys import UNIT
from tests.reports.house import House, open_house
from tests.reports.tipster import a_picture

TEXT = "昨晚九点半，金色港湾后门，白色面包车"
PICTURES = (b"\xff\xd8\xff first picture", b"\xff\xd8\xff second picture")


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    """Open a house on either database."""
    async with open_house(tmp_path, await database("reports")) as opened:
        yield opened


def send_tip(house: House) -> SendTip:
    use_case = build_reports_public(house.parts()).workflow["tip_desk"].send_tip
    assert isinstance(use_case, SendTip)
    return use_case


def a_request(urgency: Urgency = Urgency.ROUTINE) -> SendTipRequest:
    return SendTipRequest(
        receipt=Receipt.create(),
        category="trafficking",
        region_id="429005001",
        urgency=urgency,
        words=Words(text=TEXT, files=[a_picture(each) for each in PICTURES]),
    )


async def outbox_rows(house: House) -> list[Outbox]:
    async with house.work() as work:
        return list((await work.session.execute(select(Outbox))).scalars())


async def test_a_tip_stands_with_what_the_queue_needs_and_not_more(house: House) -> None:
    request = a_request()
    sent = await send_tip(house)(request)
    (tip,) = await house.tips()
    assert (tip.number, tip.category, tip.region_id) == (sent.number, "trafficking", "429005001")
    assert (tip.status, tip.urgency, tip.unit_id) == (TipStatus.NEW, Urgency.ROUTINE, UNIT)
    assert tip.hour == NOON.replace(minute=0, second=0)
    assert tip.lookup == request.receipt.keys().lookup


async def test_the_staff_read_the_words_the_exact_time_and_the_pictures(house: House) -> None:
    await send_tip(house)(a_request())
    (tip,) = await house.tips()
    (message,) = await house.read(tip)
    assert (message.text, message.accepted_at) == (TEXT, NOON)
    key = house.staff_keys.private_key(house.keys.unit_key(UNIT, "2026-11").id)
    for index, reference in enumerate(message.files):
        envelope = Envelope.from_bytes(house.files.get(reference.name))
        context = file_context(tip.id, 1, index)
        verify(envelope, context, GENESIS, house.keys.key_list.authors[Author.TIPSTER])
        assert envelope.digest.hex() == reference.digest
        assert open_envelope(envelope, context, key) == PICTURES[index]
        with pytest.raises(EnvelopeOpenError):
            open_envelope(envelope, file_context(tip.id, 1, 1 - index), key)


async def test_the_receipt_does_not_open_the_tipsters_own_words(house: House) -> None:
    request = a_request()
    await send_tip(house)(request)
    (tip,) = await house.tips()
    async with house.work() as work:
        (row,) = await work.envelopes.list_by_tip(tip.id)
    with pytest.raises(EnvelopeOpenError):
        open_envelope(
            Envelope.from_bytes(row.body), context_of(row), request.receipt.keys().mailbox
        )


async def test_a_repeated_send_is_the_same_tip(house: House) -> None:
    request = a_request()
    numbers = [(await send_tip(house)(request)).number for _ in range(10)]
    assert len(set(numbers)) == 1
    assert len(await house.tips()) == 1
    assert len(house.files.list_names()) == len(PICTURES)
    assert len(await outbox_rows(house)) == 1


async def test_ten_sends_at_once_are_one_tip_with_its_own_files_only(house: House) -> None:
    request, use_case = a_request(), send_tip(house)
    sent = await asyncio.gather(*(use_case(request) for _ in range(10)))
    assert len({each.number for each in sent}) == 1
    assert len(await house.tips()) == 1
    (tip,) = await house.tips()
    (message,) = await house.read(tip)
    assert {file.name for file in message.files} == set(house.files.list_names())


async def test_acceptance_counts_on(house: House) -> None:
    for _ in range(3):
        await send_tip(house)(a_request())
    assert sorted(tip.acceptance for tip in await house.tips()) == [1, 2, 3]


@pytest.mark.parametrize(
    ("urgency", "due_at"),
    [
        (Urgency.ROUTINE, (NOON + timedelta(minutes=7)).replace(second=0)),
        (Urgency.URGENT, NOON.replace(minute=0, second=0)),
    ],
)
async def test_the_unit_gets_a_card_that_holds_no_word(
    house: House, urgency: Urgency, due_at: datetime
) -> None:
    await send_tip(house)(a_request(urgency))
    (tip,) = await house.tips()
    (row,) = await outbox_rows(house)
    assert (row.kind, row.address, row.payload) == ("card", UNIT.encode(), {"tip": tip.id})
    assert row.due_at == due_at


class LosingUnitOfWork(ReportsUnitOfWork):
    """Loses the connection before or after the commit took effect."""

    after = False

    async def commit(self) -> None:
        if self.after:
            await super().commit()
        raise ConnectionError


class LosingTheAnswer(LosingUnitOfWork):
    after = True


async def test_a_failed_commit_leaves_neither_tip_nor_files(house: House) -> None:
    use_case = _with_work(send_tip(house), LosingUnitOfWork)
    with pytest.raises(ConnectionError):
        await use_case(a_request())
    assert await house.tips() == []
    assert house.files.list_names() == []


async def test_a_commit_whose_answer_was_lost_keeps_its_files_and_is_found_again(
    house: House,
) -> None:
    request = a_request()
    with pytest.raises(ConnectionError):
        await _with_work(send_tip(house), LosingTheAnswer)(request)
    sent = await send_tip(house)(request)
    (tip,) = await house.tips()
    assert tip.number == sent.number
    (message,) = await house.read(tip)
    assert {file.name for file in message.files} == set(house.files.list_names())


def _with_work(use_case: SendTip, kind: type[ReportsUnitOfWork]) -> SendTip:
    sessions = use_case.unit_of_work()._sessions
    return replace(use_case, unit_of_work=lambda: kind(sessions))


async def test_a_unit_without_any_key_takes_nothing_and_leaves_no_file(house: House) -> None:
    use_case = send_tip(house)
    find_unit = use_case.find_unit
    nowhere = replace(find_unit, home=replace(find_unit.home, id="nowhere"))
    stranger = replace(use_case, find_unit=nowhere)
    with pytest.raises(UnknownKeyError):
        await stranger(a_request())
    assert house.files.list_names() == []


async def test_a_month_without_a_key_falls_back_to_the_standby_key(house: House) -> None:
    house.clock.now = datetime(2026, 10, 31, tzinfo=UTC)
    await send_tip(house)(a_request())
    (tip,) = await house.tips()
    (message,) = await house.read(tip)
    assert message.text == TEXT


async def test_requests_and_drafts_show_nothing_of_what_was_written(house: House) -> None:
    request = a_request()
    assert "金色" not in repr(request)
    assert "金色" not in f"{request}"
    await send_tip(house)(request)
    (tip,) = await house.tips()
    (message,) = await house.read(tip)
    assert "金色" not in repr(message)
