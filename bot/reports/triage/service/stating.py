"""What a holder says of a tip: how urgent it is, how far the work is, whether a minor is in it."""

from __future__ import annotations

from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.service import Post
from bot.reports.triage.clock.service import ClockEvent
from bot.reports.triage.rules import WorkState
from bot.reports.triage.service.approving import has_other_supervisor
from bot.reports.triage.service.base import TipCard, TriageUseCase, is_supervisor
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork


class SetUrgency(TriageUseCase):
    """Says whether a tip may wait."""

    async def __call__(self, post: Post, tip_id: str, urgency: Urgency) -> TipCard | None:
        """Return None unless the officer holds the tip."""
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, tip_id, post)
            if tip is None:
                return None
            if tip.urgency is not urgency:
                tip.urgency = urgency
                await self._record(work, AuditKind.URGENCY, tip, post, urgency.value)
                await self._note(work, tip, ClockEvent.URGENCY)
            card = await self._card(work, tip)
            await work.commit()
            return card


class SetState(TriageUseCase):
    """Says how far the work on a tip is."""

    async def __call__(self, post: Post, tip_id: str, state: WorkState) -> TipCard | None:
        """Return None unless the officer holds the tip."""
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, tip_id, post)
            if tip is None:
                return None
            if tip.status != state.value:
                tip.status = TipStatus(state.value)
                await self._record(work, AuditKind.STATED, tip, post, state.value)
            card = await self._card(work, tip)
            await work.commit()
            return card


class MarkMinor(TriageUseCase):
    """Says whether a child is named or in danger: it is urgent, and reading takes an approval."""

    async def __call__(self, post: Post, tip_id: str, *, is_minor: bool) -> TipCard | None:
        """Return None unless the officer holds the tip.

        Who takes the mark away must have been let read, or be the unit's only supervisor: else it
        would bind nobody.
        """
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, tip_id, post)
            if tip is None:
                return None
            if not is_minor and not await self._may_unmark(work, tip, post):
                return None
            if tip.about_minor is not is_minor:
                tip.about_minor = is_minor
                tip.minor_reported = tip.minor_reported and is_minor
                await work.approvals.end(tip.id)
                detail = "about_minor" if is_minor else "not_about_minor"
                await self._record(work, AuditKind.STATED, tip, post, detail)
                if is_minor and tip.urgency is not Urgency.URGENT:
                    tip.urgency = Urgency.URGENT
                    await self._record(work, AuditKind.URGENCY, tip, post, Urgency.URGENT.value)
                    await self._note(work, tip, ClockEvent.URGENCY)
            card = await self._card(work, tip)
            await work.commit()
            return card

    async def reported(self, post: Post, tip_id: str, *, is_minor: bool) -> TipCard | None:
        """Say whether the person reported is the minor, for which our own rule gives no reward.

        Return None unless the officer holds the tip and a minor is in it.
        """
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, tip_id, post)
            if tip is None or not tip.about_minor:
                return None
            if tip.minor_reported is not is_minor:
                tip.minor_reported = is_minor
                detail = "minor_reported" if is_minor else "minor_not_reported"
                await self._record(work, AuditKind.STATED, tip, post, detail)
            card = await self._card(work, tip)
            await work.commit()
            return card

    async def _may_unmark(self, work: ReportsUnitOfWork, tip: Tip, post: Post) -> bool:
        if not tip.about_minor or await work.approvals.is_given(tip.id, post.staff_id):
            return True
        return await is_supervisor(work, post) and not await has_other_supervisor(work, post)
