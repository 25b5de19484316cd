"""The one answer for whoever may not, and the counts of how often it was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

import structlog
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from storage.reports.kinds import cut_to_hour
from storage.reports.unit_of_work import ReportsUnitOfWork

log = structlog.get_logger(__name__)

PAUSE_SECONDS = 60.0


@dataclass(slots=True)
class Attempt:
    """What one update came to."""

    is_refused: bool = False


_attempt: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


def note_refusal() -> None:
    """Count the update in hand as refused; the gate does it once the update is dealt with."""
    attempt = _attempt.get()
    if attempt is not None:
        attempt.is_refused = True


async def refuse(event: CallbackQuery | Message) -> None:
    """Give the one answer there is for strangers, others' tips and tips that are not there."""
    note_refusal()
    words = _("This is not open to you, or somebody else holds it.")
    if isinstance(event, CallbackQuery):
        await event.answer(words, show_alert=True)
    else:
        await event.answer(words)


@contextmanager
def watching() -> Generator[Attempt]:
    """Learn whether what happens within the block was refused."""
    attempt = Attempt()
    token = _attempt.set(attempt)
    try:
        yield attempt
    finally:
        _attempt.reset(token)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalCounts:
    """Counts by hour and kind, written down once a minute at most, so that a flood costs little.

    A stranger is counted only; what may be kept of the staff is the staff id.
    """

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    _counts: Counter[tuple[datetime, str, str]] = field(default_factory=Counter)
    _written: list[float] = field(default_factory=lambda: [-PAUSE_SECONDS])

    async def add(self, kind: str, staff_id: str = "") -> None:
        self._counts[cut_to_hour(self.clock()), kind, staff_id] += 1
        if monotonic() - self._written[0] >= PAUSE_SECONDS:
            self._written[0] = monotonic()
            try:
                await self.write_down()
            except SQLAlchemyError as error:
                # The update was dealt with; for a count it is not dealt with once more.
                log.warning("refusals_not_counted", error=type(error).__name__)

    async def write_down(self) -> None:
        """Add what was counted to the database; what cannot be written stays for the next time."""
        counts = dict(self._counts)
        if not counts:
            return
        async with self.unit_of_work() as work:
            for (hour, kind, staff_id), count in counts.items():
                await work.attempts_refused.add(hour, kind, staff_id, count)
            await work.commit()
        self._counts.subtract(counts)
        for key in [key for key, count in self._counts.items() if not count]:
            del self._counts[key]
