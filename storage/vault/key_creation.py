"""Making a keys folder, and filling later what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from storage.errors import KeyFileError, KeyListError
from storage.vault.disk import locked, make_private_folder, write_atomically
from storage.vault.key_files import (
    create_unit_key,
    read_or_create_writer,
    read_secret_file,
    read_writer,
)
from storage.vault.key_list import KeyList
from storage.vault.layout import (
    KEY_LIST,
    OPERATOR_SEED,
    PASSPHRASE_FILE,
    PRIVATE,
    WRITER_SEED,
    Role,
)
from storage.vault.periods import check_period, is_quarter, quarter_of
from storage.vault.publishing import Operator, open_operator, publish, sweep_folder
from storage.vault.routes import create_route_key, route_path
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
    """Make what is missing: seeds, a key per unit and month, standby and route keys, the list.

    `months` may name quarters ("YYYY-Qn"), for which a standby key alone is made; the quarter
    of every month gets one anyway. What exists is never replaced and what is destroyed never
    remade, so it may run at every start; `key_list.pin` is what the settings pin. The passphrase
    must be the one the folder was made with. It blocks.
    """
    periods = _with_standby(months)
    _make_folders(folder)
    with locked(folder):
        sweep_folder(folder)
        wrapping = open_wrapping(folder / Role.STAFF, passphrase, cost)
        operator = _open_or_begin(folder)
        places = [(unit, period) for unit in units for period in periods]
        key_list = _with_unit_keys(folder, operator.key_list, places, wrapping)
        key_list = _with_route_keys(folder, key_list, periods)
        publish(folder, operator.writer, key_list)
    return key_list


def remake_lost_routes(folder: Path, month: str) -> KeyList:
    """Draw anew each listed route key of this month or a later one that is not here.

    Only for a folder that notices are delivered from. What was sealed to a lost key stays shut,
    but who asks to be notified from now on is.
    """
    private = folder / Role.DELIVERY / PRIVATE
    with locked(folder):
        operator = open_operator(folder)
        routes = operator.key_list.routes
        lost = [
            each for each in routes if each >= month and not route_path(private, each).exists()
        ]
        made = {each: create_route_key(private, each) for each in lost}
        key_list = replace(operator.key_list, routes={**routes, **made})
        if made:
            publish(folder, operator.writer, key_list)
    return key_list


def open_wrapping(staff: Path, passphrase: bytes | SecretText, cost: Argon2Cost) -> Wrapping:
    """Find the wrapping of `staff/`, or begin one where no key was wrapped yet."""
    path = staff / PASSPHRASE_FILE
    if path.exists():
        return Wrapping.find(passphrase, read_secret_file(path))
    if any((staff / PRIVATE).iterdir()):
        raise KeyFileError(f"{path.name}: missing, though there are keys wrapped with it")
    wrapping, file = Wrapping.create(passphrase, cost)
    write_atomically(path, file)
    return wrapping


def _with_standby(months: Sequence[str]) -> list[str]:
    periods = [check_period(month) for month in months]
    quarters = [each if is_quarter(each) else quarter_of(each) for each in periods]
    return list(dict.fromkeys([*periods, *quarters]))


def _make_folders(folder: Path) -> None:
    private = [folder / role / PRIVATE for role in (Role.STAFF, Role.DELIVERY)]
    for path in (folder, *(folder / role for role in Role), *private):
        make_private_folder(path)


def _open_or_begin(folder: Path) -> Operator:
    if not any((folder / role / KEY_LIST).exists() for role in Role):
        operator = read_or_create_writer(folder / Role.OPERATOR / OPERATOR_SEED)
        writers = {role: read_or_create_writer(folder / role / WRITER_SEED) for role in _WRITERS}
        return Operator(operator, _first_list(operator, writers))
    # A list without its seeds is no reason to draw new ones: that would be another operator.
    opened = open_operator(folder)
    for role in _WRITERS:
        if read_writer(folder / role / WRITER_SEED).public != opened.key_list.writers.get(role):
            raise KeyListError("the key list names another writer for a role")
    return opened


def _first_list(operator: Writer, writers: Mapping[Role, Writer]) -> KeyList:
    return KeyList(
        operator=operator.public,
        writers={role: writer.public for role, writer in writers.items()},
    )


def _with_unit_keys(
    folder: Path, key_list: KeyList, places: Sequence[tuple[str, str]], wrapping: Wrapping
) -> KeyList:
    private = folder / Role.STAFF / PRIVATE
    made = {
        place: create_unit_key(private, *place, wrapping)
        for place in dict.fromkeys(places)
        if place not in key_list.units
    }
    return replace(key_list, units={**key_list.units, **made})


def _with_route_keys(folder: Path, key_list: KeyList, periods: Sequence[str]) -> KeyList:
    private = folder / Role.DELIVERY / PRIVATE
    made = {
        month: create_route_key(private, month)
        for month in periods
        if not is_quarter(month) and month not in key_list.routes
    }
    return replace(key_list, routes={**key_list.routes, **made})
