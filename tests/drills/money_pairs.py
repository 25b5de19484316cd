"""Two people who do something about money at the same moment, and what must hold afterwards."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.standing import GIVEN, Event, EventKind, RewardState
from bot.reports.rewards.service.claiming import Answer
from bot.reports.rewards.service.deciding import Decision
from bot.reports.rewards.service.dossiers import Dossier, event_of, find_dossier
from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from bot.reports.triage.duplicates.rules import Verdict
from storage.reports.kinds import TipStatus
from tests.reports.rewards.treasury import TWELVE_GRAMS, UNIT, Closed, Treasury

SMALLER: dict[str, Any] = {"seizures": [{"substance": "heroin", "grams": "5"}]}
PEOPLE, AT_WORK, SAME_ONE = 5, 6, 0.8
WRONG = "AAAA-AAAA-AAAA-AAAA"
ENDINGS = {EventKind.OPENED, EventKind.REJECTED, EventKind.TAKEN_BACK}
LEFT = {RewardState.PAID, RewardState.REVERSED, RewardState.NOT_DUE}

Act = Callable[["Money", "Case", Post], Awaitable[Any]]


@dataclass(eq=False)
class Case:
    """A report with its reward, and what is known of it without asking the use cases."""

    tip: Closed
    dossier: Dossier
    code: str = WRONG
    # What was found; None while the report is open again.
    found: dict[str, Any] | None = field(default_factory=lambda: TWELVE_GRAMS)
    promised: dict[str, Any] | None = None
    same: set[Case] = field(default_factory=set)

    @property
    def state(self) -> RewardState:
        return self.dossier.state

    @property
    def is_given_for_the_same(self) -> bool:
        return any(each.state in GIVEN for each in self.same)


@dataclass
class Money:
    """One unit's rewards, on a database in which two really write at once."""

    treasury: Treasury
    chance: Random
    posts: list[Post] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    left: list[Case] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    steps: int = 0

    async def begin(self) -> None:
        await self.treasury.found()
        self.posts = [await self.treasury.hire(1 + each, *Role) for each in range(PEOPLE)]

    async def step(self) -> None:
        """Let two act at once, mostly on the same report, and look at what came of it."""
        while len(self.cases) < AT_WORK:
            tip, dossier = await self.treasury.opened()
            self.cases.append(Case(tip, dossier))
        one = self.chance.choice(self.cases)
        other = one if self.chance.random() < SAME_ONE else self.chance.choice(self.cases)
        acts = [self._draw(one), self._draw(other)]
        before = [(each, each.state, each.found, each.is_given_for_the_same)
                  for each in dict.fromkeys((one, other))]  # fmt: skip
        posts = self.chance.sample(self.posts, 2)
        await asyncio.gather(acts[0](self, one, posts[0]), acts[1](self, other, posts[1]))
        self.steps += 2
        self.done.update(act.__name__ for act in acts)
        new = [each for each, *was in before if await self._look(each, acts, was)]
        assert link in acts or not (len(new) == 2 and new[1] in new[0].same)

    def _draw(self, case: Case) -> Act:
        """Draw any act, or one that leads on from where the reward stands."""
        if self.chance.random() < 0.3:
            return self.chance.choice(ACTS)
        return self.chance.choice(LEADS_ON[case.state] if case.found else [close_again])

    async def _look(self, case: Case, acts: Sequence[Act], was: Sequence[Any]) -> bool:
        """Compare what happened with what may, whoever was first; tell of a new promise."""
        state, found, is_given_for_the_same = was
        async with self.treasury.work() as work:
            now = await find_dossier(work, case.dossier.reward_id)
            rows = await work.rewards.list_events(case.dossier.reward_id)
        assert now is not None
        case.dossier = now
        events = [event_of(row) for row in rows]
        assert [event.kind for event in events].count(EventKind.PAID) <= 1, "paid twice"
        is_new = state not in GIVEN and case.state in GIVEN
        if is_new:
            case.promised = case.found if case.found is not None else found
            assert link in acts or not is_given_for_the_same, "the same facts earn money once"
        if state is not RewardState.PAID and case.state is RewardState.PAID:
            assert_approved_by_two(events)
            is_touched = {reopen, close_again, close_otherwise} & set(acts)
            assert is_touched or found == case.promised, "what is paid is verified"
        if state is not case.state:
            self.done[case.state.value] += 1
        if case.state in LEFT and (
            case.state is not RewardState.PAID or self.chance.random() < 0.1
        ):
            self.cases.remove(case)
            self.left.append(case)
        return is_new

    async def assert_books(self) -> None:
        every = [*self.cases, *self.left]
        assert (await self.treasury.reconcile()).faults == []
        paid = [each.dossier.standing.amount for each in every if each.state is RewardState.PAID]
        assert (await self.treasury.balances(UNIT, 2026)).paid == sum(fen or 0 for fen in paid)


