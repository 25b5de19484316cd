"""How many days a tip is kept, by category and status; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from storage.reports.kinds import TipStatus

ANY: Final = "*"
DEFAULT_DAYS: Final = 365
# The first warning comes 14 days ahead, and whoever has it needs days to act on it.
FEWEST_DAYS: Final = 30
MOST_DAYS: Final = 36_500

Terms = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPolicy:
    """Terms by category and status, either of which may be `ANY`; the closest one rules."""

    days: int = DEFAULT_DAYS
    terms: Terms = field(default_factory=lambda: {(ANY, TipStatus.CLOSED.value): 180})

    def term(self, category: str, status: TipStatus) -> int:
        """Return for how many days a tip is kept; what is said of its category goes first."""
        places = ((category, status.value), (category, ANY), (ANY, status.value), (ANY, ANY))
        return next((self.terms[place] for place in places if place in self.terms), self.days)

    @property
    def shortest(self) -> int:
        return min(self.days, *self.terms.values()) if self.terms else self.days


def parse_terms(text: str, categories: Collection[str]) -> Terms:
    """Read `fugitive.closed=3650,*.new=365`; raise ValueError naming the rule that is wrong."""
    terms: dict[tuple[str, str], int] = {}
    for rule in filter(None, (part.strip() for part in text.split(","))):
        place, days = _parse_rule(rule, categories)
        if place in terms:
            raise ValueError(f"{rule}: there is another rule for the same tips")
        terms[place] = days
    return terms


def _parse_rule(rule: str, categories: Collection[str]) -> tuple[tuple[str, str], int]:
    place, _, number = rule.partition("=")
    category, _, status = (part.strip() for part in place.partition("."))
    if category not in {ANY, *categories}:
        raise ValueError(f"{rule}: no category of the tip form")
    if status not in {ANY, *TipStatus}:
        raise ValueError(f"{rule}: a status is one of {', '.join(TipStatus)} or {ANY}")
    days = int(number) if number.strip().isdecimal() else 0
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        raise ValueError(f"{rule}: days are a number from {FEWEST_DAYS} to {MOST_DAYS}")
    return (category, status), days
