"""A mailbox shows what was written to the tipster, and takes answers once each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select

from bot.app.reports import build_reports_public
from bot.reports.mailbox.service import AddWords, AddWordsRequest, OpenMailbox, create_nonce
from bot.reports.mailbox.session import MailboxDesk
from bot.reports.tips.messages import intact_rows
from bot.reports.tips.sealing import Words
from storage.errors import NotFoundError
from storage.reports.kinds import TipStatus
from storage.reports.outbox import Outbox
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.receipts import Receipt
from tests.databases import Database
from tests.keys import UNIT
from tests.reports.asking import ask, note
from tests.reports.house import House, open_house
from tests.reports.tips.test_service import LosingTheAnswer, LosingUnitOfWork, a_request, send_tip
from tests.reports.tipster import a_picture

UseCaseT = TypeVar("UseCaseT", OpenMailbox, AddWords)
PICTURE = b"\xff\xd8\xff another picture"


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    """Open a house on either database."""
    async with open_house(tmp_path, await database("reports")) as opened:
        yield opened


def desk(house: House) -> MailboxDesk:
    made = build_reports_public(house.parts()).workflow["mailbox_desk"]
    assert isinstance(made, MailboxDesk)
    return made


async def a_tip(house: House) -> tuple[Tip, Receipt]:
    request = a_request()
    await send_tip(house)(request)
    tips = await house.tips()
    lookup = request.receipt.keys().lookup
    return next(tip for tip in tips if tip.lookup == lookup), request.receipt


def words(receipt: Receipt, text: str = "他还有一辆摩托车") -> AddWordsRequest:
    return AddWordsRequest(
        receipt=receipt, nonce=create_nonce(), words=Words(text=text, files=(a_picture(PICTURE),))
    )


async def test_a_mailbox_shows_questions_newest_first_and_no_notes(house: House) -> None:
    tip, receipt = await a_tip(house)
    await ask(house, tip.id, "什么颜色的车？")
    await note(house, tip.id, "已转刑侦")
    await ask(house, tip.id, "几个人？")
    mailbox = await desk(house).open_mailbox(receipt)
    assert mailbox is not None
    assert mailbox.questions == ("几个人？", "什么颜色的车？")
    assert (mailbox.number, mailbox.status, mailbox.is_intact) == (
        tip.number,
        TipStatus.ASKED,
        True,
    )
    assert "几个人" not in repr(mailbox)


async def test_a_receipt_that_nobody_has_opens_nothing(house: House) -> None:
    await a_tip(house)
    assert await desk(house).open_mailbox(Receipt.create()) is None


async def test_words_that_make_no_receipt_cost_the_same_look_up(house: House) -> None:
    await a_tip(house)
    looked_up = 0

    class CountingUnitOfWork(ReportsUnitOfWork):
        @property
        def tips(self) -> object:  # type: ignore[override]
            nonlocal looked_up
            looked_up += 1
            return super().tips

    counting = _with_work(desk(house).open_mailbox, CountingUnitOfWork)
    assert await counting(None) is None
    assert await counting(Receipt.create()) is None
    assert looked_up == 2


async def test_a_question_that_was_tampered_with_is_not_shown_and_is_told(house: House) -> None:
    tip, receipt = await a_tip(house)
    await ask(house, tip.id, "第一个问题")
    await ask(house, tip.id, "第二个问题")
    async with house.work() as work:
        rows = await work.envelopes.list_by_tip(tip.id)
        rows[1].body, rows[2].body = rows[2].body, rows[1].body
        await work.commit()
    mailbox = await desk(house).open_mailbox(receipt)
    assert mailbox is not None
    assert mailbox.questions == ()
    assert not mailbox.is_intact


async def test_an_answer_is_sealed_to_the_unit_and_chained(house: House) -> None:
    tip, receipt = await a_tip(house)
    await ask(house, tip.id, "几个人？")
    await desk(house).add_words.add_words(words(receipt, "三个人"))
    assert (await house.read(tip))[-1].text == "三个人"
    async with house.work() as work:
        rows = await work.envelopes.list_by_tip(tip.id)
    assert len(intact_rows(rows, house.keys.key_list.authors)) == 3


async def test_the_mailbox_knows_of_an_answer_at_once_and_the_queue_with_its_card(
    house: House,
) -> None:
    tip, receipt = await a_tip(house)
    await ask(house, tip.id, "几个人？")
    await desk(house).add_words.add_words(words(receipt, "三个人"))
    mailbox = await desk(house).open_mailbox(receipt)
    assert mailbox is not None
    assert mailbox.status is TipStatus.ANSWERED
    async with house.work() as work:
        assert (await work.tips.get(tip.id)).status is TipStatus.ASKED


async def test_an_answer_tells_the_unit_by_a_card_in_the_same_transaction(house: House) -> None:
    tip, receipt = await a_tip(house)
    await desk(house).add_words.add_words(words(receipt))
    async with house.work() as work:
        rows = (await work.session.execute(select(Outbox))).scalars().all()
    (row,) = [each for each in rows if each.kind == "answer_card"]
    assert (row.address, row.payload) == (UNIT.encode(), {"tip": tip.id, "sequence": 2})


async def test_a_repeated_answer_is_one_answer(house: House) -> None:
    tip, receipt = await a_tip(house)
    request, add_words = words(receipt), desk(house).add_words.add_words
    await asyncio.gather(*(add_words(request) for _ in range(10)))
    assert len(await house.read(tip)) == 2
    assert len(house.files.list_names()) == 3


async def test_answers_written_side_by_side_all_stand_in_one_chain(house: House) -> None:
    tip, receipt = await a_tip(house)
    add_words = desk(house).add_words.add_words
    await asyncio.gather(*(add_words(words(receipt, f"{n}")) for n in range(4)))
    assert {message.text for message in (await house.read(tip))[1:]} == {"0", "1", "2", "3"}
    mailbox = await desk(house).open_mailbox(receipt)
    assert mailbox is not None
    assert mailbox.is_intact


async def test_a_stranger_adds_nothing(house: House) -> None:
    tip, _receipt = await a_tip(house)
    with pytest.raises(NotFoundError):
        await desk(house).add_words.add_words(words(Receipt.create()))
    assert len(await house.read(tip)) == 1
    assert len(house.files.list_names()) == 2


@pytest.mark.parametrize(("kind", "stands"), [(LosingUnitOfWork, 0), (LosingTheAnswer, 1)])
async def test_a_lost_commit_leaves_files_only_where_it_took_effect(
    house: House, kind: type[ReportsUnitOfWork], stands: int
) -> None:
    tip, receipt = await a_tip(house)
    request = words(receipt)
    add_words: AddWords = _with_work(desk(house).add_words.add_words, kind)
    with pytest.raises(ConnectionError):
        await add_words(request)
    assert len(await house.read(tip)) == 1 + stands
    assert len(house.files.list_names()) == 2 + stands
    await desk(house).add_words.add_words(request)
    assert len(await house.read(tip)) == 2
    assert len(house.files.list_names()) == 3


def _with_work(use_case: UseCaseT, kind: type[ReportsUnitOfWork]) -> UseCaseT:
    sessions = use_case.unit_of_work()._sessions
    return replace(use_case, unit_of_work=lambda: kind(sessions))
