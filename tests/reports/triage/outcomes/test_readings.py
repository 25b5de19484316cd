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
from tests.phone import words_of
from tests.reports.house import NOON, open_house
from tests.reports.station import Station, open_station


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


async def serve(station: Station) -> None:
    """Serve the outbox until nothing is left in it, as if time had passed."""
    async with station.office.house.work() as work:
        await work.session.execute(update(Outbox).values(due_at=NOON))
        await work.commit()
    while await station.worker.serve_once():
        continue


async def add_words(station: Station, receipt: Receipt, text: str) -> None:
    desk = build_reports_public(station.office.house.parts()).workflow["mailbox_desk"]
    request = AddWordsRequest(receipt=receipt, nonce=create_nonce(), words=Words(text=text))
    await desk.add_words.add_words(request)


async def read_plea(station: Station, receipt: Receipt) -> tuple[Post, Tip]:
    tip = await station.office.send_tip(receipt=receipt, text="我想戒毒")
    await serve(station)
    post = await station.office.post(station.li.id, station.group)
    await station.office.take(post, tip.id)
    await station.office.read_through(post, tip.id)
    return post, tip


async def count(station: Station, words: str) -> int:
    return sum(words in words_of(each) for each in await station.li.messages(station.group))


async def test_a_plea_with_words_that_nobody_read_opens_again_before_everybody(
    station: Station,
) -> None:
    receipt = Receipt.create()
    post, tip = await read_plea(station, receipt)
    await add_words(station, receipt, "他拿着刀在门外")
    await serve(station)
    await station.office.close(post, tip.id, Outcome.HELP)
    await serve(station)
    assert (await station.office.tip(tip.id)).status is TipStatus.ANSWERED
    assert len(await station.office.rows(tip.id)) == 2
    await station.li.sees(f"线索 {tip.number} 原已办结，举报人有新的内容", chat=station.group)


@pytest.mark.parametrize("outcome", [Outcome.HELP, Outcome.UNVERIFIED])
async def test_words_that_were_read_before_the_close_are_no_news_after_it(
    station: Station, outcome: Outcome
) -> None:
    receipt = Receipt.create()
    post, tip = await read_plea(station, receipt)
    await add_words(station, receipt, "在城北")
    await station.office.read_through(post, tip.id)
    await station.office.close(post, tip.id, outcome)
    await serve(station)
    closed = await station.office.tip(tip.id)
    assert (closed.status, closed.closed_as) == (TipStatus.CLOSED, outcome.value)
    assert await count(station, "举报人有新的内容") == 0
    assert len(await station.office.rows(tip.id)) == (1 if outcome is Outcome.HELP else 2)
