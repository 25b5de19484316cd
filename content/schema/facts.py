"""Facts: what a lesson may claim, who said so, and until when it holds."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from content.schema.text import ContentModel, Id, Line, Note

CHINA = ZoneInfo("Asia/Shanghai")
Moment = date | datetime
"""A day, or a moment of it; a day stands for its first moment in China."""


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


def _is_a_deadline(value: Any) -> Any:
    """Read a day, or a day with a full hour in China, as attempts are kept by the hour."""
    if not isinstance(value, str):
        return value
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}(T\d{2}:00)?", value):
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            found = None
        if found is not None:
            return found.replace(tzinfo=CHINA) if "T" in value else found.date()
    raise PydanticCustomError(
        "content",
        "'{text}' is no day or full hour; write it as YYYY-MM-DD or YYYY-MM-DDTHH:00",
        {"text": value},
    )


Deadline = Annotated[date | datetime, BeforeValidator(_is_a_deadline)]
"""The last day, or the hour at which it ends."""


def moment(value: Moment) -> datetime:
    """Return the first moment of a day in China, or the moment itself."""
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time(), CHINA)


class Source(ContentModel):
    """Who said it, in which document, when; never an address."""

    issuer: Line
    document: Line
    dated: Dated


class Fact(ContentModel):
    """One checked statement with its source and its time of validity (both days included).

    A fact from a single source may be used once it was read again on `reverified_on`; of a
    disputed one the figures and dates in `disputed` may not be told; an unfounded one is never
    told at all.
    """

    id: Id
    statement: Note
    grade: Literal["confirmed", "single", "disputed", "unfounded"]
    source: Source
    verified_on: date
    reverified_on: date | None = None
    disputed: tuple[Annotated[str, StringConstraints(min_length=1)], ...] = ()
    effective_from: date
    effective_to: Deadline | None = None
    next_review: date

    @property
    def ends_at(self) -> datetime | None:
        """Return the moment at which the fact ceases to hold."""
        if self.effective_to is None or isinstance(self.effective_to, datetime):
            return self.effective_to
        return moment(self.effective_to + timedelta(days=1))

    def is_current(self, at: Moment) -> bool:
        when, ends_at = moment(at), self.ends_at
        return moment(self.effective_from) <= when and (ends_at is None or when < ends_at)

    @model_validator(mode="after")
    def _days_are_in_order(self) -> Self:
        if self.ends_at and self.ends_at <= moment(self.effective_from):
            _refuse("effective_to lies before effective_from; exchange or correct them")
        if self.next_review <= self.verified_on:
            _refuse("next_review is not after verified_on; set a later day")
        return self

    @model_validator(mode="after")
    def _grade_says_what_it_takes(self) -> Self:
        if self.reverified_on and self.reverified_on < self.verified_on:
            _refuse("reverified_on lies before verified_on; correct one of them")
        if (self.grade == "disputed") != bool(self.disputed):
            _refuse(
                "a disputed fact, and no other, lists what is disputed; "
                "write `disputed:` with the figures and dates in question"
            )
        return self


def _refuse(message: str) -> None:
    raise PydanticCustomError("content", "{message}", {"message": message})


class FactFile(ContentModel):
    """The facts of one file."""

    facts: tuple[Fact, ...]
