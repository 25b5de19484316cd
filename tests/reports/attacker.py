"""An attacker who tries every key that he can find or put together on everything sealed."""

from __future__ import annotations

import itertools
import re
import sqlite3
from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import SecretBox
from nacl.signing import SigningKey
from shamir_mnemonic.share import Share

from storage.errors import KeysError, SharesError
from storage.vault.envelopes import Envelope
from storage.vault.key_files import read_private_key
from storage.vault.keys import StaffKeys
from storage.vault.receipts import Receipt
from storage.vault.secrecy import Opaque
from storage.vault.shamir import combine
from storage.vault.slots import SLOTS_SIZE
from storage.vault.wrapping import Wrapping

_SLOT = SLOTS_SIZE // 4


class Attacker(Opaque):
    """Collects keys; `opens` tells whether one of them opens the sealed bytes."""

    def __init__(self) -> None:
        self._keys: set[bytes] = set()

    def take_folder(self, folder: Path, *passphrases: bytes) -> None:
        """Take every file of a keys folder as it lies there, and unlock what passphrases unlock."""
        for path in (path for path in folder.rglob("*") if path.is_file()):
            self._keys.update(_keys_in(path.read_bytes()))
        for passphrase in passphrases:
            self._unlock(folder, passphrase)

    def take_receipts(self, receipts: Iterable[Receipt]) -> None:
        for receipt in receipts:
            keys = receipt.keys()
            self._keys.update((bytes(keys.mailbox), keys.lookup, keys.claim))

    def take_shares(self, texts: Iterable[str]) -> None:
        """Take shares one by one, and everything that any two or three of them give."""
        shares = list(texts)
        self._keys.update(Share.from_mnemonic(text).value for text in shares)
        for count in (2, 3):
            for chosen in itertools.combinations(shares, count):
                with suppress(SharesError):
                    self._keys.add(combine(chosen))

    def opens(self, sealed: bytes) -> bool:
        envelope = Envelope.from_bytes(sealed)
        return any(_opens(key, envelope) for key in self._keys)

    def _unlock(self, folder: Path, passphrase: bytes) -> None:
        with suppress(KeysError):
            staff = StaffKeys.load(folder, passphrase, None)
            self._keys.update(bytes(key) for key in staff._private_keys.values())
        file = folder / "staff/passphrase.json"
        with suppress(KeysError, OSError):
            wrapping = Wrapping.find(passphrase, file.read_bytes())
            for path in (folder / "staff/private").rglob("*"):
                with suppress(KeysError):
                    self._keys.add(bytes(read_private_key(path, wrapping)))


def sealed_in(folder: Path) -> Iterator[bytes]:
    """Yield every sealed value of a copy of the database and of the files."""
    for path in folder.rglob("*"):
        if path.suffix == ".sqlite3":
            with closing(sqlite3.connect(path)) as connection:
                for table in ("envelopes", "tip_signatures"):
                    yield from (row[0] for row in connection.execute(f"SELECT body FROM {table}"))  # noqa: S608
        elif path.is_file() and "files" in path.parts:
            yield path.read_bytes()


def _keys_in(data: bytes) -> Iterator[bytes]:
    """Every 32 bytes that stand in the data: raw where it is no text, in hex, or in base64."""
    if not data.isascii() or len(data) == 32:
        yield from (data[n : n + 32] for n in range(len(data) - 31))
    for token in re.findall(rb"[0-9a-fA-F]{64,}", data):
        for start in range(0, len(token) - 63, 2):
            yield bytes.fromhex(token[start : start + 64].decode())
    for token in re.findall(rb"[A-Za-z0-9+/]{43,}", data):
        for start in range(0, len(token) - 42, 4):
            yield b64decode(token[start : start + 43] + b"=")


@cache
def _boxes(key: bytes) -> tuple[SealedBox, ...]:
    private_keys = (PrivateKey(key), SigningKey(key).to_curve25519_private_key())
    return tuple(SealedBox(private) for private in private_keys)


def _opens(key: bytes, envelope: Envelope) -> bool:
    if len(key) != 32:
        return False
    with suppress(CryptoError):
        SecretBox(key).decrypt(envelope.box)
        return True
    for box in _boxes(key):
        for start in range(0, SLOTS_SIZE, _SLOT):
            with suppress(CryptoError):
                box.decrypt(envelope.slots[start : start + _SLOT])
                return True
    return False
