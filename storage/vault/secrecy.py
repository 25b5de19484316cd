"""Objects that hold a secret and show nothing of it."""

from __future__ import annotations

import unicodedata
from typing import NoReturn, Protocol

from nacl.public import PrivateKey

from storage.errors import WrongPassphraseError


class Opaque:
    """Keeps its fields out of `repr`, `str`, format strings, pickles and copies."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __str__(self) -> str:
        return repr(self)

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(f"{type(self).__name__} must not be copied or pickled")


class OpaquePrivateKey(Opaque, PrivateKey):
    """A PyNaCl private key whose `str` does not print the key, as the original's does."""


class SecretText(Protocol):
    """What pydantic's SecretStr offers."""

    def get_secret_value(self) -> str: ...


def passphrase_bytes(passphrase: bytes | SecretText) -> bytes:
    """Return the bytes to derive from; text is NFC, so that every keyboard gives the same."""
    if isinstance(passphrase, bytes):
        secret = passphrase
    else:
        secret = unicodedata.normalize("NFC", passphrase.get_secret_value()).encode()
    if not secret:
        raise WrongPassphraseError("the passphrase is empty")
    return secret
