"""What stands inside an envelope, and the context that each envelope is sealed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import takewhile
from typing import Final, Self

from nacl.signing import VerifyKey
from pydantic import BaseModel, ConfigDict, Field

from storage.errors import EnvelopeChainError
from storage.reports.envelopes import Envelope as StoredEnvelope
from storage.vault.envelopes import GENESIS, Author, Context, Envelope, Row, verify_chain

MESSAGE_SCHEMA: Final = 1
# Files have a schema of their own, so that no file passes for a message, nor a message for a file.
FILE_SCHEMA: Final = 2
_FILES_A_MESSAGE: Final = 100


class FileReference(BaseModel):
    """A sealed file by its random name, and the digest that its envelope must have."""

    model_config = ConfigDict(frozen=True)

    name: str
    digest: str
    media_type: str = "image/jpeg"


class TipMessage(BaseModel):
    """The words of one envelope, with the exact time that stands nowhere in clear.

    `locale` is the language in which a tipster wrote, so that questions come in it.
    """

    model_config = ConfigDict(frozen=True)

    text: str = Field(repr=False)
    fields: Mapping[str, str] = Field(default_factory=dict, repr=False)
    files: tuple[FileReference, ...] = Field(default=(), repr=False)
    accepted_at: datetime
    locale: str = Field(default="", repr=False)

    def to_bytes(self) -> bytes:
        return self.model_dump_json(exclude_defaults=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        return cls.model_validate_json(data)


def month_of(moment: datetime) -> str:
    """Return the month ("YYYY-MM", UTC) whose unit key seals what is written at a moment."""
    return moment.astimezone(UTC).strftime("%Y-%m")


def message_context(tip_id: str, sequence: int, author: Author) -> Context:
    return Context(tip=tip_id, sequence=sequence, author=author, schema=MESSAGE_SCHEMA)


def file_context(tip_id: str, sequence: int, index: int) -> Context:
    """Return the context of a message's file; `index` is its place in `TipMessage.files`."""
    return Context(
        tip=tip_id,
        sequence=sequence * _FILES_A_MESSAGE + index,
        author=Author.TIPSTER,
        schema=FILE_SCHEMA,
    )


def context_of(row: StoredEnvelope) -> Context:
    """Return the context that a row's columns claim."""
    return Context(
        tip=row.tip_id, sequence=row.sequence, author=Author(row.author), schema=row.schema
    )


def digest_of(row: StoredEnvelope | None) -> bytes:
    """Return what the next envelope is chained to."""
    return GENESIS if row is None else Envelope.from_bytes(row.body).digest


def intact_rows(
    rows: Sequence[StoredEnvelope], writers: Mapping[Author, VerifyKey]
) -> Sequence[StoredEnvelope]:
    """Return the rows of a tip up to the first that was edited, moved, forged or replayed."""
    known = list(takewhile(lambda row: row.author in set(Author), rows))
    try:
        verify_chain((Row(row.body, context_of(row)) for row in known), writers)
    except EnvelopeChainError as error:
        return known[: error.position - 1]
    return known
