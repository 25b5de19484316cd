"""Keys as a process role holds them; `layout` draws the folder they come from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from nacl.public import PrivateKey

from storage.errors import KeyFileError, KeyListError, UnknownKeyError
from storage.vault.key_creation import create_keys
from storage.vault.key_files import (
    key_path,
    read_key_file,
    read_private_key,
    read_secret_file,
    read_writer,
)
from storage.vault.key_list import KeyList, UnitKey, months_from, read_key_list
from storage.vault.layout import KEY_LIST, PASSPHRASE_FILE, PRIVATE, WRITER_SEED, Role
from storage.vault.secrecy import Opaque, SecretText
from storage.vault.signing import Writer
from storage.vault.wrapping import INTERACTIVE, MODERATE, Argon2Cost, Wrapping

__all__ = [
    "INTERACTIVE",
    "MODERATE",
    "Argon2Cost",
    "KeyList",
    "PublicKeys",
    "Role",
    "StaffKeys",
    "UnitKey",
    "create_keys",
    "months_from",
]


class RoleKeys(Opaque):
    """A role's writer and the key list it trusts."""

    def __init__(self, writer: Writer, key_list: KeyList) -> None:
        self.writer = writer
        self.key_list = key_list

    def unit_key(self, unit: str, month: str) -> UnitKey:
        """Return the unit's key of the month ("YYYY-MM"), else its standby key."""
        return self.key_list.unit_key(unit, month)


class PublicKeys(RoleKeys):
    """What the public role holds: nothing that opens."""

    @classmethod
    def load(cls, folder: Path, pinned: str | None) -> Self:
        """Read `public/` of a keys folder; `pinned` is the operator's public key in hex."""
        return cls(*_load(folder, Role.PUBLIC, pinned))

    def refresh(self, folder: Path) -> None:
        """Read again which keys there are; the operator must still be the same."""
        self.key_list = _load(folder, Role.PUBLIC, self.key_list.pin)[1]


class StaffKeys(RoleKeys):
    """What the staff role holds: besides, the private keys of its units' months."""

    def __init__(
        self,
        writer: Writer,
        key_list: KeyList,
        private_keys: dict[str, PrivateKey],
        wrapping: Wrapping,
    ) -> None:
        super().__init__(writer, key_list)
        self._private_keys = private_keys
        self._wrapping = wrapping

    @classmethod
    def load(cls, folder: Path, passphrase: bytes | SecretText, pinned: str | None) -> Self:
        """Read and unlock `staff/` of a keys folder.

        Argon2id at the file's cost takes most of a second and blocks: run it in a thread.
        """
        writer, key_list = _load(folder, Role.STAFF, pinned)
        staff = folder / Role.STAFF
        wrapping = Wrapping.find(passphrase, read_secret_file(staff / PASSPHRASE_FILE))
        private_keys = _read_private_keys(staff / PRIVATE, key_list, wrapping, {})
        return cls(writer, key_list, private_keys, wrapping)

    def private_key(self, key_id: str) -> PrivateKey:
        """Return the private half of a unit key; UnknownKeyError once it is destroyed."""
        key = self._private_keys.get(key_id)
        if key is None:
            raise UnknownKeyError("no private key has this id")
        return key

    def private_keys(self, key_id: str) -> Iterator[PrivateKey]:
        """Yield every private key, first the named one: who wrote its name may have lied."""
        named = self._private_keys.get(key_id)
        if named is not None:
            yield named
        yield from (key for each, key in self._private_keys.items() if each != key_id)

    def refresh(self, folder: Path) -> None:
        """Drop the keys that were destroyed meanwhile, and take in those that were made.

        Dropping comes first: it holds even where a new file cannot be read, which is told as
        `KeyFileError`. Python gives no word that the memory is blank; only an end of the process
        does.
        """
        self.key_list = _load(folder, Role.STAFF, self.key_list.pin)[1]
        private = folder / Role.STAFF / PRIVATE
        gone = self.key_list.gone_ids
        self._private_keys = {
            key_id: key
            for key_id, key in self._private_keys.items()
            if key_id not in gone and key_path(private, key_id).exists()
        }
        self._private_keys = _read_private_keys(
            private, self.key_list, self._wrapping, self._private_keys
        )


def _load(folder: Path, role: Role, pinned: str | None) -> tuple[Writer, KeyList]:
    key_list = read_key_list(read_key_file(folder / role / KEY_LIST), pinned)
    writer = read_writer(folder / role / WRITER_SEED)
    if key_list.writers.get(role) != writer.public:
        raise KeyListError("the key list names another writer for this role")
    return writer, key_list


def _read_private_keys(
    private: Path, key_list: KeyList, wrapping: Wrapping, known: dict[str, PrivateKey]
) -> dict[str, PrivateKey]:
    # What the list calls destroyed is not read even where an old copy brought the file back.
    private_keys = dict(known)
    for path in sorted(private.glob("*.json")):
        if path.stem in known or path.stem in key_list.gone_ids:
            continue
        try:
            private_keys[path.stem] = read_private_key(path, wrapping)
        except KeyFileError:
            # Destroyed between the listing of the folder and now.
            if path.exists():
                raise
    return private_keys
