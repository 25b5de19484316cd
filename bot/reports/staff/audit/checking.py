"""Verifying the audit, and saying at which entry it was tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
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

    `head` is what an auditor was told on an earlier day.
    """

    writer: VerifyKey
    head: Head | None = None
    _entries: int = 0
    _last_hour: datetime | None = None
    _digest_at_head: bytes | None = field(default=None, repr=False)

    def __call__(self, session: Session) -> Verified:
        """Raise `AuditChainError` with the number of the first entry that is not as it was."""
        digest = verify_chain(self._links(session), writer=self.writer)
        if self.head is not None and self.head.position > 0:
            self._compare_with(self.head)
        return Verified(entries=self._entries, last_hour=self._last_hour, digest=digest)

    def _compare_with(self, head: Head) -> None:
        if self._entries < head.position:
            raise AuditChainError(self._entries + 1)
        if self._digest_at_head != head.digest:
            raise AuditChainError(head.position)

    def _links(self, session: Session) -> Iterator[tuple[bytes, Link]]:
        for row in self._rows(session):
            self._entries += 1
            try:
                bound = _bound(row).to_bytes()
                link = Link(digest=bytes(row.digest), signature=bytes(row.signature))
            except (TypeError, ValueError, AttributeError):
                raise AuditChainError(self._entries) from None
            self._last_hour = row.hour
            if self.head is not None and self._entries == self.head.position:
                self._digest_at_head = link.digest
            yield bound, link

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
