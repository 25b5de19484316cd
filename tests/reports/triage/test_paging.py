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
from tests.reports.staff_bot import BOT, StaffBot, run_staff_bot

OTHERS = PAGE + 2
UNITS = [f"unit-{number:02}" for number in range(1, OTHERS + 1)]


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path, units=(UNIT, *UNITS)) as house, run_staff_bot(house) as opened:
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


async def taken(staff_bot: StaffBot) -> str:
    """Let Li take a tip and open its further buttons in private; return its number."""
    tip, card = await staff_bot.tip_with_card()
    await staff_bot.li.tap("接手", message=card)
    await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)
    await staff_bot.li.tap("更多", chat=staff_bot.group)
    await staff_bot.quiet()
    return tip.number


async def labels(player: Player) -> list[str]:
    return [each["text"] for each in inline_buttons(await player.last(BOT))]


async def test_units_beyond_the_first_page_can_be_passed_to(staff_bot: StaffBot) -> None:
    # Not the first: a report about it would come to its unit.
    _first, *places = staff_bot.services.house.library.regions.children("429005")
    async with staff_bot.services.house.work() as work:
        for number, unit in enumerate(UNITS):
            work.units.add(
                Unit(
                    id=unit, region_id=places[number].id, locale="zh_Hans", chat_id=-5000 - number
                )
            )
        await work.commit()
    number = await taken(staff_bot)
    await staff_bot.li.tap("移交单位", chat=BOT)
    await staff_bot.li.sees(f"线索 {number}", chat=BOT)
    await staff_bot.li.tap("下一页", chat=BOT)
    await staff_bot.quiet()
    shown = await labels(staff_bot.li)
    assert len(shown) == OTHERS - PAGE + 2
    await staff_bot.li.tap(shown[1], chat=BOT)
    await staff_bot.li.tap("确认移交", chat=BOT)
    await staff_bot.quiet()
    assert await staff_bot.services.house.tips() == [], "it is this unit's no more"


async def test_colleagues_beyond_the_first_page_can_be_handed_to(staff_bot: StaffBot) -> None:
    house = staff_bot.services.house
    for number in range(OTHERS):
        player = await Player.create(house.base_url, f"警员{number}")
        staff_bot.chat(staff_bot.group).statuses[player.id] = "member"
        await staff_bot.services.post(player.id, staff_bot.group)
    await taken(staff_bot)
    await staff_bot.li.tap("🤝 交接", chat=BOT)
    await staff_bot.quiet()
    first = await labels(staff_bot.li)
    assert len([each for each in first if "·" in each]) == PAGE
    await staff_bot.li.tap("下一页", chat=BOT)
    await staff_bot.quiet()
    second = [each for each in await labels(staff_bot.li) if "·" in each]
    # Wang is in the unit already.
    assert len(second) == OTHERS + 1 - PAGE
    assert not set(first) & set(second)
    await staff_bot.li.tap(second[-1], chat=BOT)
    await staff_bot.quiet()
    async with house.work() as work:
        (tip,) = await house.tips()
        assert await work.hand_overs.find(tip.id) is not None


async def test_a_shift_is_handed_over_page_by_page_too(staff_bot: StaffBot) -> None:
    for number in range(OTHERS):
        player = await Player.create(staff_bot.services.house.base_url, f"警员{number}")
        staff_bot.chat(staff_bot.group).statuses[player.id] = "member"
        await staff_bot.services.post(player.id, staff_bot.group)
    await taken(staff_bot)
    await staff_bot.li.send(BOT, "/shift")
    await staff_bot.quiet()
    assert len([each for each in await labels(staff_bot.li) if "·" in each]) == PAGE
    await staff_bot.li.tap("下一页", chat=BOT)
    await staff_bot.quiet()
    assert len([each for each in await labels(staff_bot.li) if "·" in each]) == OTHERS + 1 - PAGE
