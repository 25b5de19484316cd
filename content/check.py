"""The content check: every error of a load, and what needs an editor's eye soon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from content.errors import ContentErrors
from content.fact_rules import cited
from content.loader import ROOT, load_with_documents
from content.reading import Document, Problems
from content.register import REGISTER, register_faults
from content.reward_shelf import load_rewards
from content.schema import Fact
from content.schema.facts import Moment, moment
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


def check(root: Path = ROOT, *, on: Moment | None = None) -> list[Finding]:
    """Return what is wrong and, when nothing is, what is due at the moment `on` (else now)."""
    at = on or datetime.now(UTC)
    try:
        library, documents = load_with_documents(root)
    except ContentErrors as found:
        return [_error(e.path, e.line, e.message) for e in found.errors]
    facts = read_facts(root, Problems())
    found_now = [
        *_expired(documents, library.facts, at),
        *_of_rewards(root),
        *(_error(REGISTER, line, words) for line, words in register_faults(root, library)),
        *(
            Finding("warning", place.path, place.line, message)
            for fact, place in facts
            for message in _due(fact, at)
        ),
    ]
    return sorted(found_now, key=lambda finding: not finding.is_error)


def _error(path: str, line: int, message: str) -> Finding:
    return Finding("error", path, line, message)


def _of_rewards(root: Path) -> Iterator[Finding]:
    """Find what is wrong with the reward schedules; one that has expired is for people."""
    try:
        load_rewards(root)
    except ContentErrors as found:
        yield from (_error(e.path, e.line, e.message) for e in found.errors)


def _expired(
    documents: Iterable[Document], facts: Mapping[str, Fact], at: Moment
) -> Iterator[Finding]:
    """Find what rests on a fact that has ceased to hold; its questions are offline already."""
    for document in documents:
        for loc, fact_id in cited(document):
            ends_at = facts[fact_id].ends_at
            if ends_at is not None and ends_at <= moment(at):
                place = document.place(loc)
                message = (
                    f"'{fact_id}' held until {ends_at:%Y-%m-%d %H:%M}; "
                    "renew the fact, or take out what rests on it"
                )
                yield _error(place.path, place.line, message)


def _due(fact: Fact, at: Moment) -> Iterator[str]:
    if moment(fact.effective_from) > moment(at):
        yield f"'{fact.id}' holds from {fact.effective_from}; until then its questions are offline"
    if moment(fact.next_review) < moment(at):
        yield f"'{fact.id}' was due for review on {fact.next_review}; read its source again"
    if fact.grade == "single" and fact.reverified_on is None:
        yield f"'{fact.id}' rests on one source; read it again before anything claims it"
