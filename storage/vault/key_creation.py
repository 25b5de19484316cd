"""Making a keys folder, and filling later what it lacks."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from storage.errors import KeyFileError, KeyListError
from storage.vault.disk import make_private_folder, write_atomically
from storage.vault.key_files import (
    create_unit_key,
    read_key_file,
    read_or_create_writer,
    read_secret_file,
    read_writer,
)
from storage.vault.key_list import STANDBY, KeyList, check_month, read_key_list
from storage.vault.layout import (
    KEY_LIST,
    OPERATOR_SEED,
    PASSPHRASE_FILE,
    PRIVATE,
    WRITER_SEED,
    Role,
)
from storage.vault.secrecy import SecretText
from storage.vault.signing import Writer
from storage.vault.wrapping import MODERATE, Argon2Cost, Wrapping

_WRITERS: Final = (Role.PUBLIC, Role.STAFF)


def create_keys(
    folder: Path,
    *,
    units: Sequence[str],
    months: Sequence[str],
    passphrase: bytes | SecretText,
    cost: Argon2Cost = MODERATE,
) -> KeyList:
    """Make what is missing: seeds, a key per unit and month, a standby key per unit, the list.

    What exists is never replaced, so it may run at every start; `key_list.pin` is what the
    settings pin. The passphrase must be the one the folder was made with. It blocks.
    """
    wanted = [(unit, month) for unit in units for month in (*map(check_month, months), STANDBY)]
    with _locked(folder):
        wrapping = _open_wrapping(folder / Role.STAFF, passphrase, cost)
        operator, key_list = _open_list(folder)
        private = folder / Role.STAFF / PRIVATE
        made = {
            place: create_unit_key(private, *place, wrapping)
            for place in dict.fromkeys(wanted)
            if place not in key_list.units
        }
        key_list = replace(key_list, units={**key_list.units, **made})
        _publish(folder, key_list.to_bytes(operator))
    return key_list


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    # Two commands at once would each draw keys and the later list would forget the earlier's.
    for path in (folder, *(folder / role for role in Role), folder / Role.STAFF / PRIVATE):
        make_private_folder(path)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _open_wrapping(staff: Path, passphrase: bytes | SecretText, cost: Argon2Cost) -> Wrapping:
    path = staff / PASSPHRASE_FILE
    if path.exists():
        return Wrapping.find(passphrase, read_secret_file(path))
    if any((staff / PRIVATE).iterdir()):
        raise KeyFileError(f"{path.name}: missing, though there are keys wrapped with it")
    wrapping, file = Wrapping.create(passphrase, cost)
    write_atomically(path, file)
    return wrapping


def _open_list(folder: Path) -> tuple[Writer, KeyList]:
    lists = [folder / role / KEY_LIST for role in Role]
    if not any(path.exists() for path in lists):
        operator = read_or_create_writer(folder / Role.OPERATOR / OPERATOR_SEED)
        writers = {role: read_or_create_writer(folder / role / WRITER_SEED) for role in _WRITERS}
        return operator, _first_list(operator, writers)
    # A list without its seeds is no reason to draw new ones: that would be another operator.
    operator = read_writer(folder / Role.OPERATOR / OPERATOR_SEED)
    pin = bytes(operator.public).hex()
    key_list = read_key_list(read_key_file(folder / Role.OPERATOR / KEY_LIST), pin)
    for role in _WRITERS:
        if read_writer(folder / role / WRITER_SEED).public != key_list.writers.get(role):
            raise KeyListError("the key list names another writer for a role")
    return operator, key_list


def _first_list(operator: Writer, writers: Mapping[Role, Writer]) -> KeyList:
    return KeyList(
        operator=operator.public,
        writers={role: writer.public for role, writer in writers.items()},
    )


def _publish(folder: Path, signed: bytes) -> None:
    # Ed25519 signs the same list with the same bytes, so that nothing is written in vain. The
    # operator's copy comes first: it is the one the others are made from.
    for role in Role:
        path = folder / role / KEY_LIST
        if not path.exists() or path.read_bytes() != signed:
            write_atomically(path, signed)
