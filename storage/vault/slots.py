"""Key slots: a message key sealed to each reader, and dummies up to a constant number."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from hashlib import blake2b
from hmac import compare_digest
from typing import Final

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from storage.errors import EnvelopeOpenError

MAX_READERS: Final = 4
MESSAGE_KEY_SIZE: Final = 32
COMMITMENT_SIZE: Final = 32
_SLOT_SIZE: Final = 80
SLOTS_SIZE: Final = MAX_READERS * _SLOT_SIZE
_COMMITMENT: Final = b"humen.commit.1"


def commit(key: bytes) -> bytes:
    """Return a digest that binds a box to its key.

    XChaCha20-Poly1305 alone would let a writer craft one box that two keys open differently.
    """
    return blake2b(key=key, digest_size=COMMITMENT_SIZE, person=_COMMITMENT).digest()


def fill_slots(key: bytes, readers: Sequence[PublicKey]) -> bytes:
    """Seal the key to 1 to 4 readers; neither their number nor their order shows."""
    if not 1 <= len(readers) <= MAX_READERS:
        raise ValueError(f"an envelope has 1 to {MAX_READERS} readers")
    slots = [SealedBox(reader).encrypt(key) for reader in readers]
    while len(slots) < MAX_READERS:
        nobody = PrivateKey.generate().public_key
        slots.append(SealedBox(nobody).encrypt(secrets.token_bytes(MESSAGE_KEY_SIZE)))
    secrets.SystemRandom().shuffle(slots)
    return b"".join(slots)


def find_key(slots: bytes, commitment: bytes, private_key: PrivateKey) -> bytes:
    """Open the slot that was sealed to the private key."""
    box = SealedBox(private_key)
    for start in range(0, SLOTS_SIZE, _SLOT_SIZE):
        try:
            key = box.decrypt(slots[start : start + _SLOT_SIZE])
        except CryptoError:
            continue
        if compare_digest(commit(key), commitment):
            return key
    raise EnvelopeOpenError("the key opens none of the slots")
