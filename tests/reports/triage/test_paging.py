"""Long lists of units and colleagues go page by page, and everybody in them can be chosen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.chat.i18n import Catalogues
from bot.reports.triage.router.callbacks import ShiftPageCallback
from bot.reports.triage.router.paging import PAGE, page_of, page_turns
from storage.reports.units import Unit
from tests.keys import UNIT
from tests.phone import inline_buttons
from tests.player import Player
from tests.reports.house import open_house
from tests.reports.station import BOT, Station, open_station

OTHERS = PAGE + 2
UNITS = [f"unit-{number:02}" for number in range(1, OTHERS + 1)]


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path, units=(UNIT, *UNITS)) as house, open_station(house) as opened:
        yield opened


@pytest.mark.parametrize(
    ("page", "total", "shown", "turns"),
    [
        (0, PAGE, range(PAGE), []),
        (0, PAGE + 1, range(PAGE), [1]),
        (1, PAGE + 1, [PAGE], [0]),
        (1, 3 * PAGE, range(PAGE, 2 * PAGE), [0, 2]),
        (-5, PAGE + 1, range(PAGE), [1]),
        (99, PAGE + 1, [PAGE], [0]),
        (7, 0, [], []),
    ],
)
def test_a_page_and_its_neighbours(
    page: int, total: int, shown: Sequence[int], turns: list[int]
) -> None:
    assert list(page_of(range(total), page)) == list(shown)
    i18n = Catalogues()
    with i18n.context(), i18n.use_locale("zh_Hans"):
        buttons = page_turns(page, total, lambda to: ShiftPageCallback(page=to))
    data = [each.callback_data for each in buttons]
    assert data == [ShiftPageCallback(page=to).pack() for to in turns]


async def taken(station: Station) -> str:
    """Let Li take a tip and open its further buttons in private; return its number."""
    tip, card = await station.tip_with_card()
    await station.li.tap("接手", message=card)
    await station.li.sees("承办：李警官", chat=station.group)
    await station.li.tap("更多", chat=station.group)
    await station.quiet()
    return tip.number


async def labels(player: Player) -> list[str]:
    return [each["text"] for each in inline_buttons(await player.last(BOT))]


async def test_units_beyond_the_first_page_can_be_passed_to(station: Station) -> None:
    # Not the first: a report about it would come to its unit.
    _first, *places = station.office.house.library.regions.children("429005")
    async with station.office.house.work() as work:
        for number, unit in enumerate(UNITS):
            work.units.add(
                Unit(
                    id=unit, region_id=places[number].id, locale="zh_Hans", chat_id=-5000 - number
                )
            )
        await work.commit()
    number = await taken(station)
    await station.li.tap("移交单位", chat=BOT)
    await station.li.sees(f"线索 {number}", chat=BOT)
    await station.li.tap("下一页", chat=BOT)
    await station.quiet()
    shown = await labels(station.li)
    assert len(shown) == OTHERS - PAGE + 2
    await station.li.tap(shown[1], chat=BOT)
    await station.li.tap("确认移交", chat=BOT)
    await station.quiet()
    assert await station.office.house.tips() == [], "it is this unit's no more"


async def test_colleagues_beyond_the_first_page_can_be_handed_to(station: Station) -> None:
    house = station.office.house
    for number in range(OTHERS):
        player = await Player.create(house.base_url, f"警员{number}")
        station.chat(station.group).statuses[player.id] = "member"
        await station.office.post(player.id, station.group)
    await taken(station)
    await station.li.tap("🤝 交接", chat=BOT)
    await station.quiet()
    first = await labels(station.li)
    assert len([each for each in first if "·" in each]) == PAGE
    await station.li.tap("下一页", chat=BOT)
    await station.quiet()
    second = [each for each in await labels(station.li) if "·" in each]
    # Wang is in the unit already.
    assert len(second) == OTHERS + 1 - PAGE
    assert not set(first) & set(second)
    await station.li.tap(second[-1], chat=BOT)
    await station.quiet()
    async with house.work() as work:
        (tip,) = await house.tips()
        assert await work.hand_overs.find(tip.id) is not None


async def test_a_shift_is_handed_over_page_by_page_too(station: Station) -> None:
    for number in range(OTHERS):
        player = await Player.create(station.office.house.base_url, f"警员{number}")
        station.chat(station.group).statuses[player.id] = "member"
        await station.office.post(player.id, station.group)
    await taken(station)
    await station.li.send(BOT, "/shift")
    await station.quiet()
    assert len([each for each in await labels(station.li) if "·" in each]) == PAGE
    await station.li.tap("下一页", chat=BOT)
    await station.quiet()
    assert len([each for each in await labels(station.li) if "·" in each]) == OTHERS + 1 - PAGE
