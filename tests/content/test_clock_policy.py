"""The clock's policy is data: a slip in it is told with its line, and nothing legal is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.errors import ContentErrors
from content.loader import load
from tests.library import library

SLIPS = [
    ("quiet: {begins: 22, ends: 7}", "quiet: {begins: 7, ends: 7}", "begin and end at once"),
    ("limit: {working_days: 3}", "limit: {working_days: 3, hours: 2}", "either hours or"),
    ("limit: {hours: 1}", "limit: {}", "either hours or"),
    ("supervisor_after: 4, above_after: 24", "supervisor_after: 4, above_after: 4", "later hour"),
    ("rule: document", "rule: own", "no source"),
    ("working_day_ends: 18", "working_day_ends: 25", "too large"),
    ("- id: answer", "- id: reading", "twice"),
    ("categories: []", "categories: [weather]", "no category 'weather'"),
    ("signals: [happening-now,", "signals: [raining,", "raining"),
]


@pytest.mark.parametrize(("words", "slip", "told"), SLIPS)
def test_a_slip_is_told(tree: Path, words: str, slip: str, told: str) -> None:
    path = tree / "clock" / "policy.yaml"
    text = path.read_text("utf-8")
    assert words in text
    path.write_text(text.replace(words, slip, 1), "utf-8")
    with pytest.raises(ContentErrors) as caught:
        load(tree)
    (error,) = {error for error in caught.value.errors if told in error.message}
    assert error.path == "clock/policy.yaml"
    assert error.line > 1


def test_every_term_says_whose_rule_it_is() -> None:
    for term in library().clock.terms:
        basis = term.basis
        assert (basis.source is None) == (basis.rule == "own"), term.id
        assert (basis.reason is None) == (basis.rule == "document"), term.id


def test_what_is_urgent_is_never_slower() -> None:
    for term in library().clock.terms:
        urgent, routine = term.urgent.limit, term.routine.limit
        if urgent.hours is not None and routine.hours is not None:
            assert urgent.hours <= routine.hours
        assert urgent.working_days is None, f"{term.id}: what is urgent waits for no office hours"
