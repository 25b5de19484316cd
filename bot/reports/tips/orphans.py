"""Deletes sealed files that no row names: a crash came between their writing and the commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.files import SealedFiles

log = structlog.get_logger(__name__)


class OrphanSweep:
    """Deletes what was an orphan at two sweeps in a row: one may belong to a tip being sent."""

    def __init__(
        self, *, unit_of_work: Callable[[], ReportsUnitOfWork], files: SealedFiles
    ) -> None:
        self._unit_of_work = unit_of_work
        self._files = files
        self._suspects: set[str] = set()

    async def __call__(self) -> None:
        # The folder before the rows: a file written in between is then no suspect.
        names = set(await asyncio.to_thread(self._files.list_names))
        async with self._unit_of_work() as work:
            orphans = names - set(await work.envelopes.list_file_names())
        lost = orphans & self._suspects
        self._suspects = orphans - lost
        for name in lost:
            await asyncio.to_thread(self._files.delete, name)
        if lost:
            log.info("orphans_deleted", count=len(lost))
