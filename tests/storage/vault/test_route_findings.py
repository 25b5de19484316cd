"""What is wrong with route keys is told by month."""

from __future__ import annotations

from pathlib import Path

from storage.vault.inventory import Finding, KeyFinding
from storage.vault.key_list import KeyList
from storage.vault.layout import PRIVATE, Role
from storage.vault.route_findings import route_findings


def test_complete_route_keys_are_in_order(folder: Path, key_list: KeyList) -> None:
    assert route_findings(folder, key_list, "2026-11") == []


def test_a_month_that_the_list_does_not_know_is_told(folder: Path, key_list: KeyList) -> None:
    assert KeyFinding(Finding.ROUTE_KEY_UNLISTED, "2027-06") in route_findings(
        folder, key_list, "2027-06"
    )


def test_delivery_keys_that_miss_the_month_are_told(folder: Path, key_list: KeyList) -> None:
    for month in ("2026-11", "2026-12"):
        (folder / Role.DELIVERY / PRIVATE / f"{month}.key").unlink()
    findings = route_findings(folder, key_list, "2026-11")
    assert findings == [
        KeyFinding(Finding.ROUTE_KEY_MISSING, "2026-11"),
        KeyFinding(Finding.ROUTE_KEY_MISSING, "2026-12"),
    ]
    assert all(each.is_red for each in findings)


def test_a_host_without_the_delivery_role_misses_no_private_key(
    folder: Path, key_list: KeyList
) -> None:
    for path in (folder / Role.DELIVERY / PRIVATE).iterdir():
        path.unlink()
    (folder / Role.DELIVERY / PRIVATE).rmdir()
    assert route_findings(folder, key_list, "2026-11") == []


def test_a_key_that_outlived_its_month_is_told(folder: Path, key_list: KeyList) -> None:
    assert KeyFinding(Finding.ROUTE_KEY_PAST, "2026-11") in route_findings(
        folder, key_list, "2026-12"
    )
