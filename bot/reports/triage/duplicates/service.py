"""Links a tip to those it is likely the same as, and keeps what the staff say of a link."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.reports.triage.duplicates.book import SignatureBook
from bot.reports.triage.duplicates.refreshing import refresh_card
from bot.reports.triage.duplicates.rules import Likeness, compare
from bot.reports.triage.duplicates.sealing import SignatureDesk
from bot.reports.triage.duplicates.signatures import Signature
from storage.errors import NotFoundError, StorageError
from storage.reports.envelopes import Envelope
from storage.reports.likeness import SignedTip, TipSignature
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.envelopes import Author

log = structlog.get_logger(__name__)

_TIPSTER: Final = Author.TIPSTER.value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A tip and its rows, and the signatures of its unit's other tips that are at hand."""

    tip: Tip
    rows: Sequence[Envelope]
    is_signed: bool
    others: Sequence[SignedTip]
    unread: Sequence[TipSignature]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDuplicates:
    """Signs a tip and links it; nothing of it is shown, and a failure never holds up a card."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    desk: SignatureDesk
    book: SignatureBook

    async def __call__(self, tip_id: str) -> None:
        try:
            await self._link(tip_id)
        except (StorageError, SQLAlchemyError, ValueError) as error:
            log.warning("duplicates_skipped", error=type(error).__name__)

    async def _link(self, tip_id: str) -> None:
        opened = await self._read(tip_id)
        if opened is None or opened.is_signed:
            return
        signature = await asyncio.to_thread(self.desk.sign, opened.rows)
        if signature is None:
            return
        sealed = await asyncio.to_thread(self.desk.seal, signature, opened.rows)
        found = await asyncio.to_thread(self._compare, opened, signature)
        await self._commit(opened.tip.unit_id, sealed, found)

    async def _read(self, tip_id: str) -> _Opened | None:
        async with self.unit_of_work() as work:
            try:
                tip = await work.tips.get(tip_id)
            except NotFoundError:
                return None
            rows = await work.envelopes.list_by_tip(tip_id)
            known = await work.likeness.find_signature(tip_id)
            written = [row.sequence for row in rows if row.author == _TIPSTER]
            signed = await work.likeness.list_signed(tip.unit_id)
            others = [other for other in signed if other.tip_id != tip_id]
            unread = await work.likeness.list_signatures(self.book.turn_to(tip.unit_id, signed))
        covers = 0 if known is None else known.covers
        is_signed = not written or covers >= max(written)
        return _Opened(tip=tip, rows=rows, is_signed=is_signed, others=others, unread=unread)

    def _compare(self, opened: _Opened, signature: Signature) -> Mapping[str, Likeness]:
        unit_id, region = opened.tip.unit_id, opened.tip.region_id
        self.book.read(unit_id, opened.unread)
        found = {
            other.tip_id: compare(signature, known, same_region=other.region_id == region)
            for other in opened.others
            if (known := self.book.find(unit_id, other)) is not None
        }
        return {tip_id: likeness for tip_id, likeness in found.items() if likeness is not None}

    async def _commit(
        self, unit_id: str, sealed: TipSignature, found: Mapping[str, Likeness]
    ) -> None:
        async with self.unit_of_work() as work:
            tip = await work.tips.get_for_update(sealed.tip_id)
            if tip.unit_id != unit_id:
                # Passed on meanwhile: the new unit signs it anew, to its own key.
                return
            await work.likeness.keep_signature(sealed)
            for other_id, likeness in found.items():
                await self._add_link(work, tip, other_id, likeness)
            await work.commit()

    async def _add_link(
        self, work: ReportsUnitOfWork, tip: Tip, other_id: str, likeness: Likeness
    ) -> None:
        """Link, unless it is linked or the other tip has ended meanwhile."""
        other = await work.tips.find(other_id)
        if other is None or await work.likeness.find_link(tip.id, other_id) is not None:
            return
        work.likeness.add_link(tip.id, other_id, likeness.value)
        refresh_card(work, other, self.clock())
