"""The address of who asked to be notified, sealed to the route key of a month.

The public role seals and cannot open; what it seals has one length, whatever the address is.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from storage.errors import EnvelopeError

_LAYOUT: Final = struct.Struct(">q16s")
SEALED_SIZE: Final = _LAYOUT.size + 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A chat and the language it reads."""

    chat_id: int = field(repr=False)
    locale: str


def seal_address(address: Address, public: PublicKey) -> bytes:
    """Return `SEALED_SIZE` bytes that differ each time."""
    locale = address.locale.encode()
    return SealedBox(public).encrypt(_LAYOUT.pack(address.chat_id, locale))


def open_address(sealed: bytes, private: PrivateKey) -> Address:
    """Raise `EnvelopeError` where the bytes are damaged or were sealed to another key."""
    try:
        chat_id, locale = _LAYOUT.unpack(SealedBox(private).decrypt(sealed))
        return Address(chat_id=chat_id, locale=locale.rstrip(b"\0").decode())
    except (CryptoError, ValueError, struct.error):
        raise EnvelopeError("an address cannot be opened") from None
