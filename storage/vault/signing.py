"""Writer keys: Ed25519, one per process role; they sign and open nothing."""

from __future__ import annotations

from typing import Self

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from storage.vault.secrecy import Opaque

SIGNATURE_SIZE = 64
SEED_SIZE = 32


class Writer(Opaque):
    """Signs on behalf of one role."""

    __slots__ = ("_key",)

    def __init__(self, seed: bytes) -> None:
        self._key = SigningKey(seed)

    @classmethod
    def create(cls) -> Self:
        return cls(bytes(SigningKey.generate()))

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes, for the key file only."""
        return bytes(self._key)

    @property
    def public(self) -> VerifyKey:
        return self._key.verify_key

    def sign(self, purpose: bytes, message: bytes) -> bytes:
        """Return the 64 bytes that bind this writer to the message for one purpose only."""
        return self._key.sign(_labelled(purpose, message)).signature


def is_signed(purpose: bytes, message: bytes, signature: bytes, public: VerifyKey) -> bool:
    if len(signature) != SIGNATURE_SIZE:
        return False
    try:
        public.verify(_labelled(purpose, message), signature)
    except BadSignatureError:
        return False
    return True


def _labelled(purpose: bytes, message: bytes) -> bytes:
    # The length first: no purpose and message can be cut into another purpose and message.
    return len(purpose).to_bytes(1) + purpose + message
