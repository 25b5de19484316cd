"""The audit's head beside the database, so that a shortened or older database shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog

from bot.reports.staff.audit.heads import Head, parse_head
from storage.reports.audit import AuditRow
from storage.reports.kinds import cut_to_hour
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.disk import write_atomically
from storage.vault.signing import Writer

log = structlog.get_logger(__name__)

HEAD_FILE: Final = "audit-head"


def read_head(path: Path) -> Head | None:
    """Return the head that is kept; None where there is none. `ValueError`: it is no head."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    head = parse_head(text)
    if head is None:
        raise ValueError("this file holds no head of the audit")
    return head


async def holds(work: ReportsUnitOfWork, head: Head) -> bool:
    """Return whether the entry that the head names is there as it was."""
    if head.position == 0:
        return True
    row = await work.audit.find(head.position)
    return row is not None and row.digest == head.digest


@dataclass(slots=True, kw_only=True)
class KeepHead:
    """A chore that writes down how far the audit goes.

    A head that the database no longer holds is never written over: it is the only trace of what
    was removed, until somebody who knows why deletes the file.
    """

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    writer: Writer
    path: Path
    _written: int = 0
    _is_told: bool = field(default=False)

    async def __call__(self) -> None:
        async with self.unit_of_work() as work:
            last = await work.audit.find_last()
            if last is not None and last.position == self._written:
                return
            may_write = await self._may_write(work, last)
        if may_write and last is not None:
            await asyncio.to_thread(self._write, last)
            self._written, self._is_told = last.position, False

    async def _may_write(self, work: ReportsUnitOfWork, last: AuditRow | None) -> bool:
        """Return whether the end is a later one than the head that is kept, and holds it."""
        try:
            head = read_head(self.path)
            is_held = head is None or await holds(work, head)
        except ValueError:
            head, is_held = None, False
        if not is_held and not self._is_told:
            log.error("audit_head_not_held")
            self._is_told = True
        return is_held and (head is None or (last is not None and last.position > head.position))

    def _write(self, last: AuditRow) -> None:
        hour = cut_to_hour(self.clock())
        head = Head.sign(hour.date(), last.position, last.digest, self.writer)
        # When within the hour somebody worked is told by nothing in this folder.
        write_atomically(self.path, f"{head}\n".encode(), time=int(hour.timestamp()))
