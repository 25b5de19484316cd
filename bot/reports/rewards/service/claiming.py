"""The tipster's side: seeing that a reward waits, and accepting, declining or donating it.

It runs where no key opens a tip, and tells the audit nothing: that is about the staff.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from sqlalchemy.exc import IntegrityError

from bot.reports.rewards.rules.books import Transaction
from bot.reports.rewards.rules.claims import make_code, make_verifier
from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.standing import (
    PROXY,
    WAITING,
    EventKind,
    RewardState,
)
from bot.reports.rewards.rules.windows import Deadlines
from bot.reports.rewards.service.base import Happening, RewardUseCase
from bot.reports.rewards.service.dossiers import Dossier, find_dossier_by_number
from bot.reports.rewards.service.posting import post_to_ledger, posting_of
from bot.reports.rewards.service.snapshots import Camera
from bot.reports.tips.rules import card_due
from storage.reports.kinds import Urgency
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.receipts import Receipt

SHOWN = frozenset(
    {
        RewardState.APPROVED,
        RewardState.ACCEPTED,
        RewardState.DECLINED,
        RewardState.DONATED,
        RewardState.LAPSED,
        RewardState.PAID,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardNews:
    """What the mailbox says of a reward; amounts are in fen."""

    state: RewardState
    fen: int
    deadlines: Deadlines | None
    identity: Literal["required", "code"]
    by_proxy: bool = False
    is_locked: bool = False
    is_claimable: bool = False
    is_on_hold: bool = False
    is_by_minor: bool = False
    code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TipsterUseCase(RewardUseCase):
    """Finds the reward of a receipt, which is proved by the receipt's own tip or tombstone."""

    camera: Camera

    async def _find(self, work: ReportsUnitOfWork, receipt: Receipt) -> Dossier | None:
        lookup = receipt.keys().lookup
        tip = await work.tips.find_by_lookup(lookup)
        buried = None if tip is not None else await work.tombstones.find_by_lookup(lookup)
        number = tip.number if tip else buried.number if buried else None
        return None if number is None else await find_dossier_by_number(work, number)

    def _news(self, dossier: Dossier, receipt: Receipt, *, is_on_hold: bool) -> RewardNews:
        standing = dossier.standing
        scheme = self.books.scheme_of(dossier)
        is_accepted = standing.state is RewardState.ACCEPTED and not is_on_hold
        code = make_code(receipt.keys().claim, dossier.reward_id) if is_accepted else None
        return RewardNews(
            state=standing.state,
            fen=standing.amount or 0,
            deadlines=self.books.deadlines(dossier),
            identity="required" if scheme is None else scheme.identity,
            by_proxy=standing.by_proxy,
            is_locked=standing.is_locked,
            is_claimable=not is_on_hold and self.books.is_claimable(dossier),
            is_on_hold=is_on_hold,
            is_by_minor=dossier.snapshot.case.facts.is_by_minor,
            code=code,
        )


class FindReward(TipsterUseCase):
    """Says what the mailbox shows of a reward; nothing before it is approved."""

    async def __call__(self, receipt: Receipt) -> RewardNews | None:
        async with self.unit_of_work() as work:
            dossier = await self._find(work, receipt)
            if dossier is None:
                return None
            is_held = dossier.state in WAITING and not await self.camera.holds(work, dossier)
        # Who was told of a promise is told as well that it is being looked at once more.
        is_back = dossier.standing.is_taken_back
        if dossier.state not in SHOWN and not is_back:
            return None
        return self._news(dossier, receipt, is_on_hold=is_held or is_back)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who answers, and whether somebody else will collect."""

    receipt: Receipt
    by_proxy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReward(TipsterUseCase, ABC):
    """An answer of the tipster; repeating it changes nothing and is answered alike.

    The card in the admin chat is drawn anew after a while, lest it tell when somebody answered.
    """

    delay: Callable[[], timedelta] = timedelta

    async def __call__(self, answer: Answer) -> RewardNews | None:
        """Return how it then stands, or None where there is nothing to answer."""
        # Who was slower is told what happened in that moment.
        with suppress(IntegrityError):
            await self._try(answer)
        find = FindReward(
            unit_of_work=self.unit_of_work,
            clock=self.clock,
            books=self.books,
            camera=self.camera,
        )
        return await find(answer.receipt)

    async def _try(self, answer: Answer) -> None:
        async with self.unit_of_work() as work:
            dossier = await self._find(work, answer.receipt)
            if dossier is None or not self.books.is_claimable(dossier):
                return
            if not await self.camera.holds(work, dossier):
                return
            if await self._answer(work, dossier, answer):
                due_at = card_due(Urgency.ROUTINE, self.clock(), self.delay())
                self._redraw(work, dossier, due_at)
                await work.commit()

    @abstractmethod
    async def _answer(self, work: ReportsUnitOfWork, dossier: Dossier, answer: Answer) -> bool:
        """Append the answer; return False where it changes nothing."""

    async def _end(
        self, work: ReportsUnitOfWork, dossier: Dossier, kind: EventKind, move: Transaction
    ) -> bool:
        """End it from the state in which nothing has been accepted yet."""
        if dossier.state is not RewardState.APPROVED:
            return False
        what = Happening(kind=kind, reason=Reason.CHOSEN.value)
        sequence = self._append(work, dossier, what)
        await post_to_ledger(work, posting_of(dossier, sequence, move), self.clock())
        return True


class AcceptReward(AnswerReward):
    """Accepts: only now the code has a verifier, and the staff never know the code."""

    async def _answer(self, work: ReportsUnitOfWork, dossier: Dossier, answer: Answer) -> bool:
        standing = dossier.standing
        is_new = standing.state is RewardState.APPROVED
        is_changed = standing.by_proxy != answer.by_proxy
        if not is_new and not (standing.state is RewardState.ACCEPTED and is_changed):
            return False
        code = make_code(answer.receipt.keys().claim, dossier.reward_id)
        what = Happening(
            kind=EventKind.ACCEPTED,
            reason=PROXY if answer.by_proxy else Reason.CHOSEN.value,
            verifier=make_verifier(code, dossier.reward_id),
        )
        self._append(work, dossier, what)
        return True


class DeclineReward(AnswerReward):
    """Declines: the money goes back to the budget."""

    async def _answer(self, work: ReportsUnitOfWork, dossier: Dossier, answer: Answer) -> bool:
        del answer
        return await self._end(work, dossier, EventKind.DECLINED, Transaction.RELEASE)


class DonateReward(AnswerReward):
    """Donates: the money goes to drug prevention, and nobody has to come and collect it."""

    async def _answer(self, work: ReportsUnitOfWork, dossier: Dossier, answer: Answer) -> bool:
        del answer
        return await self._end(work, dossier, EventKind.DONATED, Transaction.DONATE)
