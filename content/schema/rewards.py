"""Reward schedules: what a report may earn, who printed it, and how surely we know it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from content.schema.facts import Dated
from content.schema.text import ContentModel, Id, Label, Line, ShortId

Yuan = Annotated[int, Field(ge=0, le=10_000_000)]
Number = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=6)]
Grade = Literal["A", "B", "C", "D", "U"]
"""A: the primary text; B: its wording in a copy; C: a report of it; D: inferred; U: not known."""
FactId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=16)]
"""An id of the closed lists of outcomes."""
Edges = Literal["higher", "lower"]


def refuse(message: str) -> PydanticCustomError:
    return PydanticCustomError("content", "{message}", {"message": message})


class Instrument(ContentModel):
    """Who issued which document, under which number and when; never an address."""

    issuer: Line
    document: Line
    number: Line | None = None
    dated: Dated | None = None
    grade: Grade


class Measure(ContentModel):
    """What of an outcome is counted or weighed; `base` is what a weight is converted to.

    `unstated` is a schedule that does not say what other substances than heroin or ephedrine are
    converted to.
    """

    of: Literal["drugs", "seeds", "precursors", "people", "sites", "plants", "area", "flags"]
    unit: Literal["g", "kg", "mu", "person", "site", "plant", "case"]
    ids: tuple[FactId, ...] = ()
    without: tuple[FactId, ...] = ()
    annex: Literal["1", "2", "3"] | None = None
    base: Literal["weight", "heroin", "ephedrine", "unstated"] = "weight"


class Band(ContentModel):
    """What a quantity from `from` to `to` earns; `every` is the step of what is paid per unit."""

    id: ShortId
    start: Number = Field(alias="from")
    end: Number | None = Field(default=None, alias="to")
    kind: Literal["fixed", "range", "per_unit", "floor", "reference", "unknown"]
    min: Yuan | None = None
    max: Yuan | None = None
    every: Annotated[Number, Field(gt=0)] | None = None
    grade: Grade
    doubt: Line | None = None
    reason: Line | None = None

    @property
    def is_known(self) -> bool:
        """Whether the band itself says an amount."""
        return self.kind not in {"reference", "unknown"}

    @property
    def needs_confirming(self) -> bool:
        return self.grade == "D" or self.doubt is not None

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        if (self.kind == "unknown") != (self.grade == "U"):
            raise refuse(f"'{self.id}': an unknown amount has grade U, and no other has; mend it")
        if (fault := self._fault()) is not None:
            raise refuse(f"'{self.id}' {fault}")
        if self.end is not None and self.end <= self.start:
            raise refuse(f"'{self.id}' ends where it starts or before; set a higher `to`")
        return self

    def _fault(self) -> str | None:
        if not self.is_known:
            is_bare = (self.min, self.max, self.every) == (None, None, None)
            return None if is_bare and self.reason else "knows no amount; give it a reason only"
        if (self.kind == "per_unit") != (self.every is not None):
            return "is paid per unit only if `every` says of how many; set both or none"
        if self.kind == "floor":
            return None if self.min is not None and self.max is None else "has a `min` only; mend"
        if self.max is None or (self.min is None and self.kind != "range"):
            return "lacks an amount; set `min` and `max`"
        if self.kind == "fixed" and self.min != self.max:
            return "is fixed, so `min` and `max` are equal; make them so"
        return "has a `min` above its `max`; correct them" if (self.min or 0) > self.max else None


class Track(ContentModel):
    """One measure with its bands, in order; what is below the first or above the last is open."""

    measure: Measure
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    edges: Edges | None = None
    edges_printed: bool = False

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        for lower, higher in pairwise(self.bands):
            if lower.end is None or higher.start != lower.end:
                raise refuse(f"'{higher.id}' does not start where '{lower.id}' ends; join them")
        known = [band for band in self.bands if band.is_known]
        for lower, higher in pairwise(known):
            pairs = ((lower.min, higher.min), (lower.max, higher.max))
            if any(low is not None and high is not None and high < low for low, high in pairs):
                raise refuse(f"'{higher.id}' earns less than '{lower.id}'; correct the amounts")
        return self


class Head(ContentModel):
    """One ground for a reward; `combine` says what counts where several tracks earn something."""

    id: Id
    label: Label
    article: Line | None = None
    tracks: Annotated[tuple[Track, ...], Field(min_length=1)]
    combine: Literal["sum", "highest", "unstated"] = "unstated"
    cap: Yuan | None = None
    about_users: bool = False
    needs: Measure | None = None
    replaces: tuple[Id, ...] = ()


class Cap(ContentModel):
    """The most that all heads of one report earn together."""

    amount: Yuan
    article: Line | None = None
    grade: Grade


class Window(ContentModel):
    """A span of time: printed in the schedule, borrowed from the rule above it, or ours."""

    count: Annotated[int, Field(ge=0, le=3650)]
    unit: Literal["days", "working_days", "months"]
    origin: Literal["printed", "borrowed", "ours"]
    grade: Grade | None = None


class Windows(ContentModel):
    """From the case solved to the notice, from the notice to the claim, and the grace after it."""

    notice: Window
    claim: Window
    grace: Window


class Tier(ContentModel):
    """How many different persons approve an amount up to `up_to`, both included."""

    up_to: Yuan | None = None
    approvers: Annotated[int, Field(ge=1, le=3)]


class Unrecorded(ContentModel):
    """A place with a schedule of its own, of which too little is known to record it."""

    region: Id
    name: Label


class UnrecordedPlaces(ContentModel):
    """All such places, by their GB/T 2260 codes."""

    verified_on: date
    places: tuple[Unrecorded, ...]


class Question(ContentModel):
    """What only a person can judge of the reporter before a reward is proposed."""

    id: Id
    label: Line


class Scheme(ContentModel):
    """A schedule with its conditions; `regions` are GB/T 2260 codes, none for the national one."""

    id: Id
    name: Label
    level: Literal["national", "local"]
    regions: tuple[Id, ...] = ()
    source: Instrument
    implements: Id | None = None
    valid_from: date
    valid_to: date | None = None
    verified_on: date
    conversion: Id | None = None
    edges: Edges = "higher"
    cap: Cap | None = None
    stacking: Literal["sum", "highest", "unstated"]
    identity: Literal["required", "code"] = "required"
    windows: Windows
    approval: Annotated[tuple[Tier, ...], Field(min_length=1)]
    questions: tuple[Question, ...] = ()
    heads: Annotated[tuple[Head, ...], Field(min_length=1)]

    def is_valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        limits = [tier.up_to for tier in self.approval]
        rising = [limit for limit in limits if limit is not None]
        if limits[-1] is not None or len(rising) != len(limits) - 1 or rising != sorted(rising):
            raise refuse("approval: the tiers rise, and the last has no `up_to`; put it so")
        for band in self.bands():
            if band.kind == "floor" and self.cap is None:
                raise refuse(f"'{band.id}' has a floor only, so the scheme needs a cap; add it")
        return self

    def bands(self) -> tuple[Band, ...]:
        return tuple(band for head in self.heads for track in head.tracks for band in track.bands)
