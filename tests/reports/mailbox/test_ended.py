"""A mailbox whose report has ended: it says so kindly, and takes nothing any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.reports.triage.retention.service import KeepRetention
from storage.vault.receipts import Receipt
from tests.phone import inline_buttons
from tests.player import Player
from tests.reports.house import BOT, House
from tests.reports.services import staff_services
from tests.reports.triage.retention.keeping import Keeping

ENDED = {"zh-hans": "内容也已销毁", "en": "its content has been destroyed"}


async def a_tip(house: House) -> tuple[Receipt, Keeping]:
    services = staff_services(house)
    await services.open()
    receipt = Receipt.create()
    await services.send_tip(receipt)
    return receipt, Keeping(house=house, services=services)


async def end(keeping: Keeping) -> None:
    start = keeping.house.clock.now
    for day in (37, 40):
        keeping.house.clock.now = start + timedelta(days=day)
        keep = keeping.round()
        assert isinstance(keep, KeepRetention)
        await keep()


async def open_mailbox(player: Player, receipt: Receipt, locale: str) -> None:
    await player.send(BOT, "/receipt")
    await player.say(" ".join(receipt.words(locale)))


@pytest.mark.parametrize(("language", "locale"), [("zh-hans", "zh_Hans"), ("en", "en")])
async def test_the_receipt_of_an_ended_report_opens_a_kind_word(
    running_house: House, language: str, locale: str
) -> None:
    receipt, keeping = await a_tip(running_house)
    await end(keeping)
    zhou = await Player.create(running_house.base_url, "周先生", language)
    await open_mailbox(zhou, receipt, locale)
    card = await zhou.sees(ENDED[language])
    buttons = [button["text"] for button in inline_buttons(card)]
    assert len(buttons) == 2, "close, and help"
    await zhou.say("我又看到他了")
    await zhou.no_longer_sees("我又看到他了")
    await zhou.sees(ENDED[language])


async def test_a_report_that_ends_while_its_mailbox_is_open_takes_nothing_either(
    running_house: House,
) -> None:
    receipt, keeping = await a_tip(running_house)
    zhou = await Player.create(running_house.base_url, "周先生", "zh-hans")
    await open_mailbox(zhou, receipt, "zh_Hans")
    await zhou.sees("进展：")
    await zhou.tap("补充线索")
    await zhou.say("我又看到他了")
    await zhou.sees("请核对要发送的内容")
    await end(keeping)
    await zhou.tap("发送")
    await zhou.sees(ENDED["zh-hans"])
    assert "✅" not in await zhou.transcript()
