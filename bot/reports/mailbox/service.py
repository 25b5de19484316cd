"""Opening a mailbox by its receipt, and adding words to its tip."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from bot.errors import TipChangedError
from bot.reports.mailbox.threads import open_apart
from bot.reports.rewards.service.claiming import FindReward, RewardNews
from bot.reports.tips.messages import (
    MESSAGE_SCHEMA,
    TipMessage,
    context_of,
    digest_of,
    intact_rows,
)
from bot.reports.tips.rules import card_due, status_told
from bot.reports.tips.sealing import Place, SealedWords, Sealer, Words
from storage.errors import EnvelopeError
from storage.reports.envelopes import Envelope as StoredEnvelope
from storage.reports.envelopes import SealedFile
from storage.reports.kinds import TipStatus, cut_to_hour
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.envelopes import Author, Envelope, open_envelope
from storage.vault.keys import PublicKeys
from storage.vault.receipts import Receipt, ReceiptKeys

ANSWER_CARD = "answer_card"
ATTEMPTS = 5
# The classes of a close that answer a plea; triage has the others.
PLEA, PASSED_ON = "help", "protection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """What a receipt shows; the questions stand newest first."""

    number: str
    status: TipStatus
    filed: datetime | None = None
    questions: tuple[str, ...] = field(default=(), repr=False)
    is_intact: bool = True
    is_over: bool = False
    was_plea: bool = False
    was_passed_on: bool = False
    has_route: bool = False
    reward: RewardNews | None = None

    def with_reward(self, reward: RewardNews | None) -> Mailbox:
        return replace(self, reward=reward)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMailbox:
    """Opens a mailbox; a receipt that nobody has costs the same look-up as one with an error."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    keys: PublicKeys
    find_reward: FindReward | None = None

    async def __call__(self, receipt: Receipt | None) -> Mailbox | None:
        """Return None where no tip has this receipt; `None` stands for words that make none."""
        mailbox = await self._open(receipt)
        if mailbox is None or receipt is None or self.find_reward is None:
            return mailbox
        return mailbox.with_reward(await self.find_reward(receipt))

    async def _open(self, receipt: Receipt | None) -> Mailbox | None:
        keys = await open_apart((receipt or Receipt.create()).keys)
        async with self.unit_of_work() as work:
            tip = await work.tips.find_by_lookup(keys.lookup)
            if tip is None:
                buried = await work.tombstones.find_by_lookup(keys.lookup)
                return None if buried is None else _ended(buried.number)
            if receipt is None:
                return None
            rows = await work.envelopes.list_by_tip(tip.id)
            # A close that may still be undone is told to nobody.
            unsettled = await work.outcomes.find_unsettled(tip.id)
            route = await work.routes.find(tip.id)
            if route is not None and await work.routes.settle(tip.id):
                await work.commit()
        mailbox = await open_apart(self._read, tip, rows, keys)
        status = mailbox.status if unsettled is None else TipStatus(unsettled.status_before)
        told = status_told(status, [row.author for row in rows])
        return replace(
            mailbox,
            has_route=route is not None,
            status=told,
            was_plea=mailbox.was_plea and unsettled is None,
            was_passed_on=mailbox.was_passed_on and unsettled is None,
        )

    def _read(self, tip: Tip, rows: Sequence[StoredEnvelope], keys: ReceiptKeys) -> Mailbox:
        intact = intact_rows(rows, self.keys.key_list.authors)
        questions = [
            question
            for row in intact
            if row.author == Author.STAFF and (question := _open(row, keys)) is not None
        ]
        return Mailbox(
            number=tip.number,
            status=tip.status,
            filed=tip.hour,
            questions=tuple(reversed(questions)),
            is_intact=len(intact) == len(rows),
            was_plea=tip.closed_as == PLEA,
            was_passed_on=tip.closed_as == PASSED_ON,
        )


def _ended(number: str) -> Mailbox:
    return Mailbox(number=number, status=TipStatus.CLOSED, is_over=True)


