"""What `humen doctor` says of facts: a number for help must be read again before it is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from bot.app.units_doctor import UnitFinding
from content.schema.facts import Fact
from content.stats import SOON


def find_in_facts(facts: Iterable[Fact], on: date) -> Iterator[UnitFinding]:
    """Yield a red line for facts whose review is overdue, a yellow one for those soon due."""
    listed = sorted(facts, key=lambda fact: (fact.next_review, fact.id))
    overdue = [fact for fact in listed if fact.next_review < on]
    soon = [fact for fact in listed if on <= fact.next_review <= on + SOON]
    if overdue:
        names = ", ".join(fact.id for fact in overdue)
        yield UnitFinding(
            is_red=True,
            sentence=f"Overdue for review since {overdue[0].next_review}: {names}. "
            "Read their sources again, then set next_review in content/facts.",
        )
    if soon:
        names = ", ".join(fact.id for fact in soon)
        yield UnitFinding(
            is_red=False, sentence=f"Due for review from {soon[0].next_review} on: {names}."
        )
