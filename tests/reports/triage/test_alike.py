"""Numbers of likely duplicates on the card, two buttons for the holder, and no word of either."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.reports.triage.duplicates.rules import Verdict
from bot.reports.triage.router.callbacks import AlikeCallback
from tests.phone import inline_buttons, words_of
from tests.reports.house import open_house
from tests.reports.station import Station, open_station
from tests.reports.triage.duplicates.test_rules import PLATE


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


def names(card: dict[str, object]) -> list[str]:
    return [each["text"] for each in inline_buttons(card)]


async def test_the_holder_judges_on_the_card(station: Station) -> None:
    first, _card = await station.tip_with_card(PLATE[0])
    second, card = await station.tip_with_card(PLATE[1])
    assert f"很可能与线索 {first.number} 是同一件事" in words_of(card)
    assert names(card) == ["✋ 接手"]
    await station.worker.serve_once()
    await station.li.sees(f"很可能与线索 {second.number} 是同一件事", chat=station.group)
    await station.li.tap("接手", message=card, chat=station.group)
    card = await station.li.sees("承办：李警官", chat=station.group)
    assert names(card)[-2:] == [f"🔗 同 {first.number}", f"✖️ 与 {first.number} 无关"]
    await station.wang.tap(f"同 {first.number}", message=card, chat=station.group)
    assert names(await station.li.sees("承办：李警官", chat=station.group)) == names(card)
    for _ in range(3):
        await station.li.tap(f"同 {first.number}", message=card, chat=station.group)
    card = await station.li.sees(f"🔗 与线索 {first.number} 是同一件事", chat=station.group)
    assert not any(first.number in name for name in names(card))
    everything = await station.wang.transcript(station.group)
    assert "N12345" not in everything
    assert "N·12345" not in everything


async def test_what_is_not_the_same_goes_from_both_cards(station: Station) -> None:
    first, _card = await station.tip_with_card(PLATE[0])
    _second, card = await station.tip_with_card(PLATE[1])
    await station.worker.serve_once()
    await station.li.tap("接手", message=card, chat=station.group)
    card = await station.li.sees("承办：李警官", chat=station.group)
    await station.li.tap(f"与 {first.number} 无关", message=card, chat=station.group)
    await station.quiet()
    await station.worker.serve_once()
    await station.li.no_longer_sees("是同一件事", chat=station.group)


def test_the_buttons_fit() -> None:
    data = AlikeCallback(verdict=Verdict.DIFFERENT, tip="f" * 32, number="7K3M-9Q2C").pack()
    assert len(data.encode()) <= 64
