"""Numbers of likely duplicates on the card, two buttons for the holder, and no word of either."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.reports.triage.duplicates.rules import Verdict
from bot.reports.triage.router.callbacks import AlikeCallback
from tests.phone import inline_buttons, words_of
from tests.reports.house import open_house
from tests.reports.staff_bot import StaffBot, run_staff_bot
from tests.reports.triage.duplicates.test_rules import PLATE


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


def names(card: dict[str, object]) -> list[str]:
    return [each["text"] for each in inline_buttons(card)]


async def test_the_holder_judges_on_the_card(staff_bot: StaffBot) -> None:
    first, _card = await staff_bot.tip_with_card(PLATE[0])
    second, card = await staff_bot.tip_with_card(PLATE[1])
    assert f"很可能与线索 {first.number} 是同一件事" in words_of(card)
    assert names(card) == ["✋ 接手"]
    await staff_bot.worker.serve_once()
    await staff_bot.li.sees(f"很可能与线索 {second.number} 是同一件事", chat=staff_bot.group)
    await staff_bot.li.tap("接手", message=card, chat=staff_bot.group)
    card = await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)
    assert names(card)[-2:] == [f"🔗 同 {first.number}", f"✖️ 与 {first.number} 无关"]
    await staff_bot.wang.tap(f"同 {first.number}", message=card, chat=staff_bot.group)
    assert names(await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)) == names(card)
    for _ in range(3):
        await staff_bot.li.tap(f"同 {first.number}", message=card, chat=staff_bot.group)
    card = await staff_bot.li.sees(f"🔗 与线索 {first.number} 是同一件事", chat=staff_bot.group)
    assert not any(first.number in name for name in names(card))
    everything = await staff_bot.wang.transcript(staff_bot.group)
    assert "N12345" not in everything
    assert "N·12345" not in everything


async def test_what_is_not_the_same_goes_from_both_cards(staff_bot: StaffBot) -> None:
    first, _card = await staff_bot.tip_with_card(PLATE[0])
    _second, card = await staff_bot.tip_with_card(PLATE[1])
    await staff_bot.worker.serve_once()
    await staff_bot.li.tap("接手", message=card, chat=staff_bot.group)
    card = await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)
    await staff_bot.li.tap(f"与 {first.number} 无关", message=card, chat=staff_bot.group)
    await staff_bot.quiet()
    await staff_bot.worker.serve_once()
    await staff_bot.li.no_longer_sees("是同一件事", chat=staff_bot.group)


def test_the_buttons_fit() -> None:
    data = AlikeCallback(verdict=Verdict.DIFFERENT, tip="f" * 32, number="7K3M-9Q2C").pack()
    assert len(data.encode()) <= 64
