"""The content check: every error of a load, and what needs an editor's eye soon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from content.danger import load_danger
from content.errors import ContentErrors
from content.fact_rules import cited, fact_faults
from content.loader import ROOT, load_with_documents
from content.outcome_lists import load_outcomes
from content.reading import Document, Problems
from content.register import REGISTER, register_faults
from content.reward_shelf import load_rewards
from content.schema import Fact
from content.schema.facts import Moment, moment
from content.shelves import read_facts
from content.triage_words import load_held_phrases, load_triage_words, read_questions


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
        *_of_the_desk(root, library.facts, at),
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


def _of_the_desk(root: Path, facts: Mapping[str, Fact], at: Moment) -> Iterator[Finding]:
    """Find what is wrong on the shelves of the staff; an expired schedule is for people."""
    for folder, load in DESK:
        try:
            if (root / folder).is_dir():
                load(root)
        except ContentErrors as found:
            yield from (_error(e.path, e.line, e.message) for e in found.errors)
    document = read_questions(root, Problems()) if (root / "triage").is_dir() else None
    if document is None:
        return
    faults = list(fact_faults(document, facts))
    for loc, message in faults:
        place = document.place(loc)
        yield _error(place.path, place.line, message)
    if not faults:
        yield from _expired([document], facts, at)


def _load_held_phrases(root: Path) -> object:
    return load_held_phrases(load_danger(root).speller, root)


DESK: Sequence[tuple[str, Callable[[Path], object]]] = (
    ("outcomes", load_outcomes),
    ("rewards", load_rewards),
    ("triage", load_triage_words),
    ("triage", _load_held_phrases),
)


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
