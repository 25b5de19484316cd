"""Who may decide and cannot is told why, and which way leads out."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.reports.staff.rules import Role, store_roles
from storage.reports.kinds import TipStatus
from tests.journeys.scenes import buttons_of
from tests.reports.house import House
from tests.reports.rewards.counter import Counter, open_counter
from tests.reports.rewards.test_journey import TWELVE, reported

REFUSED = "This is not open to you, or somebody else holds it."


@pytest.fixture
async def counter(house: House) -> AsyncIterator[Counter]:
    async with open_counter(house, "en") as opened:
        yield opened


async def test_after_another_reports_promise_the_way_leads_back_and_to_a_person(
    counter: Counter,
) -> None:
    _, first = await reported(counter, TWELVE)
    await counter.li.tap("Checked: propose 500 yuan", chat=counter.group)
    proposed = await counter.wang.sees("proposed; somebody else approves", chat=counter.group)
    _, second = await reported(counter, TWELVE)
    card = await counter.li.sees(f"Report {first} is likely the same", chat=counter.group)
    await counter.li.tap("Checked: propose 500 yuan", message=card, chat=counter.group)
    await counter.li.sees("Another report is likely the same, and nobody has judged it yet.")
    await counter.li.tap(f"Not {first}", chat=counter.group)
    await counter.li.tap("Checked: propose 500 yuan", message=card, chat=counter.group)
    await counter.wang.tap("Approve", message=card, chat=counter.group)
    await counter.wang.sees("approved; the reporter can see it", chat=counter.group)
    await counter.link(first, second)
    await counter.wang.tap("Approve", message=proposed, chat=counter.group)
    await counter.wang.sees(
        "What this rests on has changed. Please tap “Send back”, and then “Compute again”."
    )
    await counter.wang.not_sees(REFUSED)
    await counter.wang.tap("Send back", message=proposed, chat=counter.group)
    await counter.wang.tap("Please look again", message=proposed, chat=counter.group)
    card = await counter.li.sees("Sent back: please look again", chat=counter.group)
    await counter.li.tap("Checked: propose 500 yuan", message=card, chat=counter.group)
    await counter.li.sees("What this rests on has changed. Please tap “Compute again”.")
    await counter.li.tap("Compute again", message=card, chat=counter.group)
    card = await counter.li.sees(
        "a reward for another report of the same facts is already promised or paid; "
        "a person must decide whether this one earns any",
        chat=counter.group,
    )
    assert buttons_of(card) == ["✏️ Set the amount", "🚫 No reward", "🔄 Compute again"]


async def test_nobody_is_taken_for_a_stranger_over_his_own_proposal(counter: Counter) -> None:
    post = await counter.services.post(counter.wang.id, counter.group)
    async with counter.house.work() as work:
        staff = await work.staff.get(post.staff_id)
        staff.roles = store_roles((Role.TRIAGE, Role.APPROVER))
        await work.commit()
    await reported(counter, TWELVE)
    await counter.wang.tap("Checked: propose 500 yuan", chat=counter.group)
    await counter.wang.tap("Approve", chat=counter.group)
    await counter.wang.sees("You have proposed or approved this yourself")
    await counter.wang.not_sees(REFUSED)


async def test_for_a_report_that_was_opened_again_nothing_is_decided(counter: Counter) -> None:
    _, number = await reported(counter, TWELVE)
    await counter.li.sees(f"Reward for report {number}", chat=counter.group)
    async with counter.house.work() as work:
        tip = await work.tips.find_by_number(number)
        assert tip is not None
        tip.status = TipStatus.TAKEN
        outcome = await work.outcomes.find(tip.id)
        assert outcome is not None
        outcome.is_settled = False
        await work.commit()
    await counter.li.tap("No reward", chat=counter.group)
    await counter.li.tap("Known before", chat=counter.group)
    await counter.li.sees("The report was opened again. Once it is closed anew")
    await counter.li.not_sees(REFUSED)
