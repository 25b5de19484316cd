"""What is wrong with the route keys: of this month and the next, and of months that are over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storage.vault.inventory import Finding, KeyFinding
from storage.vault.key_list import KeyList
from storage.vault.layout import PRIVATE, Role
from storage.vault.periods import months_from

_AHEAD = 1


def route_findings(folder: Path, key_list: KeyList, this_month: str) -> list[KeyFinding]:
    """Compare the signed list with `delivery/`, where that lies on this machine."""
    findings = []
    if this_month not in key_list.routes:
        findings.append(KeyFinding(Finding.ROUTE_KEY_UNLISTED, this_month))
    private = folder / Role.DELIVERY / PRIVATE
    if private.is_dir():
        here = {path.stem for path in private.glob("*.key")}
        wanted = set(months_from(this_month, ahead=_AHEAD)) & key_list.routes.keys()
        findings.extend(_compare(here, wanted, this_month))
    return findings


def _compare(here: set[str], wanted: set[str], this_month: str) -> Iterator[KeyFinding]:
    for month in sorted(wanted - here):
        yield KeyFinding(Finding.ROUTE_KEY_MISSING, month)
    for month in sorted(each for each in here if each < this_month):
        yield KeyFinding(Finding.ROUTE_KEY_PAST, month)
