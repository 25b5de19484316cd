"""Seals the staff's words, and opens what the unit may read; blocks, so run it in a thread."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile

from nacl.public import PrivateKey, PublicKey

from bot.reports.tips.messages import (
    FileReference,
    TipMessage,
    context_of,
    file_context,
    intact_rows,
    message_context,
    month_of,
)
from bot.reports.tips.rules import MINOR, YES
from storage.errors import StorageError
from storage.reports.envelopes import Envelope as StoredEnvelope
from storage.vault.envelopes import Author, Context, Envelope, open_envelope, seal
from storage.vault.files import SealedFiles
from storage.vault.key_list import fingerprint
from storage.vault.keys import Role, StaffKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file that came with a message, as it was cleaned."""

    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMessage:
    """One message of a tip's trail."""

    author: Author
    text: str = field(repr=False)
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    at: datetime
    files: tuple[OpenedFile, ...] = field(default=(), repr=False)
    lost_files: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedTrail:
    """What could be opened; `is_intact` says whether every row is as it was written.

    `damaged` are the places, from 1, of rows whose words are intact but which name a wrong key;
    those among them that no key here opens are not among the messages. `words_to` is the place of
    the tipster's last words before the first of his that are not among them, or 0.
    """

    messages: tuple[OpenedMessage, ...]
    is_intact: bool
    damaged: tuple[int, ...] = ()
    words_to: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedText:
    """An envelope's body and the unit key it is sealed to."""

    body: bytes
    key_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingPlace:
    """Where in which tip the words will stand, and whether its mailbox reads them."""

    tip_id: str
    unit_id: str
    sequence: int
    author: Author
    previous: bytes
    mailbox: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The staff's keys at work."""

    keys: StaffKeys
    files: SealedFiles

    def open(self, rows: Sequence[StoredEnvelope]) -> OpenedTrail:
        """Open a tip's rows, oldest first, up to the first that was tampered with."""
        writers = self.keys.key_list.writers
        by_author = {
            Author.TIPSTER: writers[Role.PUBLIC],
            Author.STAFF: writers[Role.STAFF],
            Author.NOTE: writers[Role.STAFF],
        }
        intact = intact_rows(rows, by_author)
        opened = [(row.sequence, *self._open_row(row)) for row in intact]
        return OpenedTrail(
            messages=tuple(message for _at, message, _named in opened if message is not None),
            is_intact=len(intact) == len(rows),
            damaged=tuple(sequence for sequence, _message, is_named in opened if not is_named),
            words_to=_words_to(
                rows, {at for at, message, _named in opened if message is not None}
            ),
        )

    def seal(self, text: str, place: WritingPlace, moment: datetime) -> SealedText:
        """Seal words to the unit's key of the month, and to the mailbox if it is a question."""
        key = self.keys.unit_key(place.unit_id, month_of(moment))
        mailbox = [] if place.mailbox is None else [PublicKey(place.mailbox)]
        envelope = seal(
            TipMessage(text=text, accepted_at=moment).to_bytes(),
            message_context(place.tip_id, place.sequence, place.author),
            [key.public, *mailbox],
            self.keys.writer,
            place.previous,
        )
        return SealedText(body=envelope.to_bytes(), key_id=key.id)

    def find_locale(self, rows: Sequence[StoredEnvelope]) -> str | None:
        """Return the language of the tipster's newest words that say one."""
        for message in reversed(self._tipsters_words(rows)):
            if message.locale:
                return message.locale
        return None

    def is_by_minor(self, rows: Sequence[StoredEnvelope]) -> bool:
        """Return whether the tipster said to be under 18."""
        return any(words.fields.get(MINOR) == YES for words in self._tipsters_words(rows))

    def _tipsters_words(self, rows: Sequence[StoredEnvelope]) -> list[TipMessage]:
        found = []
        for row in rows:
            if row.author != Author.TIPSTER.value:
                continue
            try:
                private = self.keys.private_key(row.key_id)
                data = open_envelope(Envelope.from_bytes(row.body), context_of(row), private)
            except StorageError:
                continue
            found.append(TipMessage.from_bytes(data))
        return found

    def _open_row(self, row: StoredEnvelope) -> tuple[OpenedMessage | None, bool]:
        """Return what any key here opens, and whether that is the key which the row names."""
        envelope, context = Envelope.from_bytes(row.body), context_of(row)
        for private in self.keys.private_keys(row.key_id):
            with suppress(StorageError):
                message = TipMessage.from_bytes(open_envelope(envelope, context, private))
                is_named = fingerprint(private.public_key) == row.key_id
                return self._read_message(row, message, private), is_named
        return None, False

    def _read_message(
        self, row: StoredEnvelope, message: TipMessage, private: PrivateKey
    ) -> OpenedMessage:
        files = [
            self._open_file(file_context(row.tip_id, row.sequence, index), reference, private)
            for index, reference in enumerate(message.files)
        ]
        found = tuple(file for file in files if file is not None)
        return OpenedMessage(
            author=Author(row.author),
            text=message.text,
            fields=message.fields,
            at=message.accepted_at,
            files=found,
            lost_files=len(files) - len(found),
        )

    def _open_file(
        self, context: Context, reference: FileReference, private: PrivateKey
    ) -> OpenedFile | None:
        """Return the file, or None where its file is gone or not the one that was sent."""
        try:
            envelope = Envelope.from_bytes(self.files.get(reference.name))
            if envelope.digest.hex() != reference.digest:
                return None
            data = open_envelope(envelope, context, private)
        except StorageError:
            return None
        return OpenedFile(media_type=reference.media_type, data=data)


def _words_to(rows: Sequence[StoredEnvelope], opened: Collection[int]) -> int:
    words = (row.sequence for row in rows if row.author == Author.TIPSTER.value)
    return max(takewhile(opened.__contains__, words), default=0)
