"""Loads the content folder into a library, or says every fault with its file and line."""

from __future__ import annotations

from pathlib import Path

from content.library import Library
from content.reading import Document, Problems
from content.shelves import Shelves, read_facts

ROOT = Path(__file__).parent


def load(root: Path = ROOT) -> Library:
    """Load all content; raises ContentErrors with every fault found."""
    return load_with_documents(root)[0]


def load_with_documents(root: Path = ROOT) -> tuple[Library, tuple[Document, ...]]:
    """Load all content, and return beside it the documents in which facts are cited."""
    problems = Problems()
    shelves = Shelves(root, {fact.id: fact for fact, _ in read_facts(root, problems)}, problems)
    curriculum = shelves.curriculum()
    courses = shelves.courses()
    regions, help_directory, tip_form = shelves.regions(), shelves.help(), shelves.tip_form()
    clock = shelves.clock({category.id for category in tip_form.categories} if tip_form else set())
    consent = shelves.consent()
    campaigns = shelves.campaigns({course.id for course in courses})
    problems.raise_if_any()
    assert regions, "a shelf without problems is full"
    assert help_directory, "a shelf without problems is full"
    assert tip_form, "a shelf without problems is full"
    assert consent, "a shelf without problems is full"
    assert clock, "a shelf without problems is full"
    library = Library(
        facts=shelves.known,
        courses=courses,
        curriculum=curriculum,
        regions=regions,
        help=help_directory,
        consent=consent,
        tip_form=tip_form,
        campaigns=campaigns,
        clock=clock,
    )
    return library, tuple(shelves.opened)
