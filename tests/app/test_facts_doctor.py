"""Doctor on facts: silent, yellow a month before their review, red once it is overdue."""

from __future__ import annotations

from datetime import timedelta

from bot.app import shelves
from bot.app.facts_doctor import find_in_facts

DAY = timedelta(days=1)


def test_a_fact_turns_yellow_a_month_before_its_review_and_red_after() -> None:
    fact = shelves.library().facts["mind-12356"]
    due = fact.next_review
    assert list(find_in_facts([fact], due - 31 * DAY)) == []
    for on in (due - 30 * DAY, due):
        (soon,) = find_in_facts([fact], on)
        assert not soon.is_red
        assert "mind-12356" in soon.sentence
    (overdue,) = find_in_facts([fact], due + DAY)
    assert overdue.is_red
    assert f"since {due}: mind-12356" in overdue.sentence
