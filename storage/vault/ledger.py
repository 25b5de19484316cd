"""The operator's ledger: the signed key list and the signed register, held by one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from storage.errors import KeyFileError
from storage.vault.disk import locked
from storage.vault.key_list import UnitKey
from storage.vault.layout import PRIVATE, SHARES, Role
from storage.vault.publishing import open_operator, publish, sweep_folder
from storage.vault.secrecy import Opaque
from storage.vault.shares import Register, read_register


class Ledger(Opaque):
    """Writes each change down at once, so that a crash loses none that came before it."""

    def __init__(self, folder: Path) -> None:
        operator = open_operator(folder)
        self._writer = operator.writer
        self._path = folder / Role.OPERATOR / SHARES
        self.folder = folder
        self.key_list = operator.key_list
        self.register = read_register(self._path, operator.writer.public)
        for key in self.key_list.units.values():
            if len(self.register.of(key.id)) < key.shares:
                raise KeyFileError(f"{SHARES}: missing, or older than the key list")

    @property
    def private(self) -> Path:
        """Where the staff's private keys lie, if the staff's folder is here."""
        return self.folder / Role.STAFF / PRIVATE

    def put_key(self, key: UnitKey) -> UnitKey:
        """Sign the list with the key as it now stands, and give it to the roles."""
        units = {**self.key_list.units, key.place: key}
        self.key_list = replace(self.key_list, units=units)
        self.publish()
        return key

    def publish(self) -> None:
        publish(self.folder, self._writer, self.key_list)

    def put_register(self, register: Register) -> None:
        self.register = register
        register.write(self._path, self._writer)

    def count_shares(self, key: UnitKey) -> UnitKey:
        """Let the signed list say how many shares the register knows."""
        return self.put_key(replace(key, shares=len(self.register.of(key.id))))


@contextmanager
def open_ledger(folder: Path) -> Iterator[Ledger]:
    """Hold the keys folder and open its ledger; what crashes left behind is removed first."""
    if not (folder / Role.OPERATOR).is_dir():
        raise KeyFileError("the operator's folder is not here; it signs what is to be done")
    with locked(folder):
        sweep_folder(folder)
        yield Ledger(folder)
