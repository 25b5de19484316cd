"""An installation's keys, database and files, with tips of several months in them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from nacl.public import PublicKey
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.reports.tips.messages import file_context, message_context
from bot.reports.triage.rewrapping import RewrapTip
from storage.kit.unit_of_work import create_sessions
from storage.reports.base import random_id
from storage.reports.envelopes import Envelope as StoredEnvelope
from storage.reports.envelopes import SealedFile
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.likeness import TipSignature
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.envelopes import (
    GENESIS,
    Author,
    Context,
    Envelope,
    Row,
    open_envelope,
    seal,
    verify_chain,
)
from storage.vault.files import SealedFiles
from storage.vault.keys import KeyList, PublicKeys, StaffKeys
from storage.vault.receipts import Receipt
from tests.keys import PASSPHRASE, UNIT, copy_keys

MONTHS: Final = ("2026-10", "2026-11", "2027-01")
# Who wrote what: a tip, a question, an answer and a note.
TRAIL: Final = (Author.TIPSTER, Author.STAFF, Author.TIPSTER, Author.NOTE)
FILE: Final = b"picture " * 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Sealed bytes and where they belong."""

    body: bytes = field(repr=False)
    context: Context
    key_id: str


@dataclass(repr=False)
class SealedTips:
    """What one machine holds; `receipts` is what the tipsters hold, by tip."""

    folder: Path
    engine: AsyncEngine
    receipts: dict[str, Receipt] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.keys_dir.exists():
            copy_keys(self.keys_dir, months=MONTHS)
        self.key_list: KeyList = self.public.key_list
        self.files = SealedFiles(self.folder / "files")

    @property
    def keys_dir(self) -> Path:
        return self.folder / "keys"

    @property
    def public(self) -> PublicKeys:
        return PublicKeys.load(self.keys_dir, None)

    @property
    def staff(self) -> StaffKeys:
        return StaffKeys.load(self.keys_dir, PASSPHRASE, None)

    def work(self) -> ReportsUnitOfWork:
        return ReportsUnitOfWork(create_sessions(self.engine))

    def rewrap(self, staff: StaffKeys | None = None) -> RewrapTip:
        return RewrapTip(unit_of_work=self.work, keys=staff or self.staff, files=self.files)

    async def add_tip(self, month: str, status: TipStatus = TipStatus.TAKEN) -> str:
        """Write a tip with a whole trail and two files, all sealed to the key of one month."""
        receipt, hour = Receipt.create(), datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
        tip_id = random_id()
        self.receipts[tip_id] = receipt
        async with self.work() as work:
            await work.tips.hold_acceptance()
            await work.units.ensure(UNIT, region_id="429005", locale="zh_Hans")
            tip = work.tips.add(
                Tip(
                    id=tip_id,
                    number=await work.tips.next_number(),
                    lookup=receipt.keys().lookup,
                    mailbox_public=bytes(receipt.keys().mailbox.public_key),
                    region_id="429005",
                    category="other",
                    urgency=Urgency.ROUTINE,
                    status=status,
                    unit_id=UNIT,
                    hour=hour,
                    acceptance=await work.tips.next_acceptance(),
                )
            )
            await work.tips.flush()
            self._add_trail(work, tip, month)
            await work.commit()
        return tip_id

    async def everything_sealed(self, tip_id: str) -> list[Sealed]:
        """Return every envelope, file and signature of a tip."""
        async with self.work() as work:
            rows = await work.envelopes.list_by_tip(tip_id)
            files = await work.envelopes.list_files(tip_id)
            signature = await work.likeness.find_signature(tip_id)
        sealed = [Sealed(body=row.body, context=_context(row), key_id=row.key_id) for row in rows]
        sealed += [
            Sealed(
                body=self.files.get(file.name),
                context=file_context(tip_id, file.sequence, 0),
                key_id=next(row.key_id for row in rows if row.sequence == file.sequence),
            )
            for file in files
        ]
        if signature is not None:
            context = _signature_context(tip_id)
            sealed.append(Sealed(body=signature.body, context=context, key_id=signature.key_id))
        return sealed

    async def verify(self, tip_id: str) -> bytes:
        """Check the chain of a tip and return its head."""
        async with self.work() as work:
            rows = await work.envelopes.list_by_tip(tip_id)
        return verify_chain([Row(row.body, _context(row)) for row in rows], self.key_list.authors)

    def _add_trail(self, work: ReportsUnitOfWork, tip: Tip, month: str) -> None:
        previous = GENESIS
        for sequence, author in enumerate(TRAIL, start=1):
            row, previous = self._envelope(tip, month, sequence, previous)
            work.envelopes.add(row)
            if author is Author.TIPSTER:
                work.envelopes.add_file(self._file(tip.id, month, sequence))
        work.session.add(self._signature(tip.id, month))

    def _envelope(
        self, tip: Tip, month: str, sequence: int, previous: bytes
    ) -> tuple[StoredEnvelope, bytes]:
        author = TRAIL[sequence - 1]
        keys = self.public if author is Author.TIPSTER else self.staff
        key = keys.unit_key(UNIT, month)
        mailbox = [PublicKey(tip.mailbox_public)] if author is Author.STAFF else []
        context = message_context(tip.id, sequence, author)
        words = f"{author.value} {sequence}".encode()
        sealed = seal(words, context, [key.public, *mailbox], keys.writer, previous)
        row = StoredEnvelope(
            tip_id=tip.id,
            sequence=sequence,
            author=author.value,
            schema=context.schema,
            key_id=key.id,
            body=sealed.to_bytes(),
            hour=tip.hour,
        )
        return row, sealed.digest

    def _file(self, tip_id: str, month: str, sequence: int) -> SealedFile:
        public = self.public
        context = file_context(tip_id, sequence, 0)
        key = public.unit_key(UNIT, month)
        sealed = seal(FILE, context, [key.public], public.writer, GENESIS)
        name = self.files.put(sealed.to_bytes())
        return SealedFile(name=name, tip_id=tip_id, sequence=sequence)

    def _signature(self, tip_id: str, month: str) -> TipSignature:
        staff, context = self.staff, _signature_context(tip_id)
        key = staff.unit_key(UNIT, month)
        words = secrets.token_bytes(64)
        body = seal(words, context, [key.public], staff.writer, GENESIS).to_bytes()
        return TipSignature(tip_id=tip_id, covers=context.sequence, key_id=key.id, body=body)


def opened(sealed: Sequence[Sealed], staff: StaffKeys) -> list[bytes]:
    """Open everything with the key that its row names."""
    return [
        open_envelope(Envelope.from_bytes(each.body), each.context, staff.private_key(each.key_id))
        for each in sealed
    ]


def _context(row: StoredEnvelope) -> Context:
    return message_context(row.tip_id, row.sequence, Author(row.author))


def _signature_context(tip_id: str) -> Context:
    return Context(tip=tip_id, sequence=len(TRAIL), author=Author.NOTE, schema=3)
