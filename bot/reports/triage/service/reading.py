"""Reading a tip, which the audit knows of first; one about a minor takes an approval."""

from __future__ import annotations

import asyncio

from bot.errors import ApprovalNeededError
from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.service import Post
from bot.reports.triage import rules
from bot.reports.triage.clock.service import ClockEvent
from bot.reports.triage.sealing import OpenedTrail
from bot.reports.triage.service.base import TipCard, TriageUseCase, is_supervisor, standing_of


class ReadTip(TriageUseCase):
    """Opens a tip for its holder, and for nobody else."""

    async def __call__(self, post: Post, tip_id: str) -> tuple[TipCard, OpenedTrail] | None:
        """Return None unless the officer holds it; raise `ApprovalNeededError` as it says."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None or not rules.is_holder(standing_of(tip), post.staff_id, post.unit_id):
                return None
            if tip.about_minor and await work.approvals.find(tip.id, post.staff_id) is None:
                raise ApprovalNeededError
            card = await self._card(work, tip)
            rows = await work.envelopes.list_by_tip(tip_id)
            await self._record(work, AuditKind.READ, tip, post)
            await self._note(work, tip, ClockEvent.READ)
            await work.commit()
        return card, await asyncio.to_thread(self.desk.open, rows)


class ApproveReading(TriageUseCase):
    """Lets the holder read a tip about a minor, by the word of a supervisor."""

    async def __call__(self, post: Post, tip_id: str) -> TipCard | None:
        """Return None unless a supervisor of the unit approves a tip that somebody holds."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None or tip.holder_id is None or not await is_supervisor(work, post):
                return None
            if not tip.about_minor:
                return None
            if await work.approvals.find(tip.id, tip.holder_id) is None:
                await work.approvals.allow(tip.id, tip.holder_id, post.staff_id)
                detail = "own" if tip.holder_id == post.staff_id else "other"
                await self._record(work, AuditKind.MINOR_APPROVED, tip, post, detail)
            card = await self._card(work, tip)
            await work.commit()
            return card


class FindTongue(TriageUseCase):
    """Finds the language in which a tip was sent; it shows nobody anything of the tip."""

    async def __call__(self, tip_id: str) -> str | None:
        """Return None where the tip does not say or cannot be opened."""
        async with self.unit_of_work() as work:
            rows = await work.envelopes.list_by_tip(tip_id)
        return await asyncio.to_thread(self.desk.find_locale, rows)
