"""Muting the sender of a tip for today, without anybody learning who it is."""

from __future__ import annotations

from datetime import tzinfo
from enum import Enum, auto

from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.service import Post
from bot.reports.triage.service.base import TriageUseCase


class Muting(Enum):
    """What became of a wish to mute."""

    WISHED = auto()
    TOO_OLD = auto()


class MuteSender(TriageUseCase):
    """Leaves word for the public process, which alone still knows today's senders.

    Whether it knew this one comes back to nobody.
    """

    async def __call__(self, post: Post, tip_id: str, zone: tzinfo) -> Muting | None:
        """Return None unless the officer holds the tip; `zone` says when today began."""
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, tip_id, post)
            if tip is None:
                return None
            if tip.hour.astimezone(zone).date() != self.clock().astimezone(zone).date():
                return Muting.TOO_OLD
            await work.mutes.wish(tip.id)
            await self._record(work, AuditKind.MUTED, tip, post)
            await work.commit()
            return Muting.WISHED
