"""Changing the staff's passphrase."""

from __future__ import annotations

from pathlib import Path

from storage.errors import KeyFileError, WrongPassphraseError
from storage.vault.disk import locked, sweep, write_atomically
from storage.vault.key_files import read_secret_file, rewrap_private_key
from storage.vault.layout import PASSPHRASE_FILE, PRIVATE, Role
from storage.vault.secrecy import SecretText
from storage.vault.wrapping import MODERATE, Argon2Cost, Wrapping, finish_change


def change_passphrase(
    folder: Path,
    old: bytes | SecretText,
    new: bytes | SecretText,
    cost: Argon2Cost = MODERATE,
) -> int:
    """Wrap the staff's keys under a new passphrase and return how many there are.

    From the first write on the new passphrase opens everything. After a crash the same command
    goes on where it stopped; old copies of the folder stay locked with the old passphrase.
    """
    staff = folder / Role.STAFF
    path = staff / PASSPHRASE_FILE
    if not (staff / PRIVATE).is_dir():
        raise KeyFileError("the staff's folder is not here")
    with locked(folder):
        sweep(staff)
        sweep(staff / PRIVATE)
        wrapping = _begin(path, old, new, cost)
        return _rewrap(staff, wrapping)


def _begin(
    path: Path, old: bytes | SecretText, new: bytes | SecretText, cost: Argon2Cost
) -> Wrapping:
    file = read_secret_file(path)
    try:
        current = Wrapping.find(old, file)
    except WrongPassphraseError:
        # The change that crashed was this one: go on with it.
        return Wrapping.find(new, file)
    if current.is_changing:
        _rewrap(path.parent, current)
    wrapping, file = Wrapping.create(new, cost, current)
    write_atomically(path, file)
    return wrapping


def _rewrap(staff: Path, wrapping: Wrapping) -> int:
    paths = sorted((staff / PRIVATE).glob("*.json"))
    for path in paths:
        rewrap_private_key(path, wrapping)
    path = staff / PASSPHRASE_FILE
    write_atomically(path, finish_change(read_secret_file(path)))
    return len(paths)
