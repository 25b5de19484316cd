"""What anybody may try with a reward, at random: staff, roles, races and clock jumps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle

from bot.reports.rewards.rules.deciding import REJECTING, REVERSING, Reason
from bot.reports.rewards.rules.standing import LOCK_AFTER, RewardState
from bot.reports.rewards.service.claiming import Answer
from bot.reports.rewards.service.deciding import Decision
from bot.reports.rewards.service.paying import Payment
from bot.reports.staff.rules import Role
from tests.drills.reward_model import AGAINST, KINDS, WAITING, Expected, may_be_proposed
from tests.drills.reward_works import PEOPLE, RewardWorks, act
from tests.reports.rewards.treasury import UNIT

ROLES = st.frozensets(st.sampled_from(list(Role)), min_size=1, max_size=3)
YUAN = st.sampled_from([0, 1, 499, 500, 500, 501, 3000, 20_000, 60_000, 200_001, 300_001])
WRONG = "AAAA-AAAA-AAAA-AAAA"
PROPOSERS = {Role.TRIAGE, Role.SUPERVISOR}


class RewardActs(RewardWorks):
    """Every rule does what somebody may try, and the model says whether it must succeed."""

    rewards = Bundle("rewards")

    @act(target=rewards, kind=st.sampled_from(sorted(KINDS)))
    def close(self, *, kind: str) -> Expected:
        tip, dossier = self._run(self.treasury.opened(KINDS[kind]))
        assert dossier.state is RewardState.OPEN
        reward = Expected(tip=tip, reward_id=dossier.reward_id, kind=kind)
        self.known.append(reward)
        return reward

    @act(reward=rewards, times=st.integers(1, 3))
    def open_again(self, *, reward: Expected, times: int) -> None:
        works = [self.treasury.open(reward.tip.tip_id) for _ in range(times)]
        assert set(self._run(self._together(*works))) == {reward.reward_id}

    @act(
        reward=rewards,
        person=st.sampled_from(PEOPLE),
        roles=ROLES,
        yuan=YUAN,
        reason=st.sampled_from([Reason.AS_COMPUTED, Reason.WITHIN_BAND, Reason.BY_HAND, *AGAINST]),
        late=st.booleans(),
    )
    def propose(self, **given: Any) -> None:
        reward, person, yuan = given["reward"], given["person"], given["yuan"]
        decision = Decision(
            reward_id=reward.reward_id,
            sequence=reward.sequence - given["late"],
            reason=given["reason"],
            fen=yuan * 100,
        )
        post = self._post(person, given["roles"])
        done = self._run(self.treasury.propose_reward(post, decision))
        may = reward.state is RewardState.OPEN and not given["late"]
        may = may and bool(given["roles"] & PROPOSERS)
        may = may and may_be_proposed(reward.kind, yuan, given["reason"])
        assert (done is not None) == may
        if may:
            reward.proposed(person, yuan)

    @act(reward=rewards, person=st.sampled_from(PEOPLE), roles=ROLES)
    def propose_rightly(self, *, reward: Expected, person: int, roles: frozenset[Role]) -> None:
        """Give the machine more promises than chance would."""
        right = {
            "twelve": (500, Reason.AS_COMPUTED),
            "kilogram": (20_000, Reason.AS_COMPUTED),
            "range": (60_000, Reason.WITHIN_BAND),
            "unknown": (1000, Reason.BY_HAND),
        }
        yuan, reason = right[reward.kind]
        decision = Decision(
            reward_id=reward.reward_id, sequence=reward.sequence, reason=reason, fen=yuan * 100
        )
        post = self._post(person, roles | {Role.TRIAGE})
        done = self._run(self.treasury.propose_reward(post, decision))
        assert (done is not None) == (reward.state is RewardState.OPEN)
        if done is not None:
            reward.proposed(person, yuan)

    @act(
        reward=rewards,
        people=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3),
        roles=ROLES,
        disguised=st.booleans(),
        late=st.booleans(),
    )
    def approve(self, **given: Any) -> None:
        """One or several approve at once, at times by a post that is none of this unit."""
        reward, people, roles = given["reward"], given["people"], given["roles"] | {Role.APPROVER}
        decision = self._decision(reward, Reason.CONFIRMED, late=given["late"])
        works = [
            self.treasury.approve_reward(
                self._post(person, roles, disguised=given["disguised"]), decision
            )
            for person in people
        ]
        done = self._run(self._together(*works))
        winners = [p for p, each in zip(people, done, strict=True) if each is not None]
        is_refused = given["late"] or given["disguised"]
        able = {p for p in people if reward.may_approve(p) and not is_refused}
        assert len(winners) == bool(able)
        if winners:
            assert winners[0] in able, "nobody approves what he proposed or approved"
            reward.approved(winners[0], self.today)

    @act(reward=rewards, person=st.sampled_from(PEOPLE), roles=ROLES)
    def approve_without_the_role(
        self, *, reward: Expected, person: int, roles: frozenset[Role]
    ) -> None:
        post = self._post(person, roles - {Role.APPROVER})
        decision = self._decision(reward, Reason.CONFIRMED)
        assert self._run(self.treasury.approve_reward(post, decision)) is None

    @act(
        reward=rewards,
        person=st.sampled_from(PEOPLE),
        roles=ROLES,
        reason=st.sampled_from(REJECTING),
    )
    def reject(
        self, *, reward: Expected, person: int, roles: frozenset[Role], reason: Reason
    ) -> None:
        post = self._post(person, roles)
        done = self._run(self.treasury.reject_proposal(post, self._decision(reward, reason)))
        is_entitled = Role.APPROVER in roles or person == reward.proposer
        assert (done is not None) == (reward.state is RewardState.PROPOSED and is_entitled)
        if done is not None:
            reward.rejected()

    @act(reward=rewards, by_proxy=st.booleans(), times=st.integers(1, 3))
    def accept(self, *, reward: Expected, by_proxy: bool, times: int) -> None:
        answer = Answer(receipt=reward.tip.receipt, by_proxy=by_proxy)
        works = [self.treasury.accept(answer) for _ in range(times)]
        news = self._run(self._together(*works))[-1]
        if reward.state in WAITING and reward.is_claimable(self.today):
            if reward.state is RewardState.APPROVED or reward.by_proxy != by_proxy:
                reward.sequence += 1
            reward.state, reward.by_proxy = RewardState.ACCEPTED, by_proxy
            assert news.code is not None
        if news is not None:
            assert (news.code is not None) == (reward.state is RewardState.ACCEPTED)

    @act(reward=rewards, wish=st.permutations(["decline", "donate"]), both=st.booleans())
    def decline_or_donate(self, *, reward: Expected, wish: list[str], both: bool) -> None:
        cases = {"decline": self.treasury.decline, "donate": self.treasury.donate}
        answer = Answer(receipt=reward.tip.receipt)
        works = [cases[each](answer) for each in wish[: 1 + both]]
        self._run(self._together(*works))
        if reward.state is not RewardState.APPROVED or not reward.is_claimable(self.today):
            return
        state = self._run(self.treasury.dossier(reward.reward_id)).state
        ends = {"decline": RewardState.DECLINED, "donate": RewardState.DONATED}
        assert state in {ends[each] for each in wish[: 1 + both]}
        reward.ended(state)

    @act(
        reward=rewards,
        other=rewards,
        people=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3),
        which=st.sampled_from(["right", "right", "wrong", "others", "none"]),
        roles=ROLES,
    )
    def pay(self, **given: Any) -> None:
        reward, people, which = given["reward"], given["people"], given["which"]
        code = {
            "right": self._code(reward),
            "others": self._code(given["other"]),
            "wrong": WRONG,
            "none": "?",
        }[which]
        post = [self._post(person, given["roles"]) for person in people]
        done = self._run(
            self._together(*[self.treasury.pay(p, reward.tip.number, code) for p in post])
        )
        results = [each.payment for each in done]
        is_right = code == self._code(reward)
        ready = reward.state is RewardState.ACCEPTED and reward.is_claimable(self.today)
        if Role.PAYER not in given["roles"] or not ready:
            assert set(results) == {Payment.NOT_READY}
        elif reward.mistyped >= LOCK_AFTER:
            assert set(results) == {Payment.LOCKED}
        elif is_right:
            assert results.count(Payment.PAID) == 1
            reward.payer, reward.payouts = people[results.index(Payment.PAID)], reward.payouts + 1
            reward.ended(RewardState.PAID)
        else:
            assert Payment.PAID not in results
            missed = min(len(people), LOCK_AFTER - reward.mistyped)
            reward.mistyped += missed
            reward.sequence += missed

    @act(reward=rewards, person=st.sampled_from(PEOPLE), roles=ROLES)
    def unlock(self, *, reward: Expected, person: int, roles: frozenset[Role]) -> None:
        post = self._post(person, roles)
        ask = (reward.reward_id, reward.sequence, Reason.CODE_CHECKED)
        done = self._run(self.treasury.unlock(post, *ask))
        may = reward.mistyped >= LOCK_AFTER and reward.state in WAITING and Role.APPROVER in roles
        assert (done is not None) == may
        if may:
            reward.mistyped = 0
            reward.sequence += 1

    @act(reward=rewards, person=st.sampled_from(PEOPLE), roles=ROLES)
    def extend(self, *, reward: Expected, person: int, roles: frozenset[Role]) -> None:
        post = self._post(person, roles)
        ask = (reward.reward_id, reward.sequence, Reason.JUST_CAUSE)
        done = self._run(self.treasury.extend(post, *ask))
        may = reward.state in WAITING and Role.APPROVER in roles and reward.extensions < 3
        assert (done is not None) == may
        if may:
            reward.extensions += 1
            reward.sequence += 1

    @act(
        reward=rewards,
        person=st.sampled_from(PEOPLE),
        roles=ROLES,
        disguised=st.booleans(),
        reason=st.sampled_from([*REVERSING, Reason.CONFIRMED]),
    )
    def reverse(self, **given: Any) -> None:
        reward, person = given["reward"], given["person"]
        post = self._post(person, given["roles"], disguised=given["disguised"])
        ask = (reward.reward_id, reward.sequence, given["reason"])
        done = self._run(self.treasury.reverse(post, *ask))
        may = reward.state is RewardState.PAID and Role.APPROVER in given["roles"]
        may = may and given["reason"] in REVERSING and person != reward.payer
        may = may and not given["disguised"]
        assert (done is not None) == may
        if may:
            reward.ended(RewardState.REVERSED)

    @act(reward=rewards, days=st.one_of(st.integers(0, 5), st.integers(40, 90)))
    def time_passes(self, *, reward: Expected, days: int) -> None:
        del reward
        self.treasury.clock.now += timedelta(days=days)

    @act(reward=rewards, shift=st.integers(-1, 1))
    def the_last_day_comes(self, *, reward: Expected, shift: int) -> None:
        """Go to the last day of a window, the one before or the one after; never back."""
        if reward.noticed is None:
            return
        day = reward.last_day + timedelta(days=shift)
        if day > self.today:
            self.treasury.clock.go_to(day)

    @act(reward=rewards, times=st.integers(1, 2))
    def lapse(self, *, reward: Expected, times: int) -> None:
        """Let all that is due lapse; it takes a reward, so that it does not come too often."""
        del reward
        due = [r for r in self.known if r.state in WAITING and not r.is_claimable(self.today)]
        done = self._run(self._together(*[self.treasury.lapse() for _ in range(times)]))
        assert sum(done) == len(due)
        for reward in due:
            reward.ended(RewardState.LAPSED)

    @act(yuan=st.integers(1, 100_000), back=st.booleans())
    def allot(self, *, yuan: int, back: bool) -> None:
        change = -yuan if back else yuan
        self._run(self.treasury.allot(UNIT, 2026, change * 100))
        self.model.allotted += change
