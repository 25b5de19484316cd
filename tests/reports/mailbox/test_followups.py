"""A flood of additions is asked to pause; an answer to a question never is, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.app.reports import build_reports_public
from bot.reports.mailbox.rules import LONGEST_FOLLOW_UP_PAUSE, follow_up_pause
from bot.reports.mailbox.service import AddWordsRequest, create_nonce
from bot.reports.mailbox.session import MailboxDesk
from bot.reports.tips.sealing import Words
from storage.vault.receipts import Receipt
from tests.reports.asking import ask
from tests.reports.house import House
from tests.reports.push.delivery import open_delivery
from tests.reports.tipster import Tipster


def words(receipt: Receipt, text: str = "想起来了") -> AddWordsRequest:
    return AddWordsRequest(receipt=receipt, nonce=create_nonce(), words=Words(text=text))


async def opened(house: House) -> tuple[MailboxDesk, Receipt, str]:
    delivery = await open_delivery(house)
    receipt = Receipt.create()
    tip = await delivery.new_tip(receipt)
    return build_reports_public(house.parts()).workflow["mailbox_desk"], receipt, tip.id


@pytest.mark.parametrize(
    ("added", "minutes"), [(0, 0), (4, 0), (5, 2), (6, 4), (8, 16), (9, 20), (500, 20)]
)
def test_the_pause_grows_with_what_was_added(added: int, minutes: int) -> None:
    assert follow_up_pause(added) == timedelta(minutes=minutes)


async def test_after_five_additions_a_pause_is_asked_for(house: House) -> None:
    desk, receipt, tip_id = await opened(house)
    for _ in range(5):
        assert await desk.add_words(words(receipt)) == 0
    assert await desk.add_words(words(receipt)) == 2
    house.clock.now += timedelta(minutes=2)
    assert await desk.add_words(words(receipt)) == 0
    async with house.work() as work:
        assert len(await work.envelopes.list_by_tip(tip_id)) == 7


async def test_an_answer_never_waits(house: House) -> None:
    desk, receipt, tip_id = await opened(house)
    for _ in range(5):
        await desk.add_words(words(receipt))
    for _ in range(3):
        await ask(house, tip_id, "什么颜色？")
        assert await desk.add_words(words(receipt, "白色")) == 0
    assert await desk.add_words(words(receipt)) > 0


async def test_other_reports_do_not_wait_with_it(house: House) -> None:
    desk, receipt, _tip = await opened(house)
    for _ in range(6):
        await desk.add_words(words(receipt))
    other = Receipt.create()
    await (await open_delivery(house)).new_tip(other)
    assert await desk.add_words(words(other)) == 0


async def test_the_same_words_sent_again_are_counted_once(house: House) -> None:
    desk, receipt, _tip = await opened(house)
    request = words(receipt)
    for _ in range(10):
        assert await desk.add_words(request) == 0
    assert await desk.add_words(words(receipt)) == 0


async def test_the_next_day_forgets_and_no_pause_outlasts_a_draft(house: House) -> None:
    desk, receipt, _tip = await opened(house)
    for _ in range(20):
        minutes = await desk.add_words(words(receipt))
        house.clock.now += timedelta(minutes=minutes)
        assert timedelta(minutes=minutes) <= LONGEST_FOLLOW_UP_PAUSE
    house.clock.now += timedelta(days=1)
    for _ in range(5):
        assert await desk.add_words(words(receipt)) == 0


async def test_what_waits_stays_in_the_mailbox_and_is_sent_later(running_house: House) -> None:
    zhou = await Tipster.create(running_house)
    await zhou.send_tip()
    await zhou.open_mailbox()
    for number in range(6):
        await zhou.player.tap("补充线索")
        await zhou.player.say(f"第{number}条")
        await zhou.sees("review")
        await zhou.tap("send")
        await zhou.player.sees("已发给工作人员" if number < 5 else "请等 2 分钟")
    card = await zhou.player.sees("第5条")
    assert "请核对要发送的内容" in card["text"]
    running_house.clock.now += timedelta(minutes=2)
    await zhou.tap("send")
    await zhou.player.sees("已发给工作人员")
    (tip,) = await running_house.tips()
    assert [each.text for each in await running_house.read(tip)][1:] == [
        f"第{number}条" for number in range(6)
    ]
