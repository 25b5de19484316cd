"""What the staff do plans a notice where the tipster should look, and nowhere else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.reports.tips import Tip
from tests.reports.house import House
from tests.reports.push.delivery import Delivery
from tests.reports.services import LI, Services, staff_services, written


@pytest.fixture
async def services(house: House) -> Services:
    services = staff_services(house)
    await services.open()
    return services


@pytest.fixture
async def tip(delivery: Delivery, services: Services) -> Tip:
    """Return a tip that Li holds and whose tipster asked to be told."""
    tip, _receipt = await delivery.tip()
    assert await services.take(await services.post(LI), tip.id)
    return tip


async def due_in(delivery: Delivery, tip: Tip) -> timedelta | None:
    route = await delivery.route(tip)
    assert route is not None
    return None if route.due_at is None else route.due_at - delivery.house.clock()


async def test_a_question_plans_a_notice(delivery: Delivery, services: Services, tip: Tip) -> None:
    assert await services.write(await services.post(LI), written(tip, "什么颜色？"))
    wait = await due_in(delivery, tip)
    assert wait is not None
    assert timedelta(minutes=10) <= wait <= timedelta(minutes=120)


async def test_taking_reading_and_noting_plan_none(
    delivery: Delivery, services: Services, tip: Tip
) -> None:
    post = await services.post(LI)
    assert await services.read(post, tip.id)
    assert await services.write(post, written(tip, "再看看录像", is_question=False))
    assert await due_in(delivery, tip) is None
