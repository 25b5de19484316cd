"""Worked cases, reckoned by hand from the fact sheets: `cases.csv` read into outcomes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.reports.rewards.rules.proposal import Proposal, Verdict
from tests.reports.rewards.rules.engines import lists

FIELDS = {
    "substances": ("seizures", "substance", "grams"),
    "precursors": ("precursors", "substance", "kilograms"),
    "roles": ("people", "role", "count"),
    "sites": ("sites", "kind", "count"),
    "plants": ("plants", "kind", "count"),
}


@dataclass(frozen=True)
class Worked:
    """`expected` in yuan: 500, 500-900, 500+ (a floor), 0 (nothing is due), ? (a person)."""

    schedule: str
    facts: str
    expected: str
    national: str
    working: str

    @property
    def name(self) -> str:
        return f"{self.schedule} {self.facts}"

    @property
    def outcome(self) -> dict[str, Any]:
        """Return OUTCOME.json for the facts written short: `heroin:12 user:3 by_minor`."""
        found: dict[str, Any] = {}
        for word in self.facts.split():
            name, _colon, amount = word.partition(":")
            if not amount:
                found.setdefault("flags", []).append(name)
            elif name == "area":
                found["area_mu"] = amount
            else:
                field, key, unit = FIELDS[_list_of(name)]
                value = int(amount) if unit == "count" else amount
                found.setdefault(field, []).append({key: name, unit: value})
        return found


def read_cases() -> list[Worked]:
    path = Path(__file__).with_name("cases.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [Worked(**row) for row in csv.DictReader(file)]


def told(found: Proposal | None) -> str:
    """Return an answer in the notation of the cases."""
    if found is None:
        return ""
    if found.total is not None:
        low, high = found.total.lower // 100, found.total.upper // 100
        return str(low) if low == high else f"{low}-{high}"
    if found.least is not None:
        return f"{found.least // 100}+"
    return "0" if found.verdict is Verdict.NONE else "?"


def _list_of(name: str) -> str:
    found = [each for each in FIELDS if name in {item.id for item in lists().items(each)}]
    assert len(found) == 1, name
    return found[0]
