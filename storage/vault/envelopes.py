"""Envelopes: one sealed, padded, signed and chained message or file each.

Layout of format 1: magic (4) | key slots (4 x 80) | key commitment (32) | nonce (24) |
ciphertext (bucket + 16) | writer's signature (64) | signature over the slots (64).
The slots have a signature of their own and are no part of the digest, so that a message can
be sealed to another month's key without breaking the chain.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b
from typing import Final, Self

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey
from nacl.secret import Aead
from nacl.signing import VerifyKey

from storage.errors import (
    EnvelopeChainError,
    EnvelopeError,
    EnvelopeFormatError,
    EnvelopeOpenError,
    EnvelopeSignatureError,
    PaddingError,
)
from storage.vault.padding import BUCKETS, pad, unpad
from storage.vault.signing import SIGNATURE_SIZE, Writer, is_signed
from storage.vault.slots import (
    COMMITMENT_SIZE,
    MESSAGE_KEY_SIZE,
    SLOTS_SIZE,
    commit,
    fill_slots,
    find_key,
)

DIGEST_SIZE: Final = 32
GENESIS: Final = bytes(DIGEST_SIZE)
_MAGIC: Final = b"HME1"
_BOX_OVERHEAD: Final = Aead.NONCE_SIZE + Aead.MACBYTES
OVERHEAD: Final = len(_MAGIC) + SLOTS_SIZE + COMMITMENT_SIZE + _BOX_OVERHEAD + 2 * SIGNATURE_SIZE
_CORE: Final = b"humen.envelope.1"
_READERS: Final = b"humen.readers.1"


class Author(StrEnum):
    """Whose words an envelope holds."""

    TIPSTER = "tipster"
    STAFF = "staff"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Context:
    """Where an envelope belongs; stands in clear beside it and is sealed in as associated data."""

    tip: str
    sequence: int
    author: Author
    schema: int

    def to_bytes(self) -> bytes:
        """Return the canonical form: two contexts never share their bytes."""
        tip, author = self.tip.encode(), self.author.encode()
        try:
            lengths = len(tip).to_bytes(2) + len(author).to_bytes(1)
            numbers = self.sequence.to_bytes(8) + self.schema.to_bytes(2)
        except OverflowError:
            raise EnvelopeFormatError("no context of an envelope") from None
        return lengths + tip + author + numbers


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Envelope:
    """A sealed message as it is stored."""

    slots: bytes
    commitment: bytes
    box: bytes
    signature: bytes
    slots_signature: bytes

    @property
    def digest(self) -> bytes:
        """What the next envelope is chained to; through the signature it covers the context."""
        core = self.commitment + self.box + self.signature
        return blake2b(core, digest_size=DIGEST_SIZE, person=_CORE).digest()

    def to_bytes(self) -> bytes:
        return b"".join(
            (
                _MAGIC,
                self.slots,
                self.commitment,
                self.box,
                self.signature,
                self.slots_signature,
            )
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        if data[: len(_MAGIC)] != _MAGIC or len(data) - OVERHEAD not in BUCKETS:
            raise EnvelopeFormatError("no envelope of format 1")
        slots_end = len(_MAGIC) + SLOTS_SIZE
        box_start, box_end = slots_end + COMMITMENT_SIZE, len(data) - 2 * SIGNATURE_SIZE
        return cls(
            slots=data[len(_MAGIC) : slots_end],
            commitment=data[slots_end:box_start],
            box=data[box_start:box_end],
            signature=data[box_end:-SIGNATURE_SIZE],
            slots_signature=data[-SIGNATURE_SIZE:],
        )


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """An envelope as read from storage, with the context its columns claim."""

    envelope: bytes
    context: Context


def seal(
    message: bytes,
    context: Context,
    readers: Sequence[PublicKey],
    writer: Writer,
    previous: bytes,
) -> Envelope:
    """Seal a message to its readers and chain it to the digest before (`GENESIS` if first)."""
    key = secrets.token_bytes(MESSAGE_KEY_SIZE)
    box = bytes(Aead(key).encrypt(pad(message), context.to_bytes()))
    commitment = commit(key)
    signature = writer.sign(_CORE, _core(commitment + box, context, previous))
    envelope = Envelope(
        slots=fill_slots(key, readers),
        commitment=commitment,
        box=box,
        signature=signature,
        slots_signature=b"",
    )
    return _sign_slots(envelope, writer)


def rewrap(
    envelope: Envelope, private_key: PrivateKey, readers: Sequence[PublicKey], writer: Writer
) -> Envelope:
    """Seal the same message to other readers; its bytes, signature and digest stay."""
    slots = fill_slots(find_key(envelope.slots, envelope.commitment, private_key), readers)
    return _sign_slots(replace(envelope, slots=slots), writer)


def verify(
    envelope: Envelope,
    context: Context,
    previous: bytes,
    writer_public: VerifyKey,
    rewrapper_public: VerifyKey | None = None,
) -> None:
    """Raise unless the writer sealed exactly this in exactly this place.

    The slots may be signed by the writer or, after a re-wrap, by `rewrapper_public`.
    """
    core = _core(envelope.commitment + envelope.box, context, previous)
    if not is_signed(_CORE, core, envelope.signature, writer_public):
        raise EnvelopeSignatureError("the envelope does not belong here")
    slots, signature = envelope.digest + envelope.slots, envelope.slots_signature
    signers = (writer_public,) if rewrapper_public is None else (writer_public, rewrapper_public)
    if not any(is_signed(_READERS, slots, signature, signer) for signer in signers):
        raise EnvelopeSignatureError("the envelope's readers were changed")


def open_envelope(envelope: Envelope, context: Context, private_key: PrivateKey) -> bytes:
    """Return the message; who wrote it and in which order is `verify`'s affair."""
    key = find_key(envelope.slots, envelope.commitment, private_key)
    try:
        return unpad(Aead(key).decrypt(envelope.box, context.to_bytes()))
    except (CryptoError, PaddingError):
        raise EnvelopeOpenError("the envelope does not belong to this context") from None


