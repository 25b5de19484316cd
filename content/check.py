"""The content check: every error of a load, and what needs an editor's eye soon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from content.errors import ContentErrors
from content.loader import ROOT, load
from content.reading import Problems
from content.schema import Fact
from content.shelves import read_facts


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one line; only errors make the content unusable."""

    severity: Literal["error", "warning"]
    path: str
    line: int
    message: str

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.severity}: {self.message}"


def check(root: Path = ROOT, *, on: date | None = None) -> list[Finding]:
    """Return what is wrong and, when nothing is, what is due on the day `on` (UTC's today)."""
    day = on or datetime.now(UTC).date()
    try:
        load(root)
    except ContentErrors as found:
        return [Finding("error", e.path, e.line, e.message) for e in found.errors]
    return [
        Finding("warning", place.path, place.line, message)
        for fact, place in read_facts(root, Problems())
        for message in _due(fact, day)
    ]


def _due(fact: Fact, on: date) -> Iterator[str]:
    if not fact.is_current(on):
        yield f"'{fact.id}' does not hold on {on}, its questions are offline; renew or retire it"
    if fact.next_review < on:
        yield f"'{fact.id}' was due for review on {fact.next_review}; read its source again"
    if fact.grade != "confirmed":
        yield f"'{fact.id}' is graded {fact.grade}; confirm it before learners read it"
