"""Recovery shares of a key: handing them out, and getting the key back from them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nacl.public import PrivateKey

from storage.errors import KeyDestroyedError, KeyFileError, SharePlanError, WrongSharesError
from storage.vault.disk import locked, make_private_folder
from storage.vault.key_creation import open_wrapping
from storage.vault.key_files import (
    key_path,
    read_key_file,
    read_private_key,
    read_secret_file,
    write_private_key,
)
from storage.vault.key_list import KeyList, KeyState, UnitKey, fingerprint, read_key_list
from storage.vault.layout import KEY_LIST, PASSPHRASE_FILE, PRIVATE, Role
from storage.vault.ledger import open_ledger
from storage.vault.secrecy import SecretText
from storage.vault.shamir import combine, split
from storage.vault.shares import Share
from storage.vault.wrapping import MODERATE, Argon2Cost, Wrapping

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SharePlan:
    """On which media the shares will lie, and how many of them recover the key."""

    threshold: int
    media: tuple[str, ...]

    def __post_init__(self) -> None:
        named = {medium for medium in self.media if medium and medium == medium.strip()}
        if len(named) != len(self.media):
            raise SharePlanError("every medium needs a name of its own")


@dataclass(frozen=True, slots=True)
class Handout:
    """A share's words and the medium they are for; they are kept nowhere else."""

    medium: str
    words: str = field(repr=False)


def share_key(
    folder: Path, place: Place, plan: SharePlan, passphrase: bytes | SecretText
) -> list[Handout]:
    """Split the private key of a unit's month or quarter; earlier shares stay good beside these.

    They are listed before they are returned: a crash may list shares that nobody saw, never
    the reverse.
    """
    with open_ledger(folder) as ledger:
        key = ensure_active(ledger.key_list, place)
        passphrase_file = read_secret_file(folder / Role.STAFF / PASSPHRASE_FILE)
        wrapping = Wrapping.find(passphrase, passphrase_file)
        private = read_private_key(key_path(ledger.private, key.id), wrapping)
        words = split(bytes(private), threshold=plan.threshold, count=len(plan.media))
        number = secrets.token_hex(4)
        ledger.put_register(
            ledger.register.with_shares(
                Share(key_id=key.id, medium=medium, split=number, threshold=plan.threshold)
                for medium in plan.media
            )
        )
        ledger.count_shares(key)
    return [Handout(medium, each) for medium, each in zip(plan.media, words, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What the staff's keys are locked with, and the pinned operator."""

    passphrase: bytes | SecretText = field(repr=False)
    pinned: str | None = None
    cost: Argon2Cost = MODERATE


def recover_key(folder: Path, place: Place, texts: Sequence[str], lock: Lock) -> UnitKey:
    """Put a lost private key back into `staff/`; needs no operator's folder.

    A key that is being destroyed is refused with `KeyDestroyedError`, whatever the shares.
    """
    staff = folder / Role.STAFF
    make_private_folder(staff / PRIVATE)
    with locked(folder):
        key = ensure_active(_trusted_list(folder, lock.pinned), place)
        private = _combined(texts)
        if fingerprint(private.public_key) != key.id:
            raise WrongSharesError("the shares belong to another key")
        wrapping = open_wrapping(staff, lock.passphrase, lock.cost)
        write_private_key(staff / PRIVATE, key, private, wrapping)
    return key


def ensure_active(key_list: KeyList, place: Place) -> UnitKey:
    key = key_list.key_of(*place)
    if key.state is not KeyState.ACTIVE:
        raise KeyDestroyedError("the key is being destroyed or is destroyed")
    return key


def _trusted_list(folder: Path, pinned: str | None) -> KeyList:
    # The operator's own copy is never behind the staff's.
    for role in (Role.OPERATOR, Role.STAFF):
        path = folder / role / KEY_LIST
        if path.exists():
            return read_key_list(read_key_file(path), pinned)
    raise KeyFileError(f"{KEY_LIST}: missing or not readable")


def _combined(texts: Sequence[str]) -> PrivateKey:
    secret = combine(texts)
    if len(secret) != PrivateKey.SIZE:
        raise WrongSharesError("the shares hold no key")
    return PrivateKey(secret)
