"""Verifying the audit, and saying at which entry it was tampered with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from nacl.signing import VerifyKey
from sqlalchemy.orm import Session

from bot.reports.staff.audit.heads import Head
from bot.reports.staff.audit.rules import Bound
from storage.errors import AuditChainError
from storage.reports.audit import AuditRow, iterate
from storage.vault.audit import Link, verify_chain


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """An audit without a gap: how many entries, and the hour of the last one."""

    entries: int
    last_hour: datetime | None
    digest: bytes


@dataclass(slots=True)
class AuditCheck:
    """Goes through the whole chain; run it within `run_sync`, for it does not wait.

    `heads` are what an auditor was told on an earlier day, and what is kept beside the database.
    """

    writer: VerifyKey
    heads: Sequence[Head] = ()
    _entries: int = 0
    _last_hour: datetime | None = None

    def __call__(self, session: Session) -> Verified:
        """Raise `AuditChainError` with the number of the first entry that is not as it was."""
        digest = verify_chain(self._links(session), writer=self.writer)
        if any(head.position > self._entries for head in self.heads):
            raise AuditChainError(self._entries + 1)
        return Verified(entries=self._entries, last_hour=self._last_hour, digest=digest)

    def _links(self, session: Session) -> Iterator[tuple[bytes, Link]]:
        known: dict[int, list[bytes]] = {}
        for head in self.heads:
            known.setdefault(head.position, []).append(head.digest)
        for row in self._rows(session):
            self._entries += 1
            try:
                bound = _bound(row).to_bytes()
                link = Link(digest=bytes(row.digest), signature=bytes(row.signature))
            except (TypeError, ValueError, AttributeError):
                raise AuditChainError(self._entries) from None
            self._last_hour = row.hour
            yield bound, link
            # The chain is checked up to here by now; what a head knew comes after it.
            if any(link.digest != digest for digest in known.get(self._entries, ())):
                raise AuditChainError(self._entries)

    def _rows(self, session: Session) -> Iterator[AuditRow]:
        """Yield the rows; where one cannot even be read, name it."""
        try:
            yield from iterate(session)
        except (TypeError, ValueError, LookupError, OverflowError):
            raise AuditChainError(self._entries + 1) from None


def _bound(row: AuditRow) -> Bound:
    return Bound(
        position=row.position,
        kind=row.kind,
        unit_id=row.unit_id,
        staff_id=row.staff_id,
        tip_number=row.tip_number,
        detail=row.detail,
        hour=row.hour,
    )
