"""Facts: what a lesson may claim, who said so, and until when it holds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from content.schema.text import ContentModel, Id, Line, Note


def _is_a_day(text: str) -> str:
    """Refuse a month or day that no calendar holds."""
    try:
        date.fromisoformat(text + "-01-01"[3 * text.count("-") :])
    except ValueError:
        raise PydanticCustomError(
            "content", "'{text}' is no day of any calendar; correct it", {"text": text}
        ) from None
    return text


Dated = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_is_a_day)
]
"""YYYY-MM-DD, or YYYY-MM or YYYY where no more is known."""


class Source(ContentModel):
    """Who said it, in which document, when; never an address."""

    issuer: Line
    document: Line
    dated: Dated


class Fact(ContentModel):
    """One checked statement with its source and its time of validity (both days included)."""

    id: Id
    statement: Note
    grade: Literal["confirmed", "single", "disputed"]
    source: Source
    verified_on: date
    effective_from: date
    effective_to: date | None = None
    next_review: date

    def is_current(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    @model_validator(mode="after")
    def _days_are_in_order(self) -> Self:
        if self.effective_to and self.effective_to < self.effective_from:
            raise PydanticCustomError(
                "content", "effective_to lies before effective_from; exchange or correct them"
            )
        if self.next_review <= self.verified_on:
            raise PydanticCustomError(
                "content", "next_review is not after verified_on; set a later day"
            )
        return self


class FactFile(ContentModel):
    """The facts of one file."""

    facts: tuple[Fact, ...]
