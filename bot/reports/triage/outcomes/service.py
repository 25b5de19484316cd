"""Closing a tip: for ten minutes it can be undone, and until then the tipster is told nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Final

from bot.errors import OutcomeError
from bot.reports.push.service import plan_notice
from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.service import Post
from bot.reports.tips.rules import status_told
from bot.reports.triage import rules
from bot.reports.triage.clock.service import ClockEvent
from bot.reports.triage.outcomes.readings import find_newest_words, find_read
from bot.reports.triage.rules import Outcome
from bot.reports.triage.service.base import TipCard, TriageUseCase, standing_of
from content.schema.outcomes import BY_MINOR, MINOR_INVOLVED, MINOR_REPORTED, OutcomeFacts
from storage.errors import NotFoundError
from storage.reports.kinds import TipStatus
from storage.reports.outcomes import TipOutcome
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork

SETTLE: Final = "settle_close"
UNDO_FOR: Final = timedelta(minutes=10)
NOTHING: Final = OutcomeFacts()
# The outcomes for which it matters that a minor wrote.
_READ_FOR: Final = {Outcome.HELP, Outcome.ELSEWHERE}


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTip(TriageUseCase):
    """Closes a tip with an outcome; closing again changes nothing."""

    undo_for: timedelta = UNDO_FOR

    async def __call__(
        self, post: Post, tip_id: str, outcome: Outcome, facts: OutcomeFacts = NOTHING
    ) -> TipCard | None:
        """Return None unless the officer holds the tip; only a verified outcome takes findings.

        What is passed on to child protection two people close, and nobody otherwise meanwhile.
        Raise `OutcomeError` for findings of what was not verified.
        """
        if not facts.is_empty and not outcome.is_verified:
            raise OutcomeError
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None or not rules.is_holder(standing_of(tip), post.staff_id, post.unit_id):
                return None
            if outcome is Outcome.PROTECTION or not await self._may_end_as(work, tip, outcome):
                return None
            if tip.status is not TipStatus.CLOSED:
                await self._close(work, tip, outcome, facts)
                await self._record(work, AuditKind.CLOSED, tip, post, outcome.value)
                await self._note(work, tip, ClockEvent.CLOSED)
            card = await self._card(work, tip)
            await work.commit()
            return card

    async def endings(self, tip_id: str) -> Sequence[Outcome]:
        """Return how a tip may end, in the order of the lists."""
        async with self.unit_of_work() as work:
            tip = await work.tips.get(tip_id)
            return [each for each in Outcome if await self._may_end_as(work, tip, each)]

    async def _may_end_as(self, work: ReportsUnitOfWork, tip: Tip, outcome: Outcome) -> bool:
        if await work.referrals.find_waiting(tip.id) is not None:
            return False
        by_minor = outcome in _READ_FOR and await self._is_by_minor(work, tip)
        return rules.may_end_as(
            outcome, about_minor=tip.about_minor, by_minor=by_minor, asks_help=tip.asks_help
        )

    async def _is_by_minor(self, work: ReportsUnitOfWork, tip: Tip) -> bool:
        """Return whether a minor wrote, which only the sealed words say."""
        rows = await work.envelopes.list_by_tip(tip.id)
        return await asyncio.to_thread(self.desk.is_by_minor, rows)

    async def _close(
        self, work: ReportsUnitOfWork, tip: Tip, outcome: Outcome, facts: OutcomeFacts
    ) -> None:
        now = self.clock()
        before = await _status_known(work, tip)
        marked = _with_minor(facts, tip)
        if outcome.is_verified:
            marked = await self._with_reporter(work, tip, marked)
        work.outcomes.add(
            TipOutcome(
                tip_id=tip.id,
                verified=outcome.is_verified,
                outcome_class=outcome.value,
                facts=marked.model_dump(mode="json", exclude_defaults=True),
                status_before=before.value,
            )
        )
        tip.status, tip.closed_as = TipStatus.CLOSED, outcome.value
        tip.closed_on = now.astimezone(UTC).date()
        await work.hand_overs.end(tip.id)
        due_at = (now + self.undo_for).replace(second=0, microsecond=0) + timedelta(minutes=1)
        work.outbox.add(SETTLE, tip.unit_id.encode(), {"tip": tip.id}, due_at)
        await work.outcomes.flush()

    async def _with_reporter(
        self, work: ReportsUnitOfWork, tip: Tip, facts: OutcomeFacts
    ) -> OutcomeFacts:
        """Say in the facts that a minor wrote."""
        if facts.is_by_minor or not await self._is_by_minor(work, tip):
            return facts
        return facts.model_copy(update={"flags": (*facts.flags, BY_MINOR)})


async def _status_known(work: ReportsUnitOfWork, tip: Tip) -> TipStatus:
    """Return where the tip stands for whoever closes it: an answer that was read has come."""
    if tip.status is not TipStatus.ASKED:
        return tip.status
    if await find_newest_words(work, tip) > await find_read(work, tip):
        return tip.status
    return status_told(tip.status, await work.envelopes.list_authors(tip.id))


def _with_minor(facts: OutcomeFacts, tip: Tip) -> OutcomeFacts:
    """Carry the marks of the tip into the facts, where the reward rules look for them."""
    marks = {MINOR_INVOLVED: tip.about_minor, MINOR_REPORTED: tip.minor_reported}
    added = [mark for mark, holds in marks.items() if holds and mark not in facts.flags]
    return facts.model_copy(update={"flags": (*facts.flags, *added)})


class UndoClose(TriageUseCase):
    """Takes back a close that was not meant, as if it had not been."""

    async def __call__(self, post: Post, tip_id: str) -> TipCard | None:
        """Return None unless the officer holds the tip and it is not settled yet."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None or not rules.is_holder(standing_of(tip), post.staff_id, post.unit_id):
                return None
            outcome = await work.outcomes.find_unsettled(tip.id)
            if outcome is None:
                return None
            await open_again(work, tip, outcome, TipStatus(outcome.status_before))
            await self._record(work, AuditKind.UNDONE, tip, post)
            await self._note(work, tip, ClockEvent.REOPENED)
            card = await self._card(work, tip)
            await work.commit()
            return card


