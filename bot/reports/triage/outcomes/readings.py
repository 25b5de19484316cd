"""How far a tip was read, which the audit tells: what nobody has read is never destroyed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.reports.staff.audit.service import AuditKind
from bot.reports.triage.rules import read_to
from storage.reports.audit import AuditRow
from storage.reports.kinds import TipStatus
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.envelopes import Author


@dataclass(frozen=True, slots=True, kw_only=True)
class WasRead:
    """Tells whether a closed tip's words were read before the close, so that they are no news."""

    unit_of_work: Callable[[], ReportsUnitOfWork]

    async def __call__(self, tip_id: str, sequence: int | None) -> bool:
        """Return False for a tip that is open, and for words that say no number."""
        async with self.unit_of_work() as work:
            tip = await work.tips.find(tip_id)
            if tip is None or tip.status is not TipStatus.CLOSED or sequence is None:
                return False
            return sequence <= await find_read_at_close(work, tip)


async def find_read(work: ReportsUnitOfWork, tip: Tip) -> int:
    """Return the number of the newest message that somebody has read, 0 if nobody read any."""
    return _farthest(await work.audit.list_of_tip(tip.number))


async def find_read_at_close(work: ReportsUnitOfWork, tip: Tip) -> int:
    """Return how far the tip had been read when it was last closed."""
    rows = await work.audit.list_of_tip(tip.number)
    closes = [at for at, row in enumerate(rows) if row.kind == AuditKind.CLOSED.value]
    return _farthest(rows[: closes[-1]]) if closes else 0


async def find_newest_words(work: ReportsUnitOfWork, tip: Tip) -> int:
    """Return the number of the tipster's newest message."""
    rows = await work.envelopes.list_by_author(tip.id, Author.TIPSTER.value)
    return rows[-1].sequence if rows else 0


def _farthest(rows: Sequence[AuditRow]) -> int:
    readings = [row.detail for row in rows if row.kind == AuditKind.READ.value]
    return max((read_to(detail) for detail in readings), default=0)
