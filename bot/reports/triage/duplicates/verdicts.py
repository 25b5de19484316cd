"""The use case of judging a link."""

from __future__ import annotations

from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.service import Post
from bot.reports.triage import rules
from bot.reports.triage.duplicates.refreshing import refresh_card
from bot.reports.triage.duplicates.rules import Verdict
from bot.reports.triage.service.base import TipCard, TriageUseCase, standing_of


class JudgeLink(TriageUseCase):
    """Keeps whether two tips are the same; judging again replaces what was said before."""

    async def __call__(
        self, post: Post, tip_id: str, number: str, verdict: Verdict
    ) -> TipCard | None:
        """Return None unless the officer holds the tip and it is linked to that number."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None or not rules.is_holder(standing_of(tip), post.staff_id, post.unit_id):
                return None
            other = await work.tips.find_by_number(number)
            link = None if other is None else await work.likeness.find_link(tip_id, other.id)
            if link is None or other is None:
                return None
            if link.verdict != verdict.value:
                link.verdict = verdict.value
                refresh_card(work, other, self.clock())
                kind = AuditKind.LINKED if verdict is Verdict.SAME else AuditKind.UNLINKED
                await self._record(work, kind, tip, post, f"to:{number.lower()}")
            card = await self._card(work, tip)
            await work.commit()
            return card
