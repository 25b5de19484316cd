"""Sending a tip: sealed before the transaction, committed under the receipt's lookup id."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.reports.tips import rules
from bot.reports.tips.messages import MESSAGE_SCHEMA
from bot.reports.tips.routing import FindUnit
from bot.reports.tips.sealing import Place, SealedWords, Sealer, Words
from storage.reports.base import random_id
from storage.reports.envelopes import Envelope, SealedFile
from storage.reports.kinds import TipStatus, Urgency, cut_to_hour
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.envelopes import Author
from storage.vault.receipts import Receipt, ReceiptKeys

CARD = "card"
WAITING = "waiting_card"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTipRequest:
    """A reviewed draft and its receipt; `waits` puts it into the digest instead of on a card."""

    receipt: Receipt
    category: str
    region_id: str
    urgency: Urgency
    words: Words = field(repr=False)
    about_official: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTip:
    """The number that a person may know the tip by, and what only we know of it."""

    number: str
    tip_id: str = field(repr=False)
    unit_id: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTip:
    """Sends a tip; sending it again, however often, is the same tip with the same number."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    sealer: Sealer
    card_delay: Callable[[], timedelta]
    find_unit: FindUnit

    async def __call__(self, request: SendTipRequest) -> SentTip:
        keys = request.receipt.keys()
        sent = await self._find(keys.lookup)
        if sent is not None:
            return sent
        unit = await self.find_unit(request.region_id, about_official=request.about_official)
        place = Place(tip_id=random_id(), unit_id=unit.id)
        sealed = await asyncio.to_thread(self.sealer.seal, request.words, place, self.clock())
        try:
            sent, is_new = await self._commit(request, keys, place, sealed)
        except Exception:
            await self._clean_up(keys.lookup, place, sealed)
            raise
        if not is_new:
            await asyncio.to_thread(self.sealer.discard, sealed.file_names)
        return sent

    async def is_sent(self, receipt: Receipt) -> bool:
        return await self._find(receipt.keys().lookup) is not None

    async def _find(self, lookup: bytes) -> SentTip | None:
        async with self.unit_of_work() as work:
            tip = await work.tips.find_by_lookup(lookup)
            return None if tip is None else _sent(tip)

    async def _commit(
        self, request: SendTipRequest, keys: ReceiptKeys, place: Place, sealed: SealedWords
    ) -> tuple[SentTip, bool]:
        async with self.unit_of_work() as work:
            await work.tips.hold_acceptance()
            earlier = await work.tips.find_by_lookup(keys.lookup)
            if earlier is not None:
                return _sent(earlier), False
            tip = await self._add_tip(work, request, keys, place)
            _add_envelope(work, tip, sealed)
            self._add_card(work, tip, waits=request.waits)
            await work.commit()
        return _sent(tip), True

    async def _add_tip(
        self, work: ReportsUnitOfWork, request: SendTipRequest, keys: ReceiptKeys, place: Place
    ) -> Tip:
        home = self.find_unit.home
        await work.units.ensure(home.id, region_id=home.region_id, locale=home.locale)
        tip = work.tips.add(
            Tip(
                id=place.tip_id,
                number=await work.tips.next_number(),
                lookup=keys.lookup,
                mailbox_public=bytes(keys.mailbox.public_key),
                region_id=request.region_id,
                category=request.category,
                urgency=request.urgency,
                status=TipStatus.NEW,
                unit_id=place.unit_id,
                hour=cut_to_hour(self.clock()),
                acceptance=await work.tips.next_acceptance(),
                about_minor=request.words.fields.get(rules.RISK) == rules.CHILD,
            )
        )
        await work.tips.flush()
        return tip

    def _add_card(self, work: ReportsUnitOfWork, tip: Tip, *, waits: bool) -> None:
        due_at = rules.card_due(tip.urgency, self.clock(), self.card_delay())
        kind = WAITING if waits else CARD
        work.outbox.add(kind, tip.unit_id.encode(), {"tip": tip.id}, due_at)

    async def _clean_up(self, lookup: bytes, place: Place, sealed: SealedWords) -> None:
        """Delete the files unless the commit took effect and only its answer was lost."""
        async with self.unit_of_work() as work:
            tip = await work.tips.find_by_lookup(lookup)
        if tip is None or tip.id != place.tip_id:
            await asyncio.to_thread(self.sealer.discard, sealed.file_names)


def _sent(tip: Tip) -> SentTip:
    return SentTip(number=tip.number, tip_id=tip.id, unit_id=tip.unit_id)


def _add_envelope(work: ReportsUnitOfWork, tip: Tip, sealed: SealedWords) -> None:
    envelope = Envelope(
        tip_id=tip.id,
        sequence=1,
        author=Author.TIPSTER.value,
        schema=MESSAGE_SCHEMA,
        key_id=sealed.key_id,
        body=sealed.body,
        hour=tip.hour,
    )
    work.envelopes.add(envelope)
    for name in sealed.file_names:
        work.envelopes.add_file(SealedFile(name=name, tip_id=tip.id, sequence=1))
