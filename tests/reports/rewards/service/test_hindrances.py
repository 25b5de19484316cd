"""Why nothing was decided: told to whoever may decide, and to nobody else."""

from __future__ import annotations

from bot.reports.rewards.service.deciding import Hindrance
from tests.reports.rewards.treasury import TWELVE_GRAMS, Staffing, Treasury


async def test_who_tapped_an_older_card_is_asked_to_look_again(
    treasury: Treasury, staff: Staffing
) -> None:
    _tip, dossier = await treasury.opened(TWELVE_GRAMS)
    seen, reward = dossier.standing.sequence, dossier.reward_id
    assert await treasury.propose_reward.find_hindrance(staff.li, reward, seen) is None
    assert await treasury.propose(staff.li, dossier, 500) is not None
    propose, approve = treasury.propose_reward, treasury.approve_reward
    assert await propose.find_hindrance(staff.li, reward, seen) is Hindrance.OUTDATED
    assert await approve.find_hindrance(staff.wang, reward, seen) is Hindrance.OUTDATED
    assert await approve.find_hindrance(staff.li, reward, seen) is None, (
        "it is not Li's to approve"
    )