def assert_approved_by_two(events: Sequence[Event]) -> None:
    """Find the promise that was paid: one proposed it, another approved it, nothing undid it."""
    paid = [event.kind for event in events].index(EventKind.PAID)
    begun = max(i for i in range(paid) if events[i].kind in ENDINGS)
    known = list(events[begun + 1 : paid])
    proposed = [event.staff_id for event in known if event.kind is EventKind.PROPOSED]
    approved = [event.staff_id for event in known if event.kind is EventKind.APPROVED]
    assert len(proposed) == len(approved) == 1, known
    assert proposed[0] != approved[0]


async def propose(money: Money, case: Case, post: Post) -> None:
    yuan = 300 if case.found == SMALLER else 500
    decision = _decision(case, Reason.AS_COMPUTED, yuan * 100)
    await money.treasury.propose_reward(post, decision)


async def approve(money: Money, case: Case, post: Post) -> None:
    await money.treasury.approve_reward(post, _decision(case, Reason.CONFIRMED))


async def reject(money: Money, case: Case, post: Post) -> None:
    await money.treasury.reject_proposal(post, _decision(case, Reason.LOOK_AGAIN))


async def take_back(money: Money, case: Case, post: Post) -> None:
    await money.treasury.take_back(post, *_asked(case), Reason.FACTS_WRONG)


async def accept(money: Money, case: Case, _post: Post) -> None:
    news = await money.treasury.accept(Answer(receipt=case.tip.receipt))
    if news is not None and news.code is not None:
        case.code = news.code


async def pay(money: Money, case: Case, post: Post) -> None:
    await money.treasury.pay(post, case.tip.number, case.code)


async def reverse(money: Money, case: Case, post: Post) -> None:
    await money.treasury.reverse(post, *_asked(case), Reason.PAID_BY_MISTAKE)


async def look_again(money: Money, case: Case, _post: Post) -> None:
    await money.treasury.open(case.tip.tip_id)


async def reopen(money: Money, case: Case, _post: Post) -> None:
    await _put(money, case, None)


async def close_again(money: Money, case: Case, _post: Post) -> None:
    await _put(money, case, TWELVE_GRAMS)
    await money.treasury.open(case.tip.tip_id)


async def close_otherwise(money: Money, case: Case, _post: Post) -> None:
    await _put(money, case, SMALLER)
    await money.treasury.open(case.tip.tip_id)


async def link(money: Money, case: Case, _post: Post) -> None:
    """Find the report to be the same as another, or after all not."""
    other = money.chance.choice([each for each in money.cases if each is not case])
    verdict = money.chance.choice([Verdict.SAME, Verdict.DIFFERENT, Verdict.DIFFERENT, None])
    async with money.treasury.work() as work:
        known = await work.likeness.find_link(case.tip.tip_id, other.tip.tip_id)
        if known is None:
            work.likeness.add_link(case.tip.tip_id, other.tip.tip_id, "likely")
            known = await work.likeness.find_link(case.tip.tip_id, other.tip.tip_id)
        assert known is not None
        known.verdict = None if verdict is None else verdict.value
        await work.commit()
    change = set.add if verdict is Verdict.SAME else set.discard
    change(case.same, other)
    change(other.same, case)


async def _put(money: Money, case: Case, facts: dict[str, Any] | None) -> None:
    async with money.treasury.work() as work:
        is_closed = facts is not None
        tip = await work.tips.get(case.tip.tip_id)
        tip.status = TipStatus.CLOSED if is_closed else TipStatus.TAKEN
        outcome = await work.outcomes.find(case.tip.tip_id)
        assert outcome is not None
        outcome.is_settled = is_closed
        outcome.facts = outcome.facts if facts is None else facts
        await work.commit()
    case.found = facts


def _asked(case: Case) -> tuple[str, int]:
    return case.dossier.reward_id, case.dossier.standing.sequence


def _decision(case: Case, reason: Reason, fen: int = 0) -> Decision:
    reward_id, sequence = _asked(case)
    return Decision(reward_id=reward_id, sequence=sequence, reason=reason, fen=fen)


ACTS: Sequence[Act] = [
    propose, approve, reject, take_back, accept, pay, reverse, look_again, reopen, close_again,
    close_otherwise, link,
]  # fmt: skip
LEADS_ON: dict[RewardState, Sequence[Act]] = {
    RewardState.OPEN: [propose],
    RewardState.PROPOSED: [approve],
    RewardState.APPROVED: [accept, accept, take_back],
    RewardState.ACCEPTED: [pay, pay, take_back, reopen],
    RewardState.PAID: [reverse, pay],
    RewardState.NOT_DUE: [look_again],
}
