"""Rewards and their books as a state machine, with whole ways that chance alone seldom finds."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.standing import RewardState
from bot.reports.staff.rules import Role
from tests.drills.reward_acts import RewardActs
from tests.drills.reward_model import AGAINST, KINDS, Expected
from tests.drills.reward_works import PEOPLE, act


class RewardMachine(RewardActs):
    """Every single act, and the ways from a close to a promise, a refusal and a payout."""

    rewards = RewardActs.rewards

    @act(target=rewards, kind=st.sampled_from(sorted(KINDS)))
    def promise(self, *, kind: str) -> Expected:
        """Close, propose and approve as the rules want it: chance alone seldom comes so far."""
        reward = self.close(kind=kind)
        self.propose_rightly(reward=reward, person=1, roles=frozenset({Role.TRIAGE}))
        for person in (2, 3):
            if reward.state is RewardState.PROPOSED:
                self.approve(
                    reward=reward,
                    people=[person],
                    roles=frozenset(),
                    disguised=False,
                    late=False,
                )
        assert reward.state is RewardState.APPROVED
        return reward

    @act(
        target=rewards,
        kind=st.sampled_from(sorted(KINDS)),
        reason=st.sampled_from(sorted(AGAINST)),
    )
    def refuse(self, *, kind: str, reason: Reason) -> Expected:
        """Close, propose no reward and approve that."""
        reward = self.close(kind=kind)
        self.propose(
            reward=reward,
            person=1,
            roles=frozenset({Role.SUPERVISOR}),
            yuan=0,
            reason=reason,
            late=False,
        )
        self.approve(reward=reward, people=[2], roles=frozenset(), disguised=False, late=False)
        assert reward.state is RewardState.REFUSED
        return reward

    @act(reward=rewards, person=st.sampled_from(PEOPLE), back=st.booleans())
    def claim_and_collect(self, *, reward: Expected, person: int, back: bool) -> None:
        """Accept and pay, and half of the time reverse it by somebody else."""
        self.accept(reward=reward, by_proxy=False, times=1)
        self.pay(
            reward=reward,
            other=reward,
            people=[person],
            which="right",
            roles=frozenset({Role.PAYER}),
        )
        if back and reward.state is RewardState.PAID:
            self.reverse(
                reward=reward,
                person=person % len(PEOPLE) + 1,
                roles=frozenset({Role.APPROVER}),
                disguised=False,
                reason=Reason.PAID_BY_MISTAKE,
            )

    @act(
        target=rewards,
        kind=st.sampled_from(sorted(KINDS)),
        wish=st.sampled_from(["accept", "collect", "give back", "decline", "donate"]),
        person=st.sampled_from(PEOPLE),
    )
    def go_the_whole_way(self, *, kind: str, wish: str, person: int) -> Expected:
        """From the close to an end: few of the rewards that chance draws are promised yet."""
        reward = self.promise(kind=kind)
        if wish in {"decline", "donate"}:
            self.decline_or_donate(reward=reward, wish=[wish], both=False)
        elif wish == "accept":
            self.accept(reward=reward, by_proxy=False, times=1)
        else:
            self.claim_and_collect(reward=reward, person=person, back=wish == "give back")
        return reward
