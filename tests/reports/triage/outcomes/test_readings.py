"""What the admin chat sees of words that came about the time of a close, read or not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.app.reports import build_reports_public
from bot.reports.mailbox.service import AddWordsRequest, create_nonce
from bot.reports.staff.service import Post
from bot.reports.tips.sealing import Words
from bot.reports.triage.rules import Outcome
from storage.reports.kinds import TipStatus
from storage.reports.outbox import Outbox
from storage.reports.tips import Tip
from storage.vault.receipts import Receipt
from tests.clock import NOON
from tests.phone import words_of
from tests.reports.house import open_house
from tests.reports.staff_bot import StaffBot, run_staff_bot


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


async def serve(staff_bot: StaffBot) -> None:
    """Serve the outbox until nothing is left in it, as if time had passed."""
    async with staff_bot.services.house.work() as work:
        await work.session.execute(update(Outbox).values(due_at=NOON))
        await work.commit()
    while await staff_bot.worker.serve_once():
        continue


async def add_words(staff_bot: StaffBot, receipt: Receipt, text: str) -> None:
    desk = build_reports_public(staff_bot.services.house.parts()).workflow["mailbox_desk"]
    request = AddWordsRequest(receipt=receipt, nonce=create_nonce(), words=Words(text=text))
    await desk.add_words.add_words(request)


async def read_plea(staff_bot: StaffBot, receipt: Receipt) -> tuple[Post, Tip]:
    tip = await staff_bot.services.send_tip(receipt=receipt, text="我想戒毒")
    await serve(staff_bot)
    post = await staff_bot.services.post(staff_bot.li.id, staff_bot.group)
    await staff_bot.services.take(post, tip.id)
    await staff_bot.services.read_through(post, tip.id)
    return post, tip


async def count(staff_bot: StaffBot, words: str) -> int:
    return sum(words in words_of(each) for each in await staff_bot.li.messages(staff_bot.group))


async def test_a_plea_with_words_that_nobody_read_opens_again_before_everybody(
    staff_bot: StaffBot,
) -> None:
    receipt = Receipt.create()
    post, tip = await read_plea(staff_bot, receipt)
    await add_words(staff_bot, receipt, "他拿着刀在门外")
    await serve(staff_bot)
    await staff_bot.services.close(post, tip.id, Outcome.HELP)
    await serve(staff_bot)
    assert (await staff_bot.services.tip(tip.id)).status is TipStatus.ANSWERED
    assert len(await staff_bot.services.rows(tip.id)) == 2
    await staff_bot.li.sees(f"线索 {tip.number} 原已办结，举报人有新的内容", chat=staff_bot.group)


@pytest.mark.parametrize("outcome", [Outcome.HELP, Outcome.UNVERIFIED])
async def test_words_that_were_read_before_the_close_are_no_news_after_it(
    staff_bot: StaffBot, outcome: Outcome
) -> None:
    receipt = Receipt.create()
    post, tip = await read_plea(staff_bot, receipt)
    await add_words(staff_bot, receipt, "在城北")
    await staff_bot.services.read_through(post, tip.id)
    await staff_bot.services.close(post, tip.id, outcome)
    await serve(staff_bot)
    closed = await staff_bot.services.tip(tip.id)
    assert (closed.status, closed.closed_as) == (TipStatus.CLOSED, outcome.value)
    assert await count(staff_bot, "举报人有新的内容") == 0
    assert len(await staff_bot.services.rows(tip.id)) == (1 if outcome is Outcome.HELP else 2)


async def test_a_plea_closed_before_anybody_read_it_is_open_again_and_is_not_called_new(
    staff_bot: StaffBot,
) -> None:
    tip = await staff_bot.services.send_tip(text="我想戒毒")
    await serve(staff_bot)
    post = await staff_bot.services.post(staff_bot.li.id, staff_bot.group)
    await staff_bot.services.take(post, tip.id)
    await staff_bot.services.close(post, tip.id, Outcome.HELP)
    await serve(staff_bot)
    assert (await staff_bot.services.tip(tip.id)).status is TipStatus.TAKEN
    await staff_bot.li.sees(f"线索 {tip.number} 还没有人读过就被办结", chat=staff_bot.group)
    assert await count(staff_bot, "举报人有新的内容") == 0
    async with staff_bot.services.house.work() as work:
        entries = await work.audit.list_of_tip(tip.number)
    assert [each.detail for each in entries if each.kind == "reopened"] == ["unread"]
