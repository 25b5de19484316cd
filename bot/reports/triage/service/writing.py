"""Asking the tipster, and noting for the unit."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from sqlalchemy.exc import IntegrityError

from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.service import Post
from bot.reports.tips.messages import MESSAGE_SCHEMA, digest_of
from bot.reports.triage.clock.service import ClockEvent
from bot.reports.triage.sealing import SealedText, WritingPlace
from bot.reports.triage.service.base import TipCard, TriageUseCase
from storage.reports.envelopes import Envelope
from storage.reports.kinds import TipStatus, cut_to_hour
from storage.vault.envelopes import Author

ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Words of an officer on a tip; `nonce` makes sending them twice the same as once."""

    tip_id: str
    text: str = field(repr=False)
    nonce: bytes
    is_question: bool


class WriteOnTip(TriageUseCase):
    """Asks the tipster, or notes for the unit; sealed before the transaction."""

    async def __call__(self, post: Post, written: Written) -> TipCard | None:
        """Return None unless the officer holds the tip and it is open."""
        for _attempt in range(ATTEMPTS):
            place = await self._place(post, written)
            if place is None:
                return None
            sealed = await asyncio.to_thread(self.desk.seal, written.text, place, self.clock())
            try:
                return await self._commit(post, written, place, sealed)
            except IntegrityError:
                # Somebody wrote on the same tip meanwhile: the chain has a new head.
                continue
        return None

    async def _place(self, post: Post, written: Written) -> WritingPlace | None:
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, written.tip_id, post)
            if tip is None:
                return None
            head = await work.envelopes.find_head(tip.id)
        return WritingPlace(
            tip_id=tip.id,
            unit_id=tip.unit_id,
            sequence=1 if head is None else head.sequence + 1,
            author=Author.STAFF if written.is_question else Author.NOTE,
            previous=digest_of(head),
            mailbox=tip.mailbox_public if written.is_question else None,
        )

    async def _commit(
        self, post: Post, written: Written, place: WritingPlace, sealed: SealedText
    ) -> TipCard | None:
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, written.tip_id, post)
            if tip is None:
                return None
            if await work.envelopes.find_by_nonce(written.nonce) is None:
                work.envelopes.add(self._row(place, sealed, written.nonce))
                if written.is_question:
                    tip.status = TipStatus.ASKED
                    await self._note(work, tip, ClockEvent.ANSWERED)
                kind = AuditKind.ASKED if written.is_question else AuditKind.NOTED
                await self._record(work, kind, tip, post)
            card = await self._card(work, tip)
            await work.commit()
            return card

    def _row(self, place: WritingPlace, sealed: SealedText, nonce: bytes) -> Envelope:
        return Envelope(
            tip_id=place.tip_id,
            sequence=place.sequence,
            author=place.author.value,
            schema=MESSAGE_SCHEMA,
            key_id=sealed.key_id,
            body=sealed.body,
            nonce=nonce,
            hour=cut_to_hour(self.clock()),
        )
