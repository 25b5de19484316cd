"""What the board tells: counts, and the report that has been open longest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.reports.boards import Board
from storage.reports.kinds import TipStatus
from storage.reports.unit_of_work import ReportsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardState:
    """What a unit's board is to show, and where it stands; never content."""

    unit_id: str
    region_id: str
    locale: str
    chat_id: int
    counts: Mapping[TipStatus, int]
    urgent: int
    overdue: int
    oldest: str | None
    oldest_hour: datetime | None
    message_id: int | None
    shown: bytes | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBoardUnits:
    """Lists the units that have an admin chat."""

    unit_of_work: Callable[[], ReportsUnitOfWork]

    async def __call__(self) -> list[str]:
        async with self.unit_of_work() as work:
            return [unit.id for unit in await work.units.list_all() if unit.chat_id is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindBoardState:
    """Counts what a unit has to do; `terms` are those that bind without condition.

    A tip whose card still waits is not counted, or the board would tell when somebody wrote. No
    term ends so early that such a tip could be overdue.
    """

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    terms: Sequence[str]

    async def __call__(self, unit_id: str) -> BoardState | None:
        """Return None for a unit without an admin chat."""
        now = self.clock()
        async with self.unit_of_work() as work:
            unit = await work.units.find(unit_id)
            if unit is None or unit.chat_id is None:
                return None
            board = await work.boards.find(unit_id)
            known = board if board is not None and board.chat_id == unit.chat_id else None
            seen = await work.boards.count_open(unit_id, now)
            return BoardState(
                unit_id=unit.id,
                region_id=unit.region_id,
                locale=unit.locale,
                chat_id=unit.chat_id,
                counts=seen.counts,
                urgent=seen.urgent,
                overdue=await work.clock.count_overdue(unit_id, now, self.terms),
                oldest=seen.oldest,
                oldest_hour=seen.oldest_hour,
                message_id=None if known is None else known.message_id,
                shown=None if known is None else known.shown,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepBoard:
    """Remembers where a board stands and what it shows."""

    unit_of_work: Callable[[], ReportsUnitOfWork]

    async def __call__(self, unit_id: str, chat_id: int, message_id: int, shown: bytes) -> None:
        async with self.unit_of_work() as work:
            board = Board(unit_id=unit_id, chat_id=chat_id, message_id=message_id, shown=shown)
            await work.boards.keep(board)
            await work.commit()
