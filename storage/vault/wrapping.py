"""Wrapping the staff's private keys under a passphrase: Argon2id, then SecretBox."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final, Self

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from storage.errors import KeyFileError, WrongPassphraseError
from storage.vault.secrecy import Opaque, SecretText, passphrase_bytes

_FORMAT: Final = 1
_CHECK: Final = b"humen.staff.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argon2Cost:
    """Passes and bytes of memory of one Argon2id run."""

    opslimit: int
    memlimit: int


# libsodium's own recommendations (crypto_pwhash_argon2id.h): 3 passes over 256 MiB for a key
# that is derived now and then, 2 passes over 64 MiB for one that a person waits for.
MODERATE: Final = Argon2Cost(
    opslimit=argon2id.OPSLIMIT_MODERATE, memlimit=argon2id.MEMLIMIT_MODERATE
)
INTERACTIVE: Final = Argon2Cost(
    opslimit=argon2id.OPSLIMIT_INTERACTIVE, memlimit=argon2id.MEMLIMIT_INTERACTIVE
)
# A damaged file must not make the process ask for more than libsodium's dearest setting.
_MAX_COST: Final = Argon2Cost(
    opslimit=argon2id.OPSLIMIT_SENSITIVE, memlimit=argon2id.MEMLIMIT_SENSITIVE
)


class Wrapping(Opaque):
    """Wraps and unwraps 32-byte keys."""

    __slots__ = ("_box",)

    def __init__(self, key: bytes) -> None:
        self._box = SecretBox(key)

    @classmethod
    def create(cls, passphrase: bytes | SecretText, cost: Argon2Cost) -> tuple[Self, bytes]:
        """Return a wrapping under a fresh salt, and the file that finds it again."""
        salt = secrets.token_bytes(argon2id.SALTBYTES)
        wrapping = cls(_derive(passphrase, salt, cost))
        document = {
            "format": _FORMAT,
            "salt": b64encode(salt).decode(),
            "opslimit": cost.opslimit,
            "memlimit": cost.memlimit,
            "check": b64encode(wrapping.wrap(_CHECK)).decode(),
        }
        return wrapping, json.dumps(document, indent=1).encode()

    @classmethod
    def find(cls, passphrase: bytes | SecretText, file: bytes) -> Self:
        """Return the wrapping that the file was written with."""
        salt, cost, check = _read(file)
        wrapping = cls(_derive(passphrase, salt, cost))
        opened = wrapping._open(check)
        if opened is None or not compare_digest(opened, _CHECK):
            raise WrongPassphraseError("the passphrase does not open the staff's keys")
        return wrapping

    def wrap(self, secret: bytes) -> bytes:
        return bytes(self._box.encrypt(secret))

    def unwrap(self, wrapped: bytes) -> bytes:
        secret = self._open(wrapped)
        if secret is None:
            raise KeyFileError("a private key is damaged or wrapped under another passphrase")
        return secret

    def _open(self, wrapped: bytes) -> bytes | None:
        try:
            return self._box.decrypt(wrapped)
        except (CryptoError, ValueError):
            return None


def _derive(passphrase: bytes | SecretText, salt: bytes, cost: Argon2Cost) -> bytes:
    return argon2id.kdf(
        SecretBox.KEY_SIZE,
        passphrase_bytes(passphrase),
        salt,
        opslimit=cost.opslimit,
        memlimit=cost.memlimit,
    )


def _read(file: bytes) -> tuple[bytes, Argon2Cost, bytes]:
    try:
        document = json.loads(file)
        salt = b64decode(document["salt"], validate=True)
        check = b64decode(document["check"], validate=True)
        cost = Argon2Cost(opslimit=document["opslimit"], memlimit=document["memlimit"])
        is_valid = (
            document["format"] == _FORMAT
            and isinstance(cost.opslimit, int)
            and isinstance(cost.memlimit, int)
            and len(salt) == argon2id.SALTBYTES
            and argon2id.OPSLIMIT_MIN <= cost.opslimit <= _MAX_COST.opslimit
            and argon2id.MEMLIMIT_MIN <= cost.memlimit <= _MAX_COST.memlimit
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        is_valid = False
    if not is_valid:
        raise KeyFileError("the passphrase file is damaged")
    return salt, cost, check
