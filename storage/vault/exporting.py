"""Giving a role's folder to another machine or medium, and keeping that copy up to date."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from storage.errors import ExportError, KeyFileError, KeyListError
from storage.vault.destruction import confirm_key_gone
from storage.vault.disk import (
    locked,
    make_private_folder,
    overwrite_and_remove,
    sweep,
    write_atomically,
)
from storage.vault.key_files import key_path, read_key_file, read_secret_file
from storage.vault.key_list import KeyList, KeyState, read_key_list
from storage.vault.layout import (
    KEY_LIST,
    OPERATOR_SEED,
    PASSPHRASE_FILE,
    PRIVATE,
    SHARES,
    WRITER_SEED,
    Role,
)
from storage.vault.ledger import Ledger, open_ledger
from storage.vault.publishing import sweep_folder
from storage.vault.shares import Share

_OWN_FILES: Final = {
    Role.OPERATOR: {OPERATOR_SEED, SHARES},
    Role.PUBLIC: {WRITER_SEED},
    Role.STAFF: {WRITER_SEED, PASSPHRASE_FILE},
    Role.DELIVERY: set[str](),
}
_PRIVATE_FILE: Final = re.compile(r"[0-9a-f]{16}\.json|[0-9]{4}-[0-9]{2}\.key")


def export_role(folder: Path, role: Role, target: Path, medium: str) -> KeyList:
    """Copy one role's folder to `target/ROLE`, or bring an earlier copy there up to date.

    A copy of `staff/` is listed in the register under the medium's name before it is written;
    keys that are destroyed leave it, which is then confirmed. `ExportError` where the target
    already holds something else.
    """
    _ensure_apart(folder, target)
    for path in (target / role, target / role / PRIVATE)[: 1 + _has_private(role)]:
        make_private_folder(path)
    if role is not Role.STAFF or not (folder / Role.OPERATOR).is_dir():
        with locked(folder), locked(target):
            sweep_folder(folder)
            return _copy(folder, role, target)
    with open_ledger(folder) as ledger, locked(target):
        ledger.publish()
        _list_copies(ledger, medium)
        key_list = _copy(folder, role, target)
        for key in [*ledger.key_list.units.values()]:
            if key.state is KeyState.DESTROYING and ledger.register.has_copy(key.id, medium):
                confirm_key_gone(ledger, key, medium)
    return key_list


def _copy(folder: Path, role: Role, target: Path) -> KeyList:
    source, copy = folder / role, target / role
    key_list = read_key_list(read_key_file(source / KEY_LIST), None)
    _ensure_same(copy, role, key_list)
    sweep(copy)
    sweep(copy / PRIVATE)
    # The list goes last: where it stands, the copy is whole.
    names = [name for name in sorted(_OWN_FILES[role]) if (source / name).exists()]
    private = [f"{PRIVATE}/{path.name}" for path in sorted((source / PRIVATE).glob("*.*"))]
    gone = {key_path(Path(PRIVATE), key_id).as_posix() for key_id in key_list.gone_ids}
    for name in [*names, *private, KEY_LIST]:
        if name not in gone:
            write_atomically(copy / name, _read(source / name))
    for path in (copy / PRIVATE).glob("*.*"):
        if f"{PRIVATE}/{path.name}" not in set(private) - gone:
            overwrite_and_remove(path)
    return key_list


def _read(path: Path) -> bytes:
    return read_key_file(path) if path.name == KEY_LIST else read_secret_file(path)


def _list_copies(ledger: Ledger, medium: str) -> None:
    for key in [*ledger.key_list.units.values()]:
        is_here = key_path(ledger.private, key.id).exists()
        is_listed = ledger.register.has_copy(key.id, medium)
        if is_here and key.state is KeyState.ACTIVE and not is_listed:
            copy = Share(key_id=key.id, medium=medium, split="", threshold=1)
            ledger.put_register(ledger.register.with_shares([copy]))
            ledger.count_shares(key)


def _ensure_apart(folder: Path, target: Path) -> None:
    ours, theirs = folder.resolve(), target.resolve()
    if ours == theirs or ours in theirs.parents:
        raise ExportError("the target lies in the keys folder itself")


def _ensure_same(copy: Path, role: Role, key_list: KeyList) -> None:
    known = {KEY_LIST, PRIVATE, *_OWN_FILES[role]}
    private = [path.name for path in (copy / PRIVATE).glob("*")]
    strange = {path.name for path in copy.iterdir()} - known
    strange.update(name for name in private if not _PRIVATE_FILE.fullmatch(name))
    if any(not name.startswith(".") for name in strange):
        raise ExportError("the target holds something else")
    path = copy / KEY_LIST
    if not path.exists():
        return
    try:
        read_key_list(read_key_file(path), key_list.pin)
    except (KeyFileError, KeyListError):
        raise ExportError("the target holds the keys of another operator") from None


def _has_private(role: Role) -> bool:
    return role in {Role.STAFF, Role.DELIVERY}
