"""A chain of signed digests over entries: an edit, a deletion or a swap shows, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest
from typing import Final

from nacl.signing import VerifyKey

from storage.errors import AuditChainError
from storage.vault.signing import Writer, is_signed

DIGEST_SIZE: Final = 32
GENESIS: Final = bytes(DIGEST_SIZE)
_PURPOSE: Final = b"humen.audit.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What is stored beside an entry: the chain's digest up to it, and the writer's signature."""

    digest: bytes
    signature: bytes


def append(entry: bytes, *, previous: bytes, writer: Writer) -> Link:
    """Link an entry to the digest of the one before (`GENESIS` for the first)."""
    digest = _digest(entry, previous)
    return Link(digest=digest, signature=writer.sign(_PURPOSE, digest))


def verify_chain(
    rows: Iterable[tuple[bytes, Link]], *, writer: VerifyKey, head: bytes | None = None
) -> bytes:
    """Check every row in order and return the last digest.

    `head` is a digest the auditor saw earlier: when no row carries it, the newest rows are gone
    and the error's position is the first missing one.
    """
    digest, position, head_seen = GENESIS, 0, head in (None, GENESIS)
    for position, (entry, link) in enumerate(rows, start=1):
        digest = _digest(entry, digest)
        intact = compare_digest(digest, link.digest)
        if not (intact and is_signed(_PURPOSE, digest, link.signature, writer)):
            raise AuditChainError(position)
        head_seen = head_seen or digest == head
    if not head_seen:
        raise AuditChainError(position + 1)
    return digest


def _digest(entry: bytes, previous: bytes) -> bytes:
    if len(previous) != DIGEST_SIZE:
        raise ValueError("the previous digest has 32 bytes")
    return blake2b(previous + entry, digest_size=DIGEST_SIZE, person=_PURPOSE).digest()