def verify_chain(
    rows: Iterable[Row],
    writers: Mapping[Author, VerifyKey],
    head: bytes | None = None,
) -> bytes:
    """Check the rows of one tip, oldest first, and return the last digest.

    An error names the first row that does not belong, or the first missing one when no row has
    the digest `head` that was seen earlier.
    """
    digest, position, head_seen = GENESIS, 0, head in {None, GENESIS}
    before: Context | None = None
    for position, row in enumerate(rows, start=1):
        try:
            digest = _verify_row(row, before, digest, writers)
        except EnvelopeError:
            raise EnvelopeChainError(position) from None
        head_seen = head_seen or digest == head
        before = row.context
    if not head_seen:
        raise EnvelopeChainError(position + 1)
    return digest


def _verify_row(
    row: Row, before: Context | None, previous: bytes, writers: Mapping[Author, VerifyKey]
) -> bytes:
    context = row.context
    if before and (context.tip, context.sequence) != (before.tip, before.sequence + 1):
        raise EnvelopeSignatureError("the context does not follow the one before")
    writer = writers.get(context.author)
    if writer is None:
        raise EnvelopeSignatureError("nobody signs for this author")
    envelope = Envelope.from_bytes(row.envelope)
    verify(envelope, context, previous, writer, writers.get(Author.STAFF))
    return envelope.digest


def _core(sealed: bytes, context: Context, previous: bytes) -> bytes:
    if len(previous) != DIGEST_SIZE:
        raise ValueError("the previous digest has 32 bytes")
    digest = blake2b(sealed, digest_size=DIGEST_SIZE, person=_CORE).digest()
    return context.to_bytes() + previous + digest


def _sign_slots(envelope: Envelope, writer: Writer) -> Envelope:
    signature = writer.sign(_READERS, envelope.digest + envelope.slots)
    return replace(envelope, slots_signature=signature)
