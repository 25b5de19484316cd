"""A tip goes to the unit of its region; one about an official goes to the unit above."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app.reports import build_reports_public
from bot.reports.tips.desk import TipDesk
from bot.reports.tips.rules import unit_for
from bot.reports.tips.service import SendTip
from storage.errors import UnknownKeyError
from storage.reports.units import Unit
from tests.keys import UNIT
from tests.reports.house import House, open_house
from tests.reports.province import EAST, LARGE, library_of_a_province
from tests.reports.province import PROVINCE as WIDE
from tests.reports.tips.test_service import a_request

PROVINCE, CITY, TOWN = "420000", "429005", "429005001"
PATH = (PROVINCE, CITY, TOWN)
ABOVE, KEYLESS = "hubei", "nokeys"


@pytest.mark.parametrize(
    ("units", "owner", "above"),
    [
        ({CITY: "city"}, "city", "city"),
        ({PROVINCE: "province", CITY: "city"}, "city", "province"),
        ({PROVINCE: "province", CITY: "city", TOWN: "town"}, "town", "city"),
        ({PROVINCE: "province"}, "province", "province"),
        ({"110000": "elsewhere"}, None, None),
    ],
)
def test_the_nearest_unit_owns_a_region_and_the_next_one_up_reads_of_officials(
    units: dict[str, str], owner: str | None, above: str | None
) -> None:
    assert unit_for(PATH, units, about_official=False) == owner
    assert unit_for(PATH, units, about_official=True) == above


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, units=(UNIT, ABOVE)) as opened:
        yield opened


def desk_of(house: House) -> TipDesk:
    desk = build_reports_public(house.parts()).workflow["tip_desk"]
    assert isinstance(desk, TipDesk)
    return desk


async def add_unit(house: House, unit_id: str, region_id: str, chat_id: int | None = -100) -> None:
    async with house.work() as work:
        unit = Unit(id=unit_id, region_id=region_id, locale="zh_Hans", chat_id=chat_id)
        work.units.add(unit)
        await work.commit()


async def send(house: House, *, about_official: bool) -> str:
    """Send a tip and return the unit that it is stored for and sealed to."""
    use_case = desk_of(house).send_tip
    assert isinstance(use_case, SendTip)
    await use_case(replace(a_request(), about_official=about_official))
    async with house.work() as work:
        tips = [
            tip
            for unit in await work.units.list_all()
            for tip in await work.tips.list_by_status(unit.id, ["new"])
        ]
        (tip,) = tips
        (row,) = await work.envelopes.list_by_tip(tip.id)
    assert row.key_id == house.keys.unit_key(tip.unit_id, "2026-11").id
    (message,) = await house.read(tip)
    assert message.text
    return tip.unit_id


async def test_a_tip_about_an_official_is_sealed_to_the_unit_above(house: House) -> None:
    await add_unit(house, ABOVE, PROVINCE)
    assert await send(house, about_official=True) == ABOVE
    assert (await desk_of(house).find_unit(TOWN, about_official=True)).is_above


async def test_any_other_tip_is_sealed_to_the_unit_of_the_region(house: House) -> None:
    await add_unit(house, ABOVE, PROVINCE)
    assert await send(house, about_official=False) == UNIT
    assert not (await desk_of(house).find_unit(TOWN, about_official=False)).is_above


async def test_without_a_unit_above_the_same_unit_reads_it(house: House) -> None:
    assert await send(house, about_official=True) == UNIT
    assert not (await desk_of(house).find_unit(TOWN, about_official=True)).is_above


@pytest.mark.parametrize(("unit_id", "chat_id"), [(KEYLESS, -100), (ABOVE, None)])
async def test_a_unit_that_could_not_read_it_is_passed_over(
    house: House, unit_id: str, chat_id: int | None
) -> None:
    with pytest.raises(UnknownKeyError):
        house.keys.unit_key(KEYLESS, "2026-11")
    await add_unit(house, unit_id, PROVINCE, chat_id)
    assert await send(house, about_official=True) == UNIT


async def test_of_two_units_in_one_region_the_home_unit_keeps_it(house: House) -> None:
    await add_unit(house, ABOVE, CITY)
    assert await send(house, about_official=False) == UNIT


@pytest.mark.parametrize("home", [WIDE, EAST])
async def test_the_home_unit_answers_for_the_region_of_the_installation(
    house: House, home: str
) -> None:
    house.library = library_of_a_province(home)
    desk = desk_of(house)
    await desk.send_tip(replace(a_request(), region_id=f"{LARGE}001"))
    async with house.work() as work:
        assert (await work.units.get(UNIT)).region_id == home
    await add_unit(house, ABOVE, LARGE)
    assert (await desk.find_unit(f"{LARGE}001", about_official=False)).id == ABOVE
    above = await desk.find_unit(f"{LARGE}001", about_official=True)
    assert (above.id, above.is_above) == (UNIT, True)
