"""Appending to the audit within the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from bot.reports.staff.audit.rules import AuditEntry, AuditKind, bind
from storage.reports.audit import AuditRow
from storage.reports.kinds import cut_to_hour
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.audit import GENESIS, append
from storage.vault.signing import Writer

__all__ = ["AuditEntry", "AuditKind", "AuditTrail"]

_WAITING: Final = "audit_entries"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditTrail:
    """Writes down what the staff do and read; `writer` is the staff process's."""

    writer: Writer
    clock: Callable[[], datetime]

    async def record(self, work: ReportsUnitOfWork, entry: AuditEntry) -> None:
        """Write the entry with the caller's commit, wherever in the transaction this is called.

        Without a commit there is no entry. The chain is held last of all and only until the
        commit, so that no two transactions wait for one another.
        """
        waiting: list[AuditEntry] = work.session.info.setdefault(_WAITING, [])
        if not waiting:
            work.at_commit(lambda: self._append(work))
        waiting.append(entry)

    async def _append(self, work: ReportsUnitOfWork) -> None:
        await work.audit.hold()
        last = await work.audit.find_last()
        entries: Sequence[AuditEntry] = work.session.info.pop(_WAITING)
        await work.audit.append(self._link(entries, last))

    def _link(self, entries: Sequence[AuditEntry], last: AuditRow | None) -> list[AuditRow]:
        end, digest = (last.position, last.digest) if last else (0, GENESIS)
        hour, rows = cut_to_hour(self.clock()), []
        for position, entry in enumerate(entries, start=end + 1):
            bound = bind(entry, position, hour)
            link = append(bound.to_bytes(), previous=digest, writer=self.writer)
            digest = link.digest
            rows.append(AuditRow(**asdict(bound), digest=link.digest, signature=link.signature))
        return rows
