"""What the engine answers: an amount with its working, or why a person must decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.reports.rewards.rules.money import Span
from content.schema.conversions import Conversion, Ratio
from content.schema.outcomes import OutcomeFacts
from content.schema.rewards import Band, Head, Scheme, Unrecorded


class Verdict(StrEnum):
    """What the engine can say."""

    PROPOSED = "proposed"
    AT_LEAST = "at_least"
    UNDECIDED = "undecided"
    NONE = "none"


class Why(StrEnum):
    """Why there is no amount: the first four mean that nothing is due, the others are open.

    What the record of a schedule lacks is unknown, which is not nothing: a person decides.
    """

    REPORTS_MINOR = "reports_minor"
    NOT_VERIFIED = "not_verified"
    LATER_REPORTER = "later_reporter"
    CRACKED_ELSEWHERE = "cracked_elsewhere"
    USERS_NOT_PAID = "users_not_paid"
    NO_SCHEME = "no_scheme"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    NO_HEAD = "no_head"
    UNRECORDED = "unrecorded"
    UNKNOWN_BAND = "unknown_band"
    BELOW_BANDS = "below_bands"
    ABOVE_BANDS = "above_bands"
    REFERENCE = "reference"
    NO_TABLE = "no_table"
    NO_RATIO = "no_ratio"
    BASE_UNSTATED = "base_unstated"
    TRACKS_UNSTATED = "tracks_unstated"
    STACKING_UNSTATED = "stacking_unstated"
    BY_MINOR = "by_minor"
    ALREADY_PROMISED = "already_promised"


NOTHING_DUE = frozenset(list(Why)[:4])


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An outcome, and what the rules on reporters and agencies need of it.

    `unrecorded` is the code of the place whose own schedule would be nearer than any recorded one.
    """

    facts: OutcomeFacts
    on: date
    is_verified: bool = True
    is_first: bool = True
    is_cracked_here: bool = True
    is_promised_elsewhere: bool = False
    unrecorded: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """A reason without a number; the head, band or substance that it is about."""

    why: Why
    head: Head | None = None
    band: Band | None = None
    substance: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One substance, and what it counts as once converted."""

    substance: str
    amount: Decimal
    counts: Decimal
    ratio: Ratio | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What was measured, in the unit of the measure, and of which parts it is the sum.

    `listed` is the list that the parts' ids are of.
    """

    amount: Decimal
    unit: str
    base: str = "weight"
    listed: str = ""
    parts: tuple[Weighed, ...] = ()

    @property
    def is_converted(self) -> bool:
        return any(part.ratio is not None and part.counts != part.amount for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step of the working: a quantity falls into a band and earns a span."""

    head: Head
    band: Band
    quantity: Quantity
    earns: Span
    units: int = 1
    is_at_edge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadResult:
    """What one head earns, and by which lines."""

    head: Head
    lines: tuple[Line, ...]
    earns: Span
    is_capped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The engine's answer: `total` where an amount is proposed, `least` where a part is certain.

    `uncovered` are facts that no head of the schedule speaks of, as (list, id); `national` is
    what the national schedule says of what the local one leaves open, to compare with only.
    """

    verdict: Verdict
    on: date
    scheme: Scheme | None = None
    table: Conversion | None = None
    heads: tuple[HeadResult, ...] = ()
    replaced: tuple[Head, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    uncovered: tuple[tuple[str, str], ...] = ()
    sum: Span | None = None
    total: Span | None = None
    least: int | None = None
    national: Proposal | None = None
    unrecorded: Unrecorded | None = None
    lines: tuple[Line, ...] = field(default=())

    @property
    def is_capped(self) -> bool:
        return self.total is not None and self.sum != self.total

    @property
    def is_converted(self) -> bool:
        return any(line.quantity.is_converted for line in self.lines)

    @property
    def is_at_edge(self) -> bool:
        """Whether the text counts a quantity to two bands, so that a person confirms which."""
        return any(line.is_at_edge for line in self.lines)

    @property
    def needs_confirming(self) -> bool:
        """Whether a row, a conversion or an edge is inferred and must be confirmed."""
        unconfirmed = self.table is not None and not self.table.is_confirmed
        return (
            self.is_at_edge
            or any(line.band.needs_confirming for line in self.lines)
            or (self.is_converted and unconfirmed)
        )
