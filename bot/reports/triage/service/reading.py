"""Reading a tip, which the audit knows of first; one about a minor takes an approval."""

from __future__ import annotations

import asyncio

from bot.errors import ApprovalNeededError
from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.service import Post
from bot.reports.triage import rules
from bot.reports.triage.clock.service import ClockEvent
from bot.reports.triage.outcomes.readings import find_read
from bot.reports.triage.sealing import OpenedTrail
from bot.reports.triage.service.base import TipCard, TriageUseCase, standing_of
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork


class ReadTip(TriageUseCase):
    """Opens a tip for its holder, and for nobody else."""

    async def __call__(self, post: Post, tip_id: str) -> tuple[TipCard, OpenedTrail] | None:
        """Return None unless the officer holds it; raise `ApprovalNeededError` as it says."""
        async with self.unit_of_work() as work:
            tip = await self._find_his(work, tip_id, post)
            if tip is None:
                return None
            if not await self._is_approved(work, tip, post):
                raise ApprovalNeededError
            card = await self._card(work, tip)
            rows = await work.envelopes.list_by_tip(tip_id)
            await self._record(work, AuditKind.READ, tip, post)
            await self._note(work, tip, ClockEvent.READ)
            await work.commit()
        return card, await asyncio.to_thread(self.desk.open, rows)

    async def keep_shown(self, post: Post, tip_id: str, trail: OpenedTrail) -> bool:
        """Let the audit know how far it was shown; call this once it is on the officer's screen.

        Return False if he may not read it any more: what ended his reading meanwhile found
        nothing yet to take away.
        """
        async with self.unit_of_work() as work:
            tip = await self._find_his(work, tip_id, post)
            if tip is None or not await self._is_approved(work, tip, post):
                return False
            if trail.words_to > await find_read(work, tip):
                detail = rules.reading_detail(trail.words_to)
                await self._record(work, AuditKind.READ, tip, post, detail)
                await work.commit()
        return True

    async def _find_his(self, work: ReportsUnitOfWork, tip_id: str, post: Post) -> Tip | None:
        tip = await self._find(work, tip_id, post)
        if tip is None or not rules.is_holder(standing_of(tip), post.staff_id, post.unit_id):
            return None
        return tip

    async def _is_approved(self, work: ReportsUnitOfWork, tip: Tip, post: Post) -> bool:
        return not tip.about_minor or await work.approvals.is_given(tip.id, post.staff_id)


class FindTongue(TriageUseCase):
    """Finds the language in which a tip was sent; it shows nobody anything of the tip."""

    async def __call__(self, tip_id: str) -> str | None:
        """Return None where the tip does not say or cannot be opened."""
        async with self.unit_of_work() as work:
            rows = await work.envelopes.list_by_tip(tip_id)
        return await asyncio.to_thread(self.desk.find_locale, rows)
