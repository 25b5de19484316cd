"""What a keys folder holds, as its signed list and its register tell it, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from storage.errors import KeyFileError
from storage.vault.key_files import key_path, read_key_file, read_secret_file
from storage.vault.key_list import KeyList, KeyState, UnitKey, read_key_list
from storage.vault.layout import KEY_LIST, PASSPHRASE_FILE, PRIVATE, SHARES, Role
from storage.vault.periods import is_ahead, months_from, quarter_of
from storage.vault.shares import Register, Share, read_register
from storage.vault.wrapping import is_change_unfinished


class KeyStatus(StrEnum):
    """What a key is for now."""

    ACTIVE = "active"
    FUTURE = "future"
    STANDBY = "standby"
    DESTROYING = "destroying"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedKey:
    """A key with its shares; `is_here` tells whether its private half is, None where no staff is.

    `shares` is None where the register is on another machine.
    """

    key: UnitKey
    status: KeyStatus
    shares: tuple[Share, ...] | None
    is_here: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Everything that can be told without a passphrase."""

    key_list: KeyList
    keys: tuple[ListedKey, ...]
    is_change_unfinished: bool


class Finding(StrEnum):
    """What is wrong with the keys."""

    MONTH_MISSING = "month missing"
    NO_STANDBY = "no standby"
    STANDBY_IN_USE = "standby in use"
    FEW_MONTHS_AHEAD = "few months ahead"
    PRIVATE_KEY_MISSING = "private key missing"
    DESTRUCTION_UNFINISHED = "destruction unfinished"
    CHANGE_UNFINISHED = "change of the passphrase unfinished"
    ROUTE_KEY_UNLISTED = "route key unlisted"
    ROUTE_KEY_MISSING = "route key missing"
    ROUTE_KEY_PAST = "route key past"


# These two wait for somebody; everything else is wrong now.
PATIENT = frozenset({Finding.FEW_MONTHS_AHEAD, Finding.DESTRUCTION_UNFINISHED})


@dataclass(frozen=True, slots=True)
class KeyFinding:
    """A finding and the month or quarter; `count` is of messages, months or media."""

    finding: Finding
    period: str
    count: int = 0

    @property
    def is_red(self) -> bool:
        return self.finding not in PATIENT


def take_inventory(folder: Path, pinned: str | None, this_month: str) -> Inventory:
    """Read the most authoritative list that is here, and what lies beside it."""
    paths = (folder / role / KEY_LIST for role in Role)
    path = next((path for path in paths if path.exists()), None)
    if path is None:
        raise KeyFileError(f"{KEY_LIST}: missing or not readable")
    key_list = read_key_list(read_key_file(path), pinned)
    register = _register(folder, key_list)
    passphrase = folder / Role.STAFF / PASSPHRASE_FILE
    return Inventory(
        key_list=key_list,
        keys=tuple(
            ListedKey(
                key=key,
                status=_status(key, this_month),
                shares=None if register is None else register.of(key.id),
                is_here=_is_here(folder, key),
            )
            for key in sorted(key_list.units.values(), key=lambda each: each.place)
        ),
        is_change_unfinished=passphrase.exists()
        and is_change_unfinished(read_secret_file(passphrase)),
    )


def key_findings(
    inventory: Inventory, unit: str, this_month: str, used: Mapping[str, int], *, ahead: int = 1
) -> list[KeyFinding]:
    """Return what is wrong with a unit's keys, the red ones first.

    `used` counts messages by the id of the key they are sealed to, `ahead` is how many months
    after this one must have a key.
    """
    keys = [each for each in inventory.keys if each.key.unit == unit]
    findings = [*_missing(keys, this_month, ahead), *_wrong(keys, used)]
    if inventory.is_change_unfinished:
        findings.append(KeyFinding(Finding.CHANGE_UNFINISHED, ""))
    return sorted(findings, key=lambda finding: not finding.is_red)


def _missing(keys: list[ListedKey], this_month: str, ahead: int) -> Iterator[KeyFinding]:
    active = {each.key.month for each in keys if each.key.state is KeyState.ACTIVE}
    if this_month not in active:
        yield KeyFinding(Finding.MONTH_MISSING, this_month)
    if quarter_of(this_month) not in active:
        yield KeyFinding(Finding.NO_STANDBY, quarter_of(this_month))
    coming = set(months_from(this_month, ahead=ahead)[1:]) - active
    if coming:
        yield KeyFinding(Finding.FEW_MONTHS_AHEAD, min(coming), len(coming))


def _wrong(keys: list[ListedKey], used: Mapping[str, int]) -> Iterator[KeyFinding]:
    for each in keys:
        key, count = each.key, used.get(each.key.id, 0)
        if key.state is KeyState.DESTROYING:
            outstanding = [share for share in each.shares or () if not share.gone]
            yield KeyFinding(Finding.DESTRUCTION_UNFINISHED, key.month, len(outstanding))
        if key.state is not KeyState.ACTIVE:
            continue
        if key.is_standby and count:
            yield KeyFinding(Finding.STANDBY_IN_USE, key.month, count)
        if each.is_here is False:
            yield KeyFinding(Finding.PRIVATE_KEY_MISSING, key.month, count)


def _status(key: UnitKey, this_month: str) -> KeyStatus:
    if key.state is not KeyState.ACTIVE:
        return KeyStatus(key.state.value)
    if key.is_standby:
        return KeyStatus.STANDBY
    return KeyStatus.FUTURE if is_ahead(key.month, this_month) else KeyStatus.ACTIVE


def _register(folder: Path, key_list: KeyList) -> Register | None:
    if not (folder / Role.OPERATOR).is_dir():
        return None
    return read_register(folder / Role.OPERATOR / SHARES, key_list.operator)


def _is_here(folder: Path, key: UnitKey) -> bool | None:
    private = folder / Role.STAFF / PRIVATE
    return key_path(private, key.id).exists() if private.is_dir() else None
