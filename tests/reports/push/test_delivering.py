"""Delivery sends one notice for a wait, forgets who wishes it, and keeps nothing past its month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from nacl.public import PrivateKey

from bot.errors import RecipientGoneError
from storage.vault.addresses import seal_address
from storage.vault.layout import PRIVATE, Role
from tests.reports.house import House
from tests.reports.push.delivery import SUN, ZHOU, Delivery, address

DECEMBER = datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC)


class PowerCutError(BaseException):
    """The process ends here, whatever is caught."""


async def test_a_notice_is_sent_once_when_its_time_has_come(delivery: Delivery) -> None:
    tip, _receipt = await delivery.tip()
    due = await delivery.plan(tip)
    delivery.house.clock.now = due - timedelta(seconds=1)
    assert await delivery.worker.serve_once() == 0
    delivery.house.clock.now = due
    for _ in range(3):
        await delivery.worker.serve_once()
        delivery.house.clock.now += timedelta(hours=1)
    assert delivery.sent == [ZHOU]


async def test_a_due_time_is_gone_once_the_notice_is_sent(delivery: Delivery) -> None:
    tip, _receipt = await delivery.tip()
    await delivery.due(tip)
    await delivery.worker.serve_once()
    route = await delivery.route(tip)
    assert route is not None
    assert (route.due_at, route.is_told) == (None, True)


async def test_several_questions_before_the_mailbox_is_opened_are_one_notice(
    delivery: Delivery,
) -> None:
    tip, receipt = await delivery.tip()
    first = await delivery.plan(tip)
    delivery.house.clock.now += timedelta(minutes=5)
    assert await delivery.plan(tip) == first
    delivery.house.clock.now = first
    await delivery.worker.serve_once()
    async with delivery.house.work() as work:
        await work.routes.plan(tip.id, first)
        await work.commit()
    await delivery.worker.serve_once()
    assert delivery.sent == [ZHOU]
    await delivery.desk.open_mailbox(receipt)
    await delivery.due(tip)
    await delivery.worker.serve_once()
    assert delivery.sent == [ZHOU, ZHOU]


async def test_what_was_read_before_its_notice_needs_none(delivery: Delivery) -> None:
    tip, receipt = await delivery.tip()
    due = await delivery.plan(tip)
    await delivery.desk.open_mailbox(receipt)
    delivery.house.clock.now = due
    await delivery.worker.serve_once()
    assert delivery.sent == []


async def test_a_mailbox_opened_while_its_notice_is_on_the_way_hears_of_the_next_question(
    delivery: Delivery,
) -> None:
    tip, receipt = await delivery.tip()
    await delivery.due(tip)
    send = delivery.send

    async def send_and_be_read(to: object) -> None:
        await send(address())
        await delivery.desk.open_mailbox(receipt)

    delivery.send = send_and_be_read  # type: ignore[method-assign]
    await delivery.restart()
    await delivery.worker.serve_once()
    await delivery.due(tip)
    await delivery.worker.serve_once()
    assert delivery.sent == [ZHOU, ZHOU]


async def test_a_tip_without_a_route_plans_nothing(delivery: Delivery) -> None:
    tip = await delivery.new_tip()
    async with delivery.house.work() as work:
        await work.routes.plan(tip.id, delivery.house.clock())
        await work.commit()
    assert await delivery.route(tip) is None
    assert await delivery.worker.serve_once() == 0


async def test_a_crash_after_sending_doubles_the_notice_at_most_and_loses_no_route(
    delivery: Delivery,
) -> None:
    tip, _receipt = await delivery.tip()
    await delivery.due(tip)
    send = delivery.send

    async def send_and_die(to: object) -> None:
        await send(address())
        raise PowerCutError

    delivery.send = send_and_die  # type: ignore[method-assign]
    await delivery.restart()
    with pytest.raises(PowerCutError):
        await delivery.worker.serve_once()
    delivery.send = send  # type: ignore[method-assign]
    await delivery.restart()
    await delivery.worker.serve_once()
    assert delivery.sent == [ZHOU], "it is leased still"
    delivery.house.clock.now += timedelta(minutes=4)
    for _ in range(3):
        await delivery.worker.serve_once()
        delivery.house.clock.now += timedelta(minutes=4)
    assert delivery.sent == [ZHOU, ZHOU]
    assert await delivery.route(tip) is not None


async def test_a_crash_before_sending_loses_no_notice(delivery: Delivery) -> None:
    tip, _receipt = await delivery.tip()
    await delivery.due(tip)
    delivery.failing = PowerCutError()  # type: ignore[assignment]
    with pytest.raises(PowerCutError):
        await delivery.worker.serve_once()
    delivery.failing = None
    await delivery.restart()
    delivery.house.clock.now += timedelta(minutes=4)
    await delivery.worker.serve_once()
    assert delivery.sent == [ZHOU]


async def test_a_network_failure_is_tried_again_and_a_blocked_bot_is_not(
    delivery: Delivery,
) -> None:
    tip, _receipt = await delivery.tip()
    await delivery.due(tip)
    delivery.failing = OSError("the network")
    await delivery.worker.serve_once()
    assert await delivery.route(tip) is not None
    delivery.failing = RecipientGoneError()
    delivery.house.clock.now += timedelta(minutes=4)
    await delivery.worker.serve_once()
    assert await delivery.route(tip) is None


async def test_to_forget_drops_all_of_the_senders_routes_and_nobody_elses(
    delivery: Delivery,
) -> None:
    mine = [(await delivery.tip())[0] for _ in range(3)]
    others, _receipt = await delivery.tip(SUN)
    await delivery.due(mine[0])
    await delivery.wish(address())
    assert await delivery.wishes() == 1
    await delivery.worker.serve_once()
    assert [await delivery.route(each) for each in mine] == [None] * 3
    assert await delivery.route(others) is not None
    assert await delivery.wishes() == 0
    assert delivery.sent == []


async def test_a_wish_of_somebody_without_a_route_goes_as_well(delivery: Delivery) -> None:
    tip, _receipt = await delivery.tip()
    await delivery.wish(address(SUN))
    await delivery.worker.serve_once()
    assert await delivery.wishes() == 0
    assert await delivery.route(tip) is not None


async def test_a_damaged_row_stops_nobody_elses_wish_or_notice(delivery: Delivery) -> None:
    damaged, _receipt = await delivery.tip()
    tip, _other = await delivery.tip(SUN)
    async with delivery.house.work() as work:
        stranger = seal_address(address(), PrivateKey.generate().public_key)
        await work.routes.put(damaged.id, "2026-11", stranger)
        work.routes.wish("2026-11", b"damaged")
        await work.commit()
    await delivery.plan(damaged)
    await delivery.plan(tip)
    delivery.house.clock.now += timedelta(hours=3)
    await delivery.worker.serve_once()
    assert delivery.sent == [SUN]
    assert await delivery.route(damaged) is None
    assert await delivery.wishes() == 0


async def test_with_its_month_a_route_ends_and_so_does_its_key(
    delivery: Delivery, house: House
) -> None:
    tip, receipt = await delivery.tip()
    await delivery.plan(tip)
    await delivery.wish(address())
    private = house.folder / "keys" / Role.DELIVERY / PRIVATE
    assert (private / "2026-11.key").exists()
    house.clock.now = DECEMBER
    await delivery.worker.serve_once()
    assert not (private / "2026-11.key").exists()
    assert (private / "2026-12.key").exists()
    assert (await delivery.route(tip), await delivery.wishes(), delivery.sent) == (None, 0, [])
    assert await delivery.desk.turn_on(receipt, address())
    await delivery.due(tip)
    await delivery.worker.serve_once()
    assert delivery.sent == [ZHOU], "turned on again, it serves the new month"


async def test_a_key_that_is_missing_this_month_loses_no_route(
    delivery: Delivery, house: House
) -> None:
    tip, _receipt = await delivery.tip()
    key = house.folder / "keys" / Role.DELIVERY / PRIVATE / "2026-11.key"
    kept = key.read_bytes()
    key.unlink()
    await delivery.restart()
    await delivery.due(tip)
    await delivery.worker.serve_once()
    assert (await delivery.route(tip) is None, delivery.sent) == (False, [])
    key.write_bytes(kept)
    key.chmod(0o600)
    await delivery.restart()
    house.clock.now += timedelta(minutes=4)
    await delivery.worker.serve_once()
    assert delivery.sent == [ZHOU]


async def test_a_wish_waits_for_the_key_that_is_missing_this_month(
    delivery: Delivery, house: House
) -> None:
    tip, _receipt = await delivery.tip()
    key = house.folder / "keys" / Role.DELIVERY / PRIVATE / "2026-11.key"
    kept = key.read_bytes()
    key.unlink()
    await delivery.restart()
    await delivery.wish(address())
    await delivery.worker.serve_once()
    assert await delivery.wishes() == 1
    key.write_bytes(kept)
    key.chmod(0o600)
    await delivery.restart()
    await delivery.worker.serve_once()
    assert (await delivery.route(tip), await delivery.wishes()) == (None, 0)


async def test_a_wish_without_its_key_ends_with_its_month(
    delivery: Delivery, house: House
) -> None:
    (house.folder / "keys" / Role.DELIVERY / PRIVATE / "2026-11.key").unlink()
    await delivery.restart()
    await delivery.wish(address())
    await delivery.worker.serve_once()
    house.clock.now = DECEMBER
    await delivery.worker.serve_once()
    assert await delivery.wishes() == 0


async def test_without_a_route_key_nothing_is_turned_on_and_nothing_is_wished(
    delivery: Delivery, house: House
) -> None:
    _tip, receipt = await delivery.tip()
    house.clock.now = datetime(2027, 5, 1, tzinfo=UTC)
    assert not delivery.desk.turn_on.is_possible
    assert not await delivery.desk.turn_on(receipt, address())
    await delivery.wish(address())
    assert await delivery.wishes() == 0


async def test_nothing_but_the_sealed_address_joins_a_route_to_a_person(
    delivery: Delivery, house: House
) -> None:
    await delivery.tip()
    await delivery.wish(address())
    stored = house.everything_stored()
    for form in (str(ZHOU).encode(), ZHOU.to_bytes(8, "big"), ZHOU.to_bytes(8, "little")):
        assert form not in stored
    assert bytes.fromhex(f"{ZHOU:x}".zfill(10)) not in stored
