"""Sealing what is kept of a tip to a newer key of its unit, before the older one is destroyed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from nacl.public import PrivateKey, PublicKey

from bot.reports.triage.sealing import SealedText
from storage.errors import NotFoundError, StorageError
from storage.reports.envelopes import Envelope as StoredEnvelope
from storage.reports.likeness import TipSignature
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.envelopes import Author, Envelope, rewrap
from storage.vault.files import SealedFiles
from storage.vault.key_list import UnitKey
from storage.vault.keys import StaffKeys

# What the unit alone reads; the rest is also the mailbox's.
_UNIT_ONLY = frozenset({Author.TIPSTER.value, Author.NOTE.value})
SealedRow = StoredEnvelope | TipSignature


@dataclass(frozen=True, slots=True)
class Move:
    """From which key to which other one."""

    source: UnitKey
    target: UnitKey


@dataclass(frozen=True, slots=True)
class Moved:
    """How many envelopes and files were sealed anew, and how many files were not there."""

    envelopes: int = 0
    files: int = 0
    lost_files: int = 0

    def __add__(self, other: Moved) -> Moved:
        return Moved(
            self.envelopes + other.envelopes,
            self.files + other.files,
            self.lost_files + other.lost_files,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RewrapTip:
    """Seals a tip's envelopes, files and signature to another key; digests and the chain stay.

    Files come first and are sealed to both keys, then all rows change in one commit. So who reads
    meanwhile opens everything, by the old row or by the new one, and a crash leaves a tip that is
    simply sealed again the next time. A slot for a destroyed key opens nothing.
    """

    unit_of_work: Callable[[], ReportsUnitOfWork]
    keys: StaffKeys
    files: SealedFiles

    async def __call__(self, tip_id: str, move: Move) -> Moved:
        """Raise `NotFoundError` for an unknown tip and `UnknownKeyError` without the old key."""
        async with self.unit_of_work() as work:
            tip = await work.tips.get(tip_id)
            rows = await _rows_to_move(work, tip_id, move)
            sequences = {row.sequence for row in rows if isinstance(row, StoredEnvelope)}
            files = await work.envelopes.list_files(tip_id)
            names = [file.name for file in files if file.sequence in sequences]
        moved = await asyncio.to_thread(self._move_files, names, move)
        bodies = await asyncio.to_thread(self._move_rows, tip, rows, move)
        return replace(moved, envelopes=await self._commit(tip_id, bodies, move))

    async def _commit(self, tip_id: str, bodies: dict[bytes, bytes], move: Move) -> int:
        count = 0
        async with self.unit_of_work() as work:
            await work.tips.get_for_update(tip_id)
            for row in await _rows_to_move(work, tip_id, move):
                # A row that came meanwhile is left for the next time.
                if row.body in bodies:
                    row.body, row.key_id = bodies[row.body], move.target.id
                    count += 1
            await work.commit()
        return count

    def _move_rows(self, tip: Tip, rows: Sequence[SealedRow], move: Move) -> dict[bytes, bytes]:
        mailbox = PublicKey(tip.mailbox_public)
        bodies = {}
        for row in rows:
            others = [mailbox] if _is_for_mailbox(row) else []
            bodies[row.body] = self._rewrap(row.body, move, [move.target.public, *others])
        return bodies

    def _move_files(self, names: Sequence[str], move: Move) -> Moved:
        moved = Moved()
        for name in names:
            try:
                sealed = self.files.get(name)
                readers = [move.source.public, move.target.public]
                self.files.replace(name, self._rewrap(sealed, move, readers))
                moved += Moved(files=1)
            except NotFoundError:
                moved += Moved(lost_files=1)
        return moved

    def seal_files_to_both(self, keys: Mapping[str, UnitKey], target: UnitKey) -> None:
        """Let two units open files for a while; `keys` gives the present key of each name."""
        for name, source in keys.items():
            readers = [source.public, target.public]
            self._reseal_file(name, Move(source=source, target=target), readers)

    def seal_files_to_one(self, keys: Mapping[str, UnitKey]) -> None:
        """Leave each file one key.

        Where that key does not open it, two transfers crossed on the way, and another one does.
        """
        for name, key in keys.items():
            for private in self.keys.private_keys(key.id):
                if self._seal_to_one(name, key, private):
                    break

    def _seal_to_one(self, name: str, key: UnitKey, private: PrivateKey) -> bool:
        try:
            envelope = Envelope.from_bytes(self.files.get(name))
            sealed = rewrap(envelope, private, [key.public], self.keys.writer).to_bytes()
            self.files.replace(name, sealed)
        except StorageError:
            return False
        return True

    def seal_envelopes(
        self, tip: Tip, rows: Sequence[StoredEnvelope], target: UnitKey
    ) -> dict[int, SealedText]:
        """Seal a tip's envelopes to another unit; those without a key left stay as they are."""
        known = {key.id: key for key in self.keys.key_list.units.values()}
        found = {}
        for row in rows:
            source = known.get(row.key_id)
            found[row.sequence] = SealedText(body=row.body, key_id=row.key_id)
            if source is None or source.id in self.keys.key_list.gone_ids:
                continue
            mailbox = [PublicKey(tip.mailbox_public)] if _is_for_mailbox(row) else []
            move, readers = Move(source=source, target=target), [target.public, *mailbox]
            body = self._rewrap(row.body, move, readers)
            found[row.sequence] = SealedText(body=body, key_id=target.id)
        return found

    def _reseal_file(self, name: str, move: Move, readers: Sequence[PublicKey]) -> None:
        """Leave a file that is gone or no longer opens: it is counted where it is read."""
        with suppress(StorageError):
            self.files.replace(name, self._rewrap(self.files.get(name), move, readers))

    def _rewrap(self, sealed: bytes, move: Move, readers: Sequence[PublicKey]) -> bytes:
        private = self.keys.private_key(move.source.id)
        envelope = Envelope.from_bytes(sealed)
        return rewrap(envelope, private, readers, self.keys.writer).to_bytes()


async def _rows_to_move(work: ReportsUnitOfWork, tip_id: str, move: Move) -> list[SealedRow]:
    signature = await work.likeness.find_signature(tip_id)
    rows: list[SealedRow] = [*await work.envelopes.list_by_tip(tip_id)]
    rows += [] if signature is None else [signature]
    return [row for row in rows if row.key_id == move.source.id]


def _is_for_mailbox(row: SealedRow) -> bool:
    return isinstance(row, StoredEnvelope) and row.author not in _UNIT_ONLY
