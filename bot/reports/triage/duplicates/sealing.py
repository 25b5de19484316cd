"""Signs tips from their opened words and seals the signatures; blocks, so run it in a thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.reports.tips.messages import TipMessage, context_of, intact_rows
from bot.reports.triage.duplicates.signatures import Signature, sign
from storage.reports.envelopes import Envelope as StoredEnvelope
from storage.reports.likeness import TipSignature
from storage.vault.envelopes import (
    GENESIS,
    Author,
    Context,
    Envelope,
    open_envelope,
    seal,
    verify,
)
from storage.vault.keys import Role, StaffKeys

# A schema of its own, so that no signature passes for a message or a file, nor they for it.
SIGNATURE_SCHEMA: Final = 3
# The field of a message that names a place, where the form asks for one.
PLACE_FIELD: Final = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureDesk:
    """The staff's keys at work on signatures."""

    keys: StaffKeys

    def sign(self, rows: Sequence[StoredEnvelope]) -> Signature | None:
        """Sign what the tipster wrote; None where nothing intact is there to be signed."""
        intact = intact_rows(rows, self.keys.key_list.authors)
        messages = [self._open(row) for row in intact if row.author == Author.TIPSTER]
        if not messages:
            return None
        texts = [message.text for message in messages]
        fields = [item for message in messages for item in message.fields.items()]
        texts += [words for name, words in fields if name != PLACE_FIELD]
        return sign(texts, [words for name, words in fields if name == PLACE_FIELD])

    def seal(self, signature: Signature, rows: Sequence[StoredEnvelope]) -> TipSignature:
        """Seal to the key of the tip's first words, so that it opens no longer than they do."""
        key_id, tip_id, covers = rows[0].key_id, rows[0].tip_id, rows[-1].sequence
        reader = self.keys.private_key(key_id).public_key
        context = _context(tip_id, covers)
        body = seal(signature.to_bytes(), context, [reader], self.keys.writer, GENESIS).to_bytes()
        return TipSignature(tip_id=tip_id, covers=covers, key_id=key_id, body=body)

    def open(self, row: TipSignature) -> Signature:
        """Raise a StorageError or ValueError for what this staff did not seal in this place."""
        envelope, context = Envelope.from_bytes(row.body), _context(row.tip_id, row.covers)
        verify(envelope, context, GENESIS, self.keys.key_list.writers[Role.STAFF])
        data = open_envelope(envelope, context, self.keys.private_key(row.key_id))
        return Signature.from_bytes(data)

    def _open(self, row: StoredEnvelope) -> TipMessage:
        private = self.keys.private_key(row.key_id)
        data = open_envelope(Envelope.from_bytes(row.body), context_of(row), private)
        return TipMessage.from_bytes(data)


def _context(tip_id: str, covers: int) -> Context:
    return Context(tip=tip_id, sequence=covers, author=Author.NOTE, schema=SIGNATURE_SCHEMA)
