"""Seals a tipster's words and files to the unit, and puts the files on the disk sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.drawing.media.kinds import CleanFile
from bot.reports.tips.messages import (
    FileReference,
    TipMessage,
    file_context,
    message_context,
    month_of,
)
from storage.vault.envelopes import GENESIS, Author, seal
from storage.vault.files import SealedFiles
from storage.vault.key_list import UnitKey
from storage.vault.keys import PublicKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in which tip the envelope will stand, and for whom it is."""

    tip_id: str
    unit_id: str
    sequence: int = 1
    previous: bytes = GENESIS


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the tipster wrote and sent; shows nothing of it."""

    text: str = field(repr=False)
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    files: Sequence[CleanFile] = field(default=(), repr=False)
    locale: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedWords:
    """The envelope as it is stored, the key that opens it, and its files' names."""

    body: bytes
    key_id: str
    file_names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealer:
    """Seals for units; holds no key that opens. Its calls block: run them in a thread."""

    keys: PublicKeys
    files: SealedFiles

    def seal(self, words: Words, place: Place, moment: datetime) -> SealedWords:
        """Seal words and files; when that fails, no file stays behind."""
        key = self.keys.unit_key(place.unit_id, month_of(moment))
        references: list[FileReference] = []
        try:
            for index, file in enumerate(words.files):
                references.append(self._put(file, place, index, key))
            message = TipMessage(
                text=words.text,
                fields=dict(words.fields),
                files=tuple(references),
                accepted_at=moment,
                locale=words.locale,
            )
            context = message_context(place.tip_id, place.sequence, Author.TIPSTER)
            envelope = seal(
                message.to_bytes(), context, [key.public], self.keys.writer, place.previous
            )
        except BaseException:
            self.discard(reference.name for reference in references)
            raise
        return SealedWords(
            body=envelope.to_bytes(),
            key_id=key.id,
            file_names=tuple(reference.name for reference in references),
        )

    def discard(self, names: Iterable[str]) -> None:
        for name in names:
            self.files.delete(name)

    def _put(self, file: CleanFile, place: Place, index: int, key: UnitKey) -> FileReference:
        context = file_context(place.tip_id, place.sequence, index)
        envelope = seal(file.data, context, [key.public], self.keys.writer, GENESIS)
        return FileReference(
            name=self.files.put(envelope.to_bytes()),
            digest=envelope.digest.hex(),
            media_type=file.media_type,
        )
