from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from storage.errors import ExportError, KeyFileError, UnknownKeyError
from storage.vault.destruction import carry_out, destroy_key
from storage.vault.exporting import export_role
from storage.vault.inventory import take_inventory
from storage.vault.key_list import KeyList, KeyState
from storage.vault.keys import Argon2Cost, PublicKeys, Role, StaffKeys, create_keys
from storage.vault.routes import RouteKeys

PASSPHRASE: Final = b"correct horse"
PLACE: Final = ("wuhan", "2026-11")
LATER: Final = "2027-02"


@pytest.fixture
def host(tmp_path: Path) -> Path:
    return tmp_path / "host"


def _names(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def test_each_role_gets_its_own_folder_and_nothing_else(
    folder: Path, key_list: KeyList, host: Path
) -> None:
    for role in Role:
        export_role(folder, role, host / role, "host")
        assert {path.name for path in (host / role).iterdir()} == {role}
    assert _names(host / "public") == {"public/writer.seed", "public/key_list.json"}
    PublicKeys.load(host / "public", key_list.pin)
    RouteKeys.load(host / "delivery", key_list.pin)
    assert len(StaffKeys.load(host / "staff", PASSPHRASE, key_list.pin)._private_keys) == 6


def test_an_export_is_brought_up_to_date(
    folder: Path, key_list: KeyList, host: Path, cheap: Argon2Cost
) -> None:
    export_role(folder, Role.PUBLIC, host, "host")
    running = PublicKeys.load(host, key_list.pin)
    months = ["2027-01"]
    create_keys(folder, units=["wuhan"], months=months, passphrase=PASSPHRASE, cost=cheap)
    export_role(folder, Role.PUBLIC, host, "host")
    with pytest.raises(UnknownKeyError):
        running.unit_key("wuhan", "2027-01")
    running.refresh(host)
    assert not running.unit_key("wuhan", "2027-01").is_standby


def test_a_destroyed_month_leaves_the_staffs_copy_before_it_counts_as_destroyed(
    folder: Path, key_list: KeyList, host: Path
) -> None:
    export_role(folder, Role.STAFF, host, "staff host")
    gone = key_list.key_of(*PLACE).id
    assert destroy_key(folder, PLACE, LATER)[0].state is KeyState.DESTROYING
    StaffKeys.load(host, PASSPHRASE, None).private_key(gone)
    export_role(folder, Role.STAFF, host, "staff host")
    assert not (host / f"staff/private/{gone}.json").exists()
    assert take_inventory(folder, None, LATER).key_list.key_of(*PLACE).state is KeyState.DESTROYED


def test_a_staff_host_that_gets_the_list_alone_carries_it_out(
    folder: Path, key_list: KeyList, host: Path
) -> None:
    export_role(folder, Role.STAFF, host, "staff host")
    destroy_key(folder, PLACE, LATER)
    shutil.copy(folder / "staff/key_list.json", host / "staff/key_list.json")
    assert carry_out(host, key_list.pin) == 1
    with pytest.raises(UnknownKeyError):
        StaffKeys.load(host, PASSPHRASE, None).private_key(key_list.key_of(*PLACE).id)


def test_a_copy_is_listed_once_for_each_key(folder: Path, key_list: KeyList, host: Path) -> None:
    for _ in range(2):
        export_role(folder, Role.STAFF, host, "staff host")
    shares = [each.shares for each in take_inventory(folder, None, LATER).keys]
    assert all(each and [s.medium for s in each] == ["staff host"] for each in shares)


def test_a_host_exports_further_without_the_operator(
    folder: Path, key_list: KeyList, host: Path
) -> None:
    shutil.rmtree(folder / "operator")
    export_role(folder, Role.STAFF, host, "second host")
    StaffKeys.load(host, PASSPHRASE, key_list.pin)
    with pytest.raises(KeyFileError):
        export_role(folder, Role.OPERATOR, host, "second host")


def test_a_folder_with_something_else_in_it_is_not_touched(
    folder: Path, key_list: KeyList, host: Path, cheap: Argon2Cost
) -> None:
    (host / "staff/private").mkdir(parents=True)
    (host / "staff/private/diary.txt").write_text("mine")
    with pytest.raises(ExportError):
        export_role(folder, Role.STAFF, host, "host")
    assert _names(host) == {"staff/private/diary.txt"}


def test_another_operators_keys_are_not_overwritten(
    folder: Path, key_list: KeyList, host: Path, cheap: Argon2Cost
) -> None:
    other = create_keys(host, units=["u"], months=[], passphrase=b"other", cost=cheap)
    with pytest.raises(ExportError):
        export_role(folder, Role.PUBLIC, host, "host")
    PublicKeys.load(host, other.pin)


@pytest.mark.parametrize("inside", [".", "staff", "deep/inside"])
def test_the_keys_folder_is_no_target_of_its_own(
    folder: Path, key_list: KeyList, inside: str
) -> None:
    with pytest.raises(ExportError):
        export_role(folder, Role.PUBLIC, folder / inside, "host")
