"""The round that looks anew at undecided rewards, before what stands in their way is forgotten."""

from __future__ import annotations

import asyncio

from bot.reports.rewards.rules.standing import RewardState
from tests.reports.rewards.service.test_same_facts import end, opened, pay
from tests.reports.rewards.treasury import Staffing, Treasury, on_both


async def test_a_link_is_kept_in_mind_though_nobody_computed_again_before_the_tip_ended(
    treasury: Treasury, staff: Staffing
) -> None:
    first, second = await treasury.close(), await treasury.close()
    await pay(treasury, staff, first)
    proposed = await treasury.propose(staff.li, await opened(treasury, second), 500)
    assert proposed is not None
    await treasury.link(second, first)
    assert await treasury.refresh() == 1
    await end(treasury, first)
    assert await treasury.refresh() == 0
    assert await treasury.approve(staff.wang, proposed) is None
    assert (await opened(treasury, second)).state is RewardState.NOT_DUE


async def test_it_leaves_alone_what_is_as_it_was_and_what_is_decided(
    treasury: Treasury, staff: Staffing
) -> None:
    first, second, third = [await treasury.close() for _ in range(3)]
    await pay(treasury, staff, second)
    before = await opened(treasury, third)
    await treasury.link(second, first)
    assert await treasury.refresh() == 0
    assert (await treasury.dossier(before.reward_id)).standing == before.standing


@on_both
async def test_two_rounds_at_once_compute_it_once(treasury: Treasury, staff: Staffing) -> None:
    first, second = await treasury.close(), await treasury.close()
    dossier = await opened(treasury, second)
    await treasury.link(second, first)
    await asyncio.gather(*(treasury.refresh() for _ in range(3)))
    after = await treasury.dossier(dossier.reward_id)
    assert after.state is RewardState.NOT_DUE
    assert after.standing.sequence == 2
