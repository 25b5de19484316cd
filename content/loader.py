"""Loads the content folder into a library, or says every fault with its file and line."""

from __future__ import annotations

from pathlib import Path

from content.library import Library
from content.reading import Problems
from content.shelves import Shelves, read_facts

ROOT = Path(__file__).parent


def load(root: Path = ROOT) -> Library:
    """Load all content; raises ContentErrors with every fault found."""
    problems = Problems()
    shelves = Shelves(root, {fact.id: fact for fact, _ in read_facts(root, problems)}, problems)
    courses = shelves.courses()
    regions, help_directory, tip_form = shelves.regions(), shelves.help(), shelves.tip_form()
    campaigns = shelves.campaigns({course.id for course in courses})
    problems.raise_if_any()
    assert regions, "a shelf without problems is full"
    assert help_directory, "a shelf without problems is full"
    assert tip_form, "a shelf without problems is full"
    return Library(
        facts=shelves.known,
        courses=courses,
        regions=regions,
        help=help_directory,
        tip_form=tip_form,
        campaigns=campaigns,
    )
