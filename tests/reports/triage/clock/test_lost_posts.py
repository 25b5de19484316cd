"""Whoever loses his post or leaves gives back what he held, and the clock knows it at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.reports.clock import PromiseState, TipPromise
from storage.reports.kinds import TipStatus, cut_to_hour
from tests.phone import call
from tests.reports.house import open_house
from tests.reports.station import Station, open_station


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


async def promises(station: Station, tip_id: str) -> dict[tuple[str, int], TipPromise]:
    async with station.office.house.work() as work:
        return {(each.term, each.round): each for each in await work.clock.list_promises(tip_id)}


async def lose_roles(station: Station, staff_id: str) -> None:
    desk = station.staff.workflow["people_desk"]
    supervisor = await station.office.post(station.li.id, station.group)
    assert await desk.remove(supervisor, staff_id)


async def leave(station: Station, staff_id: str) -> None:
    del staff_id
    body = {"chat": station.group, "user": station.wang.id}
    await call(station.base_url, "POST", "/sim/leave", json=body)
    await station.quiet()


@pytest.mark.parametrize("go", [lose_roles, leave])
async def test_a_tip_whose_holder_goes_is_to_be_taken_again_from_that_hour(
    station: Station, go: object
) -> None:
    assert callable(go)
    office, clock = station.office, station.office.house.clock
    tip = await office.send_tip()
    wang = await office.post(station.wang.id, station.group)
    await office.take(wang, tip.id)
    clock.now += timedelta(hours=3)
    gone = cut_to_hour(clock())
    await go(station, wang.staff_id)
    assert (await office.tip(tip.id)).holder_id is None
    assert (await office.tip(tip.id)).status is TipStatus.NEW
    before = await promises(station, tip.id)
    assert before["acknowledgement", 1].state is PromiseState.MET
    assert before["acknowledgement", 2].state is PromiseState.OPEN
    assert before["acknowledgement", 2].began == gone
    clock.now += timedelta(hours=1)
    await station.staff.clock.keep_clock()
    after = await promises(station, tip.id)
    assert after.keys() == before.keys(), "and the round finds nothing left to begin"


async def test_a_closed_tip_whose_holder_goes_begins_nothing(station: Station) -> None:
    tip = await station.office.send_tip()
    wang = await station.office.post(station.wang.id, station.group)
    await station.office.take(wang, tip.id)
    async with station.office.house.work() as work:
        (await work.tips.get_for_update(tip.id)).status = TipStatus.CLOSED
        await work.commit()
    before = await promises(station, tip.id)
    await lose_roles(station, wang.staff_id)
    assert (await promises(station, tip.id)).keys() == before.keys()