class ReopenTip(TriageUseCase):
    """Opens a closed tip again, by whom it was closed or by a supervisor."""

    async def __call__(self, post: Post, tip_id: str) -> TipCard | None:
        """Return None for everybody else, and for a tip whose words are destroyed."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None or not rules.may_reopen(standing_of(tip), post.staff_id, post.roles):
                return None
            outcome = await work.outcomes.find(tip.id)
            if is_shredded(tip, outcome):
                return None
            await reopen(work, tip, outcome, by_words=False)
            await plan_notice(work, tip.id, self.clock())
            await self._record(work, AuditKind.REOPENED, tip, post)
            await self._note(work, tip, ClockEvent.REOPENED)
            card = await self._card(work, tip)
            await work.commit()
            return card


class HearWords(TriageUseCase):
    """Lets new words of the tipster count: a question is answered, a closed tip opens again.

    Only now, with the card that tells of them: whoever asks for the queue again and again must
    not learn the minute in which somebody wrote.
    """

    async def __call__(self, tip_id: str, *, is_news: bool = True) -> bool:
        """Return whether the tip was closed until now; words that nobody had read are no news."""
        async with self.unit_of_work() as work:
            try:
                tip = await work.tips.get_for_update(tip_id)
            except NotFoundError:
                return False
            if tip.status is TipStatus.ASKED:
                tip.status = status_told(tip.status, await work.envelopes.list_authors(tip.id))
                await work.commit()
            if tip.status is not TipStatus.CLOSED:
                return False
            await reopen(work, tip, await work.outcomes.find(tip.id), by_words=is_news)
            why = "words" if is_news else "unread"
            await self._record(work, AuditKind.REOPENED, tip, None, why)
            await self._note(work, tip, ClockEvent.REOPENED)
            await work.commit()
            return True


def is_shredded(tip: Tip, outcome: TipOutcome | None) -> bool:
    """Return whether a plea for help was closed and its words are gone."""
    return tip.closed_as == Outcome.HELP and outcome is not None and outcome.is_settled


async def reopen(
    work: ReportsUnitOfWork, tip: Tip, outcome: TipOutcome | None, *, by_words: bool
) -> None:
    before = TipStatus.TAKEN if outcome is None else TipStatus(outcome.status_before)
    has_holder = tip.holder_id is not None
    status = rules.status_reopened(before, has_holder=has_holder, by_words=by_words)
    await open_again(work, tip, outcome, status)


async def open_again(
    work: ReportsUnitOfWork, tip: Tip, outcome: TipOutcome | None, status: TipStatus
) -> None:
    """Take the outcome away, and what would settle it, lest it settle the next one too early.

    A child's danger that was passed on is passed on anew: there may be more to it now.
    """
    await work.outbox.drop_of(SETTLE, tip.unit_id.encode(), tip.id)
    await work.referrals.end(tip.id)
    if outcome is not None:
        await work.outcomes.delete(outcome)
        await work.outcomes.flush()
    tip.status, tip.closed_as, tip.closed_on = status, None, None
