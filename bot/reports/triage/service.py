"""The use cases of triage: each checks who asks, decides, and commits before anybody is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError

from bot.reports.staff.service import Post
from bot.reports.tips.messages import MESSAGE_SCHEMA, digest_of
from bot.reports.triage import rules
from bot.reports.triage.duplicates.judging import AlikeTip, list_alike
from bot.reports.triage.rules import Outcome, Standing
from bot.reports.triage.sealing import Desk, OpenedTrail, SealedText, WritingPlace
from storage.errors import NotFoundError
from storage.reports.envelopes import Envelope
from storage.reports.kinds import TipStatus, Urgency, cut_to_hour
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.envelopes import Author

ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TipCard:
    """What the admin chat may see of a tip: never its content."""

    tip_id: str
    number: str
    category: str
    region_id: str
    urgency: Urgency
    status: TipStatus
    hour: datetime
    unit_id: str
    admin_chat: int | None
    locale: str
    holder: int | None
    message_id: int | None
    closed_as: str | None
    alike: tuple[AlikeTip, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Words of an officer on a tip; `nonce` makes sending them twice the same as once."""

    tip_id: str
    text: str = field(repr=False)
    nonce: bytes
    is_question: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageUseCase:
    """A use case of triage; calling it opens a unit of work."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    desk: Desk

    async def _find(self, work: ReportsUnitOfWork, tip_id: str, post: Post) -> Tip | None:
        """Return the tip, held for writing, if it is this unit's."""
        try:
            tip = await work.tips.get_for_update(tip_id)
        except NotFoundError:
            return None
        return tip if tip.unit_id == post.unit_id else None

    async def _card(self, work: ReportsUnitOfWork, tip: Tip) -> TipCard:
        unit = await work.units.get(tip.unit_id)
        holder = None if tip.holder_id is None else await work.staff.get(tip.holder_id)
        return TipCard(
            tip_id=tip.id,
            number=tip.number,
            category=tip.category,
            region_id=tip.region_id,
            urgency=tip.urgency,
            status=tip.status,
            hour=tip.hour,
            unit_id=tip.unit_id,
            admin_chat=unit.chat_id,
            locale=unit.locale,
            holder=None if holder is None else holder.chat_id,
            message_id=tip.card_message_id,
            closed_as=tip.closed_as,
            alike=await list_alike(work, tip.id),
        )


def standing_of(tip: Tip) -> Standing:
    return Standing(status=tip.status, unit_id=tip.unit_id, holder_id=tip.holder_id)


class FindCard(TriageUseCase):
    """Returns a tip's card by the tip, or by the message that shows it."""

    async def __call__(self, tip_id: str) -> TipCard | None:
        async with self.unit_of_work() as work:
            try:
                return await self._card(work, await work.tips.get(tip_id))
            except NotFoundError:
                return None

    async def by_message(self, unit_id: str, message_id: int) -> TipCard | None:
        async with self.unit_of_work() as work:
            tip = await work.tips.find_by_card(unit_id, message_id)
            return None if tip is None else await self._card(work, tip)


class KeepCardMessage(TriageUseCase):
    """Remembers which message in the admin chat is the tip's card."""

    async def __call__(self, tip_id: str, message_id: int) -> None:
        async with self.unit_of_work() as work:
            tip = await work.tips.get_for_update(tip_id)
            tip.card_message_id = message_id
            await work.commit()


class TakeTip(TriageUseCase):
    """Makes an officer the holder, unless another one is; taking again changes nothing."""

    async def __call__(self, post: Post, tip_id: str) -> TipCard | None:
        """Return the card as it then stands, or None if the tip is not this unit's."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None:
                return None
            if rules.may_take(standing_of(tip), post.unit_id):
                tip.holder_id = post.staff_id
                if tip.status is TipStatus.NEW:
                    tip.status = TipStatus.TAKEN
            card = await self._card(work, tip)
            await work.commit()
            return card


class ReturnTip(TriageUseCase):
    """Gives a tip back to the queue."""

    async def __call__(self, post: Post, tip_id: str) -> TipCard | None:
        """Return None unless the officer holds the tip."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None or not rules.may_work(standing_of(tip), post.staff_id, post.unit_id):
                return None
            tip.holder_id = None
            if tip.status is TipStatus.TAKEN:
                tip.status = TipStatus.NEW
            card = await self._card(work, tip)
            await work.commit()
            return card


class ReadTip(TriageUseCase):
    """Opens a tip for its holder, and for nobody else."""

    async def __call__(self, post: Post, tip_id: str) -> tuple[TipCard, OpenedTrail] | None:
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None or not rules.is_holder(standing_of(tip), post.staff_id, post.unit_id):
                return None
            card = await self._card(work, tip)
            rows = await work.envelopes.list_by_tip(tip_id)
        return card, await asyncio.to_thread(self.desk.open, rows)


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
            tip = await self._find(work, written.tip_id, post)
            if tip is None or not rules.may_work(standing_of(tip), post.staff_id, post.unit_id):
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
            tip = await self._find(work, written.tip_id, post)
            if tip is None or not rules.may_work(standing_of(tip), post.staff_id, post.unit_id):
                return None
            if await work.envelopes.find_by_nonce(written.nonce) is None:
                work.envelopes.add(self._row(place, sealed, written.nonce))
                if written.is_question:
                    tip.status = TipStatus.ASKED
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


class CloseTip(TriageUseCase):
    """Closes a tip with an outcome; closing again changes nothing."""

    async def __call__(self, post: Post, tip_id: str, outcome: Outcome) -> TipCard | None:
        """Return None unless the officer holds the tip."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None or not rules.is_holder(standing_of(tip), post.staff_id, post.unit_id):
                return None
            if tip.status is not TipStatus.CLOSED:
                tip.status, tip.closed_as = TipStatus.CLOSED, outcome.value
                tip.closed_on = self.clock().astimezone(UTC).date()
            card = await self._card(work, tip)
            await work.commit()
            return card
