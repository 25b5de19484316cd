"""Destroying keys: first nobody seals to one, then its bytes go, then every share of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from storage.errors import KeyInUseError
from storage.vault.disk import locked, overwrite_and_remove, sweep
from storage.vault.key_files import key_path, read_key_file
from storage.vault.key_list import KeyList, KeyState, UnitKey, read_key_list
from storage.vault.layout import KEY_LIST, PRIVATE, Role
from storage.vault.ledger import Ledger, open_ledger
from storage.vault.periods import is_over, months_of, quarter_of
from storage.vault.shares import Share

STAFF_HOST: Final = "staff host"
Place = tuple[str, str]


def destroy_key(folder: Path, place: Place, this_month: str) -> list[UnitKey]:
    """Destroy the key of a unit's month or quarter, and return every key that this touched.

    The signed list says "destroying" before a byte is removed, and "destroyed" once no share and
    no copy is outstanding. It may be run again after a crash, and changes nothing the second
    time. A quarter's standby key goes with the last month it may have served. `KeyInUseError`
    where the month or quarter is not over: a running process may still seal to it.
    """
    with open_ledger(folder) as ledger:
        condemned = plan_destruction(ledger.key_list, place, this_month)
        return [_destroy(ledger, each) for each in condemned]


def plan_destruction(key_list: KeyList, place: Place, this_month: str) -> list[UnitKey]:
    """Return the keys that `destroy_key` would take: the named one, and what is left over."""
    key = key_list.key_of(*place)
    if not is_over(key.month, this_month):
        raise KeyInUseError("it is not over yet: tips may still be sealed to its key")
    if key.is_standby:
        return [key]
    quarter = quarter_of(key.month)
    months = [key_list.units.get((key.unit, month)) for month in months_of(quarter)]
    is_last = not any(each and each.state is KeyState.ACTIVE and each != key for each in months)
    standby = key_list.units.get((key.unit, quarter))
    if standby is None or not is_last or not is_over(quarter, this_month):
        return [key]
    return [key, standby]


def confirm_gone(folder: Path, place: Place, medium: str) -> UnitKey:
    """Note that whatever of the key lay on the medium is gone; the last one makes it "destroyed".

    `KeyInUseError` where the key is not being destroyed, `UnknownMediumError` where nothing of it
    is listed on such a medium.
    """
    with open_ledger(folder) as ledger:
        return confirm_key_gone(ledger, ledger.key_list.key_of(*place), medium)


def confirm_key_gone(ledger: Ledger, key: UnitKey, medium: str) -> UnitKey:
    """Do what `confirm_gone` does, in a ledger that is open."""
    if key.state is KeyState.ACTIVE:
        raise KeyInUseError("the key is not being destroyed")
    ledger.put_register(ledger.register.confirmed(key.id, medium))
    return _destroy(ledger, key)


def carry_out(folder: Path, pinned: str | None) -> int:
    """Remove from `staff/` every private key that its signed list says is destroyed.

    A staff host without the operator's folder does so at every start; also where an old backup
    brought a key back. Returns how many there were.
    """
    staff = folder / Role.STAFF
    if not (staff / PRIVATE).is_dir():
        return 0
    with locked(folder):
        sweep(staff / PRIVATE)
        gone = read_key_list(read_key_file(staff / KEY_LIST), pinned).gone_ids
        paths = [key_path(staff / PRIVATE, key_id) for key_id in sorted(gone)]
        present = [path for path in paths if path.exists()]
        for path in present:
            overwrite_and_remove(path)
    return len(present)


def _destroy(ledger: Ledger, key: UnitKey) -> UnitKey:
    """Take the next steps that are open; each is safe to take twice."""
    if key.state is KeyState.ACTIVE:
        if not ledger.private.is_dir():
            _list_staff_host(ledger, key)
            key = replace(key, shares=len(ledger.register.of(key.id)))
        key = ledger.put_key(replace(key, state=KeyState.DESTROYING))
    else:
        ledger.publish()
    if ledger.private.is_dir():
        overwrite_and_remove(key_path(ledger.private, key.id))
    if key.state is KeyState.DESTROYING and not ledger.register.outstanding(key.id):
        key = ledger.put_key(replace(key, state=KeyState.DESTROYED))
    return key


def _list_staff_host(ledger: Ledger, key: UnitKey) -> None:
    # The private key lies on another machine: that copy has to be confirmed gone like any other.
    if not ledger.register.has_copy(key.id, STAFF_HOST):
        copy = Share(key_id=key.id, medium=STAFF_HOST, split="", threshold=1)
        ledger.put_register(ledger.register.with_shares([copy]))
