"""Wrapping the staff's private keys under a passphrase: Argon2id, then SecretBox."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
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
    """Wraps and unwraps 32-byte keys; while the passphrase changes, unwraps the earlier ones too.

    Then the file holds the earlier wrapping key, wrapped under the new one, so that the new
    passphrase opens every key at every moment of the change.
    """

    __slots__ = ("_box", "_earlier")

    def __init__(self, key: bytes, earlier: bytes | None = None) -> None:
        self._box = SecretBox(key)
        self._earlier = None if earlier is None else SecretBox(earlier)

    @classmethod
    def create(
        cls,
        passphrase: bytes | SecretText,
        cost: Argon2Cost,
        earlier: Wrapping | None = None,
    ) -> tuple[Self, bytes]:
        """Return a wrapping under a fresh salt, and the file that finds it again."""
        salt = secrets.token_bytes(argon2id.SALTBYTES)
        key = _derive(passphrase, salt, cost)
        wrapping = cls(key)
        document = {
            "format": _FORMAT,
            "salt": b64encode(salt).decode(),
            "opslimit": cost.opslimit,
            "memlimit": cost.memlimit,
            "check": b64encode(wrapping.wrap(_CHECK)).decode(),
        }
        if earlier is not None:
            handed_over = earlier.hand_over(wrapping)
            document["earlier"] = b64encode(handed_over).decode()
            wrapping = cls(key, wrapping.unwrap(handed_over))
        return wrapping, json.dumps(document, indent=1).encode()

    @classmethod
    def find(cls, passphrase: bytes | SecretText, file: bytes) -> Self:
        """Return the wrapping that the file was written with."""
        salt, cost, check = _read(file)
        key = _derive(passphrase, salt, cost)
        wrapping = cls(key)
        opened = wrapping._open(check)
        if opened is None or not compare_digest(opened, _CHECK):
            raise WrongPassphraseError("the passphrase does not open the staff's keys")
        earlier = _read_earlier(file)
        return wrapping if earlier is None else cls(key, wrapping.unwrap(earlier))

    def hand_over(self, other: Wrapping) -> bytes:
        """Return the wrapping key itself, wrapped under another one."""
        return other.wrap(bytes(self._box))

    @property
    def is_changing(self) -> bool:
        """Whether a change of the passphrase was begun and not yet finished."""
        return self._earlier is not None

    def wrap(self, secret: bytes) -> bytes:
        return bytes(self._box.encrypt(secret))

    def unwrap(self, wrapped: bytes) -> bytes:
        secret = self._open(wrapped)
        if secret is None:
            raise KeyFileError("a private key is damaged or wrapped under another passphrase")
        return secret

    def _open(self, wrapped: bytes) -> bytes | None:
        for box in (self._box, self._earlier):
            with suppress(CryptoError, ValueError):
                if box is not None:
                    return box.decrypt(wrapped)
        return None


def finish_change(file: bytes) -> bytes:
    """Return the passphrase file without the earlier wrapping key."""
    _read(file)
    document = json.loads(file)
    document.pop("earlier", None)
    return json.dumps(document, indent=1).encode()


def is_change_unfinished(file: bytes) -> bool:
    """Tell without a passphrase whether a change of it was begun and not yet finished."""
    return _read_earlier(file) is not None


def mark_of(file: bytes) -> bytes:
    """Return what tells one passphrase's file from the next one's, and nothing else."""
    salt, _cost, _check = _read(file)
    return blake2b(salt, digest_size=32, person=b"humen.wrapmark.1").digest()


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


def _read_earlier(file: bytes) -> bytes | None:
    try:
        earlier = json.loads(file).get("earlier")
        return None if earlier is None else b64decode(earlier, validate=True)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise KeyFileError("the passphrase file is damaged") from None
