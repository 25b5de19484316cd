from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from storage.errors import KeyFileError
from storage.vault.destruction import destroy_key
from storage.vault.inventory import Finding, KeyFinding, key_findings, take_inventory
from storage.vault.keys import Argon2Cost, KeyList, create_keys
from storage.vault.recovery import SharePlan, share_key

PASSPHRASE: Final = b"correct horse"
UNIT: Final = "wuhan"


def _findings(
    folder: Path, month: str = "2026-11", used: dict[str, int] | None = None
) -> list[KeyFinding]:
    return key_findings(take_inventory(folder, None, month), UNIT, month, used or {})


def test_keys_in_order_have_no_finding(folder: Path, key_list: KeyList) -> None:
    used = {key.id: 3 for key in key_list.units.values() if not key.is_standby}
    assert _findings(folder, used=used) == []


def test_a_month_without_a_key_is_red(folder: Path, key_list: KeyList) -> None:
    (found,) = [f for f in _findings(folder, "2026-10") if f.finding is Finding.MONTH_MISSING]
    assert found == KeyFinding(Finding.MONTH_MISSING, "2026-10")
    assert found.is_red


def test_a_standby_key_in_use_is_red_with_the_number_of_messages(
    folder: Path, key_list: KeyList
) -> None:
    standby = key_list.unit_key(UNIT, "2026-10")
    (found,) = _findings(folder, used={standby.id: 7})
    assert found == KeyFinding(Finding.STANDBY_IN_USE, "2026-Q4", 7)
    assert found.is_red


def test_the_last_month_with_a_key_is_announced_ahead(folder: Path, key_list: KeyList) -> None:
    (found,) = _findings(folder, "2026-12")
    assert found == KeyFinding(Finding.FEW_MONTHS_AHEAD, "2027-01", 1)
    assert not found.is_red


def test_a_quarter_without_any_key_has_the_red_ones_first(folder: Path, key_list: KeyList) -> None:
    findings = _findings(folder, "2027-01")
    assert [each.finding for each in findings] == [
        Finding.MONTH_MISSING,
        Finding.NO_STANDBY,
        Finding.FEW_MONTHS_AHEAD,
    ]


def test_a_lost_private_key_is_red_where_the_staff_is(folder: Path, key_list: KeyList) -> None:
    key = key_list.unit_key(UNIT, "2026-11")
    (folder / f"staff/private/{key.id}.json").unlink()
    (found,) = _findings(folder, used={key.id: 2})
    assert found == KeyFinding(Finding.PRIVATE_KEY_MISSING, "2026-11", 2)
    shutil.rmtree(folder / "staff")
    assert _findings(folder) == []


def test_an_unfinished_destruction_waits_for_its_media(
    folder: Path, key_list: KeyList, cheap: Argon2Cost
) -> None:
    share_key(folder, (UNIT, "2026-11"), SharePlan(2, ("a", "b", "c")), PASSPHRASE)
    destroy_key(folder, (UNIT, "2026-11"), "2026-12")
    months = ["2027-01"]
    create_keys(folder, units=[UNIT], months=months, passphrase=PASSPHRASE, cost=cheap)
    (found,) = _findings(folder, "2026-12")
    assert found == KeyFinding(Finding.DESTRUCTION_UNFINISHED, "2026-11", 3)
    assert not found.is_red


def test_another_units_keys_are_not_this_units(folder: Path, key_list: KeyList) -> None:
    inventory = take_inventory(folder, None, "2026-11")
    findings = key_findings(inventory, "beijing", "2026-11", {})
    assert findings[0] == KeyFinding(Finding.MONTH_MISSING, "2026-11")


def test_a_public_host_takes_its_inventory_from_the_list_alone(
    folder: Path, key_list: KeyList
) -> None:
    for role in ("operator", "staff", "delivery"):
        shutil.rmtree(folder / role)
    keys = take_inventory(folder, key_list.pin, "2026-11").keys
    assert {(each.shares, each.is_here) for each in keys} == {(None, None)}


def test_an_empty_folder_has_no_inventory(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError):
        take_inventory(tmp_path, None, "2026-11")
