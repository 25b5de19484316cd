"""Linking two tips that an officer knows to be the same, by the number of the other."""

from __future__ import annotations

from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.service import Post
from bot.reports.triage.duplicates.refreshing import refresh_card
from bot.reports.triage.duplicates.rules import Likeness, Verdict
from bot.reports.triage.service.base import TipCard, TriageUseCase


class LinkTips(TriageUseCase):
    """Links a tip to another one of the unit; both keep when they came, and nothing is merged."""

    async def __call__(self, post: Post, tip_id: str, number: str) -> TipCard | None:
        """Return None unless the officer holds the tip and the number is another of his unit."""
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, tip_id, post)
            other = None if tip is None else await work.tips.find_by_number(number)
            if tip is None or other is None or other.id == tip.id:
                return None
            if other.unit_id != post.unit_id:
                return None
            link = await work.likeness.find_link(tip.id, other.id)
            if link is None:
                work.likeness.add_link(
                    tip.id, other.id, Likeness.STATED.value, verdict=Verdict.SAME.value
                )
                await work.tips.flush()
            elif link.verdict != Verdict.SAME.value:
                link.verdict = Verdict.SAME.value
            else:
                return await self._card(work, tip)
            refresh_card(work, other, self.clock())
            await self._record(work, AuditKind.LINKED, tip, post, f"to:{number.lower()}")
            card = await self._card(work, tip)
            await work.commit()
            return card
