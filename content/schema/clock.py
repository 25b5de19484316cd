"""The clock's policy: how soon what is done with a tip, on whose word, and who is reminded."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from content.schema.facts import Source
from content.schema.text import ContentModel, Label, Line, ShortId

TermName = Literal["acknowledgement", "reading", "answer", "transfer"]
Signal = Literal["happening-now", "danger-to-life", "child"]
Hour = Annotated[int, Field(ge=0, le=23)]
Hours = Annotated[int, Field(ge=0, le=720)]


class Limit(ContentModel):
    """A span in hours or in working days, never both."""

    hours: Annotated[int, Field(ge=1, le=720)] | None = None
    working_days: Annotated[int, Field(ge=1, le=90)] | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.hours is None) == (self.working_days is None):
            _refuse("a limit has either hours or working_days; write one of them")
        return self


class Basis(ContentModel):
    """Whose rule a term is: of a document that was read in full, or our own."""

    rule: Literal["document", "own"]
    source: Source | None = None
    reason: Line | None = None

    @model_validator(mode="after")
    def _says_whose(self) -> Self:
        if self.rule == "document" and self.source is None:
            _refuse("a rule of a document names its source; add it")
        if self.rule == "own" and (self.source is not None or self.reason is None):
            _refuse("a rule of our own has a reason and no source; correct it")
        return self


class Reminders(ContentModel):
    """Hours before the deadline, and hours after it until others hear; None: nobody does."""

    before: Hours | None = None
    at_deadline: bool = True
    supervisor_after: Hours | None = None
    above_after: Hours | None = None

    @model_validator(mode="after")
    def _climb_in_order(self) -> Self:
        after, above = self.supervisor_after, self.above_after
        if above is not None and (after is None or above <= after):
            _refuse("the unit above hears after the supervisor; set a later hour")
        return self


class Pace(ContentModel):
    """How soon, and who is reminded."""

    limit: Limit
    reminders: Reminders = Reminders()


class Term(ContentModel):
    """What is to be done with a tip within a span.

    A conditional term binds only where it applies, such as a tip that belongs to another unit:
    one that runs out is no failing, and whoever is reminded of it is told the condition.
    """

    id: TermName
    label: Label
    conditional: bool = False
    routine: Pace
    urgent: Pace
    basis: Basis


class Quiet(ContentModel):
    """The local hours in which nobody is reminded of what is routine."""

    begins: Hour
    ends: Hour

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.begins == self.ends:
            _refuse("the quiet hours begin and end at once; set another hour")
        return self


class UrgencyRules(ContentModel):
    """What in the tip form makes a tip urgent."""

    signals: tuple[Signal, ...]
    categories: tuple[ShortId, ...] = ()

    def is_urgent(self, category: str, signals: Collection[str]) -> bool:
        return category in self.categories or any(each in signals for each in self.signals)


class ClockPolicy(ContentModel):
    """The terms, and the hours of the day that they go by."""

    quiet: Quiet
    working_day_ends: Hour
    head_hour: Hour
    urgency: UrgencyRules
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]

    def term(self, name: str) -> Term | None:
        return next((term for term in self.terms if term.id == name), None)

    @model_validator(mode="after")
    def _names_each_term_once(self) -> Self:
        names = [term.id for term in self.terms]
        if len(set(names)) != len(names):
            _refuse("a term stands here twice; keep one of them")
        return self


def _refuse(message: str) -> None:
    raise PydanticCustomError("content", "{message}", {"message": message})
