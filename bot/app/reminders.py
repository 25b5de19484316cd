"""Plans the reminders of each hour, beside the worker that sends them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from time import monotonic

import structlog

from bot.education.learning.service.reminders import PlanReminders

log = structlog.get_logger(__name__)

PAUSE_SECONDS = 1.0
AGAIN_SECONDS = 300.0


class ReminderPlanner:
    """Plans as soon as the local hour turns, and now and then within it."""

    def __init__(self, plan: PlanReminders, clock: Callable[[], datetime]) -> None:
        self._plan, self._clock = plan, clock
        self._planned: tuple[date, int] | None = None
        self._planned_at = 0.0
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        while not self._stopping.is_set():
            if self._is_time():
                await self._do()
            try:
                await asyncio.wait_for(self._stopping.wait(), PAUSE_SECONDS)
            except TimeoutError:
                continue

    def _is_time(self) -> bool:
        now = self._clock()
        is_new_hour = self._planned != (now.date(), now.hour)
        return is_new_hour or monotonic() - self._planned_at > AGAIN_SECONDS

    async def _do(self) -> None:
        now = self._clock()
        self._planned, self._planned_at = (now.date(), now.hour), monotonic()
        try:
            await self._plan()
        except Exception as error:
            log.exception("reminders_not_planned", error=type(error).__name__)
