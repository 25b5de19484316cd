"""Sending within the quotas, and mutes that come from the staff and tell nobody anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.reports.tips.quotas.rules import RUSH_MINUTES, RUSH_TIPS
from bot.reports.tips.quotas.service import SIGHTS, Pause, SendWithinQuota
from bot.reports.tips.service import CARD, WAITING, SentTip
from storage.reports.base import Base
from storage.reports.kinds import Urgency
from storage.vault.receipts import Receipt
from tests.keys import UNIT
from tests.reports.house import House
from tests.reports.intake import WU, ZHOU, Intake, request
from tests.traces import forms_of_bytes, forms_of_number


@pytest.fixture
def intake(house: House) -> Intake:
    return Intake.open(house)


async def test_first_tips_pass_and_the_fourth_is_asked_to_wait_without_being_stored(
    intake: Intake,
) -> None:
    for _ in range(3):
        await intake.sent(ZHOU)
    assert await intake.send(ZHOU) == Pause(5)
    assert len(await intake.house.tips()) == 3
    await intake.sent(WU)
    intake.house.clock.now += timedelta(minutes=5)
    await intake.sent(ZHOU)


async def test_what_happens_now_never_waits_for_a_pause(intake: Intake) -> None:
    for _ in range(10):
        await intake.sent(ZHOU, Urgency.URGENT)
    assert isinstance(await intake.send(ZHOU), Pause)


async def test_a_tip_sent_again_is_the_same_tip_even_in_a_pause(intake: Intake) -> None:
    receipts = [Receipt.create() for _ in range(3)]
    first = [await intake.send(ZHOU, receipt=receipt) for receipt in receipts]
    again = [await intake.send(ZHOU, receipt=receipt) for receipt in receipts]
    assert first == again
    assert len(await intake.house.tips()) == 3


async def test_a_tip_that_failed_to_be_stored_costs_the_sender_nothing(intake: Intake) -> None:
    real = intake.send_within_quota

    def broken() -> datetime:
        raise ZeroDivisionError

    failing = SendWithinQuota(send_tip=replace(real.send_tip, clock=broken), quotas=real.quotas)
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            await failing(ZHOU, request())
    for _ in range(3):
        await intake.sent(ZHOU)


async def test_thirty_of_one_class_at_once_are_all_accepted_with_cards(intake: Intake) -> None:
    sent = await intake.rush(30)
    assert len({each.number for each in sent}) == 30
    assert {await intake.kind_of(each) for each in sent} == {CARD}


async def test_in_a_rush_tips_wait_and_urgent_ones_do_not(intake: Intake) -> None:
    await intake.rush(RUSH_TIPS)
    assert await intake.kind_of(await intake.sent(ZHOU)) == WAITING
    assert await intake.kind_of(await intake.sent(ZHOU, Urgency.URGENT)) == CARD
    intake.house.clock.now += timedelta(minutes=RUSH_MINUTES + 1)
    assert await intake.kind_of(await intake.sent(WU)) == CARD


async def test_urgent_tips_make_no_rush(intake: Intake) -> None:
    for number in range(RUSH_TIPS):
        await intake.sent(8_000_000_000 + number, Urgency.URGENT)
    assert await intake.kind_of(await intake.sent(ZHOU)) == CARD


async def test_later_tips_of_a_muted_sender_wait_and_get_a_receipt_like_others(
    intake: Intake,
) -> None:
    await intake.mute(await intake.sent(ZHOU))
    receipt = Receipt.create()
    sent = await intake.send(ZHOU, receipt=receipt)
    assert isinstance(sent, SentTip)
    assert await intake.kind_of(sent) == WAITING
    assert await intake.send_within_quota.send_tip.is_sent(receipt)


async def test_urgent_tips_of_a_muted_sender_come_at_once(intake: Intake) -> None:
    await intake.mute(await intake.sent(ZHOU, Urgency.URGENT))
    assert await intake.kind_of(await intake.sent(ZHOU, Urgency.URGENT)) == CARD


async def test_a_mute_changes_no_pause(intake: Intake) -> None:
    for person in (ZHOU, WU):
        sent = await intake.sent(person)
        if person == ZHOU:
            await intake.mute(sent)
        await intake.sent(person)
        await intake.sent(person)
        assert await intake.send(person) == Pause(5)


async def test_while_anyone_is_muted_some_tips_of_all_others_wait_too(house: House) -> None:
    opened = Intake.open(house)
    before = [await opened.kind_of(each) for each in await opened.rush(10)]
    assert set(before) == {CARD}
    await opened.mute(await opened.sent(ZHOU))
    kinds = [await opened.kind_of(each) for each in await _slowly(opened, 60)]
    # Of 60, a share of a quarter gives none in about one of 30 million runs, and so with all.
    assert 1 <= kinds.count(WAITING) <= 59


async def _slowly(intake: Intake, tips: int) -> list[SentTip]:
    sent = []
    for number in range(tips):
        intake.house.clock.now += timedelta(minutes=1)
        sent += await intake.rush(1, first=8_500_000_000 + number)
    return sent


async def test_a_wish_goes_as_soon_as_it_is_heard(intake: Intake) -> None:
    sent = await intake.sent(ZHOU)
    async with intake.house.work() as work:
        await work.mutes.wish(sent.tip_id)
        await work.mutes.wish(sent.tip_id)
        await work.commit()
    assert await intake.wishes() == [sent.tip_id]
    await intake.public.listener()
    assert await intake.wishes() == []


async def test_a_wish_after_a_restart_is_nobodys_and_goes_after_three_sights(
    intake: Intake,
) -> None:
    sent = await intake.sent(ZHOU)
    restarted = Intake.open(intake.house)
    await restarted.mute(sent)
    for _ in range(SIGHTS - 2):
        await restarted.public.listener()
        assert await intake.wishes() == [sent.tip_id]
    await restarted.public.listener()
    assert await intake.wishes() == []
    assert await restarted.kind_of(await restarted.sent(ZHOU)) == CARD


async def test_a_wish_is_left_to_the_worker_who_knows_the_sender(intake: Intake) -> None:
    sent = await intake.sent(ZHOU)
    other = Intake.open(intake.house)
    await other.mute(sent)
    assert await intake.wishes() == [sent.tip_id]
    await intake.public.listener()
    assert await intake.wishes() == []
    assert await intake.kind_of(await intake.sent(ZHOU)) == WAITING


async def test_the_unit_that_has_the_tip_now_mutes_and_not_the_one_it_came_to(
    intake: Intake,
) -> None:
    sent = await intake.sent(ZHOU)
    async with intake.house.work() as work:
        await work.units.ensure("hubei", region_id="420000", locale="zh_Hans")
        (await work.tips.get(sent.tip_id)).unit_id = "hubei"
        await work.commit()
    await intake.mute(sent)
    senders = intake.quotas.senders
    assert (senders.is_muted(ZHOU, "hubei"), senders.is_muted(ZHOU, UNIT)) == (True, False)
    assert await intake.kind_of(await intake.sent(ZHOU)) == CARD


async def test_midnight_ends_mutes_and_counts(intake: Intake) -> None:
    first = await intake.sent(ZHOU)
    await intake.mute(first)
    for _ in range(2):
        await intake.sent(ZHOU)
    assert isinstance(await intake.send(ZHOU), Pause)
    intake.house.clock.now += timedelta(days=1)
    await intake.public.listener()
    assert len(intake.quotas.senders) == 0
    await intake.mute(first)
    for _ in range(3):
        assert await intake.kind_of(await intake.sent(ZHOU)) == CARD


async def test_no_byte_on_the_disk_tells_a_sender(intake: Intake) -> None:
    for _ in range(3):
        sent = await intake.sent(ZHOU)
    await intake.mute(sent)
    await intake.send(ZHOU)
    day = intake.quotas.senders._day
    stored = intake.house.everything_stored()
    assert sent.tip_id.encode() in stored, "the scan sees what is there"
    for secret in (day.digest(ZHOU), day.key):
        assert not [form for form in forms_of_bytes(secret) if form in stored]
    assert not [form for form in forms_of_number(ZHOU) if form in stored]


async def test_two_tips_of_a_muted_sender_share_no_value_that_others_do_not(
    intake: Intake,
) -> None:
    await intake.mute(await intake.sent(ZHOU))
    one, two = [await intake.sent(ZHOU) for _ in range(2)]
    await intake.rush(RUSH_TIPS)
    anybodys = await intake.sent(WU)
    assert await intake.kind_of(one) == await intake.kind_of(anybodys) == WAITING
    of_one, of_two, of_other = [await _values(intake, tip) for tip in (one, two, anybodys)]
    assert len(of_one) > 10
    assert of_one & of_two == of_one & of_other


async def _values(intake: Intake, sent: SentTip) -> set[tuple[str, str, str]]:
    """Return table, column and value of all that stands in rows that name the tip."""
    found = set()
    async with intake.house.work() as work:
        for table in Base.metadata.sorted_tables:
            for row in (await work.session.execute(select(table))).mappings():
                if any(sent.tip_id in str(value) for value in row.values()):
                    found |= {(table.name, name, str(value)) for name, value in row.items()}
    return found
