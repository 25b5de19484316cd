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
from tests.reports.staff_bot import StaffBot, run_staff_bot


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


async def promises(staff_bot: StaffBot, tip_id: str) -> dict[tuple[str, int], TipPromise]:
    async with staff_bot.services.house.work() as work:
        return {(each.term, each.round): each for each in await work.clock.list_promises(tip_id)}


async def lose_roles(staff_bot: StaffBot, staff_id: str) -> None:
    desk = staff_bot.staff.workflow["people_desk"]
    supervisor = await staff_bot.services.post(staff_bot.li.id, staff_bot.group)
    assert await desk.remove(supervisor, staff_id)


async def leave(staff_bot: StaffBot, staff_id: str) -> None:
    del staff_id
    body = {"chat": staff_bot.group, "user": staff_bot.wang.id}
    await call(staff_bot.base_url, "POST", "/sim/leave", json=body)
    await staff_bot.quiet()


@pytest.mark.parametrize("go", [lose_roles, leave])
async def test_a_tip_whose_holder_goes_is_to_be_taken_again_from_that_hour(
    staff_bot: StaffBot, go: object
) -> None:
    assert callable(go)
    services, clock = staff_bot.services, staff_bot.services.house.clock
    tip = await services.send_tip()
    wang = await services.post(staff_bot.wang.id, staff_bot.group)
    await services.take(wang, tip.id)
    clock.now += timedelta(hours=3)
    gone = cut_to_hour(clock())
    await go(staff_bot, wang.staff_id)
    assert (await services.tip(tip.id)).holder_id is None
    assert (await services.tip(tip.id)).status is TipStatus.NEW
    before = await promises(staff_bot, tip.id)
    assert before["acknowledgement", 1].state is PromiseState.MET
    assert before["acknowledgement", 2].state is PromiseState.OPEN
    assert before["acknowledgement", 2].began == gone
    clock.now += timedelta(hours=1)
    await staff_bot.staff.clock.keep_clock()
    after = await promises(staff_bot, tip.id)
    assert after.keys() == before.keys(), "and the round finds nothing left to begin"


async def test_a_closed_tip_whose_holder_goes_begins_nothing(staff_bot: StaffBot) -> None:
    tip = await staff_bot.services.send_tip()
    wang = await staff_bot.services.post(staff_bot.wang.id, staff_bot.group)
    await staff_bot.services.take(wang, tip.id)
    async with staff_bot.services.house.work() as work:
        (await work.tips.get_for_update(tip.id)).status = TipStatus.CLOSED
        await work.commit()
    before = await promises(staff_bot, tip.id)
    await lose_roles(staff_bot, wang.staff_id)
    assert (await promises(staff_bot, tip.id)).keys() == before.keys()
