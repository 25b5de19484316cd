"""Notes on decisions: sealed to the unit's key of the month, for nobody else to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.reports.rewards.service.dossiers import Dossier
from bot.reports.tips.messages import TipMessage, month_of
from bot.reports.triage.sealing import SealedText
from storage.reports.rewards import RewardEvent
from storage.vault.envelopes import GENESIS, Author, Context, Envelope, open_envelope, seal, verify
from storage.vault.keys import Role, StaffKeys

# A schema of its own, so that no note on a reward passes for a message, nor one for it.
REWARD_NOTE_SCHEMA: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDesk:
    """The staff's keys at work on notes."""

    keys: StaffKeys

    def seal(self, text: str, dossier: Dossier, moment: datetime) -> SealedText:
        """Seal a note to the place in the dossier where the next event will stand."""
        key = self.keys.unit_key(dossier.unit_id, month_of(moment))
        context = _context(dossier.reward_id, dossier.standing.sequence + 1)
        data = TipMessage(text=text, accepted_at=moment).to_bytes()
        envelope = seal(data, context, [key.public], self.keys.writer, GENESIS)
        return SealedText(body=envelope.to_bytes(), key_id=key.id)

    def open(self, row: RewardEvent) -> str:
        """Raise a StorageError for what this staff did not seal in this place, or cannot open."""
        assert row.note is not None
        assert row.note_key is not None
        envelope, context = Envelope.from_bytes(row.note), _context(row.reward_id, row.sequence)
        verify(envelope, context, GENESIS, self.keys.key_list.writers[Role.STAFF])
        data = open_envelope(envelope, context, self.keys.private_key(row.note_key))
        return TipMessage.from_bytes(data).text


def _context(reward_id: str, sequence: int) -> Context:
    schema = REWARD_NOTE_SCHEMA
    return Context(tip=reward_id, sequence=sequence, author=Author.NOTE, schema=schema)
