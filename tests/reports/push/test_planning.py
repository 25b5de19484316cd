"""What the staff do plans a notice where the tipster should look, and nowhere else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.reports.tips import Tip
from tests.reports.desk import LI, Office, open_office, written
from tests.reports.house import House
from tests.reports.push.delivery import Delivery


@pytest.fixture
async def office(house: House) -> Office:
    office = open_office(house)
    await office.open()
    return office


@pytest.fixture
async def tip(delivery: Delivery, office: Office) -> Tip:
    """Return a tip that Li holds and whose tipster asked to be told."""
    tip, _receipt = await delivery.tip()
    assert await office.take(await office.post(LI), tip.id)
    return tip


async def due_in(delivery: Delivery, tip: Tip) -> timedelta | None:
    route = await delivery.route(tip)
    assert route is not None
    return None if route.due_at is None else route.due_at - delivery.house.clock()


async def test_a_question_plans_a_notice(delivery: Delivery, office: Office, tip: Tip) -> None:
    assert await office.write(await office.post(LI), written(tip, "什么颜色？"))
    wait = await due_in(delivery, tip)
    assert wait is not None
    assert timedelta(minutes=10) <= wait <= timedelta(minutes=120)


async def test_taking_reading_and_noting_plan_none(
    delivery: Delivery, office: Office, tip: Tip
) -> None:
    post = await office.post(LI)
    assert await office.read(post, tip.id)
    assert await office.write(post, written(tip, "再看看录像", is_question=False))
    assert await due_in(delivery, tip) is None