def _open(row: StoredEnvelope, keys: ReceiptKeys) -> str | None:
    try:
        data = open_envelope(Envelope.from_bytes(row.body), context_of(row), keys.mailbox)
    except EnvelopeError:
        # Sealed to other readers: not for the tipster.
        return None
    return TipMessage.from_bytes(data).text


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWordsRequest:
    """Words for the tip of a receipt; the nonce makes a repeated request the same one."""

    receipt: Receipt
    nonce: bytes = field(repr=False)
    words: Words = field(repr=False)


def create_nonce() -> bytes:
    return secrets.token_bytes(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The end of a tip's chain, to which the next envelope is sealed."""

    tip_id: str
    unit_id: str
    sequence: int
    digest: bytes

    @property
    def next_place(self) -> Place:
        return Place(
            tip_id=self.tip_id,
            unit_id=self.unit_id,
            sequence=self.sequence + 1,
            previous=self.digest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWords:
    """Adds an answer or new evidence to a tip, sealed to its unit."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    sealer: Sealer
    card_delay: Callable[[], timedelta]

    async def __call__(self, request: AddWordsRequest) -> None:
        """Raise `NotFoundError` if the tip is gone, `TipChangedError` if others always won."""
        for _attempt in range(ATTEMPTS):
            head = await self._find_head(request)
            if head is None or await self._try(request, head):
                return
        raise TipChangedError

    async def _find_head(self, request: AddWordsRequest) -> _Head | None:
        """Return None where these words are in the tip already."""
        async with self.unit_of_work() as work:
            if await work.envelopes.find_by_nonce(request.nonce) is not None:
                return None
            tip = await work.tips.get_by_lookup(request.receipt.keys().lookup)
            row = await work.envelopes.find_head(tip.id)
        return _Head(
            tip_id=tip.id,
            unit_id=tip.unit_id,
            sequence=0 if row is None else row.sequence,
            digest=digest_of(row),
        )

    async def _try(self, request: AddWordsRequest, head: _Head) -> bool:
        moment = self.clock()
        sealed = await asyncio.to_thread(self.sealer.seal, request.words, head.next_place, moment)
        try:
            is_done = await self._commit(request, head, sealed)
        except IntegrityError:
            is_done = False
        except Exception:
            await self._clean_up(sealed)
            raise
        if not is_done:
            await asyncio.to_thread(self.sealer.discard, sealed.file_names)
        return is_done

    async def _commit(self, request: AddWordsRequest, head: _Head, sealed: SealedWords) -> bool:
        """Return False where somebody else wrote meanwhile; it must be sealed anew then."""
        async with self.unit_of_work() as work:
            tip = await work.tips.get_for_update(head.tip_id)
            row = await work.envelopes.find_head(tip.id)
            if row is not None and row.sequence != head.sequence:
                return False
            if tip.unit_id != head.unit_id:
                # Another unit has it now, and what was sealed to the one before opens nowhere.
                return False
            sequence = head.next_place.sequence
            work.envelopes.add(self._envelope(request, head, sealed))
            await work.envelopes.flush()
            for name in sealed.file_names:
                file = SealedFile(name=name, tip_id=tip.id, sequence=sequence)
                work.envelopes.add_file(file)
            self._add_card(work, tip, sequence)
            await work.commit()
        return True

    def _add_card(self, work: ReportsUnitOfWork, tip: Tip, sequence: int) -> None:
        due_at = card_due(tip.urgency, self.clock(), self.card_delay())
        payload = {"tip": tip.id, "sequence": sequence}
        work.outbox.add(ANSWER_CARD, tip.unit_id.encode(), payload, due_at)

    def _envelope(
        self, request: AddWordsRequest, head: _Head, sealed: SealedWords
    ) -> StoredEnvelope:
        return StoredEnvelope(
            tip_id=head.tip_id,
            sequence=head.next_place.sequence,
            author=Author.TIPSTER.value,
            schema=MESSAGE_SCHEMA,
            key_id=sealed.key_id,
            body=sealed.body,
            nonce=request.nonce,
            hour=cut_to_hour(self.clock()),
        )

    async def _clean_up(self, sealed: SealedWords) -> None:
        """Delete the files unless the commit took effect and only its answer was lost."""
        async with self.unit_of_work() as work:
            known = set(await work.envelopes.list_file_names())
        lost = [name for name in sealed.file_names if name not in known]
        await asyncio.to_thread(self.sealer.discard, lost)
