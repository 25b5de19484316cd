"""Tells when reminders were planned, whether any was written or not."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from bot.app import reminders
from bot.education.learning.service.reminders import PlanReminders

PATIENCE = 20.0


@dataclass(frozen=True)
class Moments:
    """The moments for which the application has planned, by its own clock."""

    found: list[datetime] = field(default_factory=list)

    @classmethod
    def watch(cls, patch: pytest.MonkeyPatch) -> Moments:
        moments, plan = cls(), PlanReminders.__call__
        patch.setattr(reminders, "PAUSE_SECONDS", 0.05)

        async def plan_and_tell(self: PlanReminders) -> int:
            now = self.clock()
            count = await plan(self)
            moments.found.append(now)
            return count

        patch.setattr(PlanReminders, "__call__", plan_and_tell)
        return moments

    async def at(self, moment: datetime) -> None:
        """Wait until reminders have been planned for this moment."""
        async with asyncio.timeout(PATIENCE):
            while moment not in self.found:  # noqa: ASYNC110 - it is told nowhere else
                await asyncio.sleep(0.05)
