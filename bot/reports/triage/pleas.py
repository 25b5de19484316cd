"""Finds the plea in a tip: whoever is in danger is not left to the order of the queue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.reports.staff.audit.service import AuditKind
from bot.reports.triage.clock.service import ClockEvent
from bot.reports.triage.service.base import TriageUseCase
from storage.errors import NotFoundError
from storage.reports.envelopes import Envelope
from storage.reports.kinds import TipStatus, Urgency
from storage.vault.envelopes import Author


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPlea(TriageUseCase):
    """Marks a tip in whose words the reporter speaks of danger: a plea, and urgent.

    Nothing of it is shown or kept but the mark. Once set it stays; how urgent the tip is from
    then on, the officers say.
    """

    hears: Callable[[str], bool]

    async def __call__(self, tip_id: str) -> None:
        async with self.unit_of_work() as work:
            tip = await work.tips.find(tip_id)
            if tip is None or tip.asks_help or tip.status is TipStatus.CLOSED:
                return
            rows = await work.envelopes.list_by_tip(tip_id)
        if not await asyncio.to_thread(self._is_plea, rows):
            return
        async with self.unit_of_work() as work:
            try:
                tip = await work.tips.get_for_update(tip_id)
            except NotFoundError:
                return
            tip.asks_help = True
            if tip.urgency is not Urgency.URGENT:
                tip.urgency = Urgency.URGENT
                await self._record(work, AuditKind.URGENCY, tip, None, Urgency.URGENT.value)
                await self._note(work, tip, ClockEvent.URGENCY)
            await work.commit()

    def _is_plea(self, rows: Sequence[Envelope]) -> bool:
        messages = self.desk.open(rows).messages
        return any(self.hears(each.text) for each in messages if each.author == Author.TIPSTER)
