"""Campaigns that come back every year, with a banner and days of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from content.schema.text import ContentModel, Fits, Id, Label, LocalText

Banner = Annotated[LocalText, AfterValidator(Fits((1, 90), (1, 260)))]


def _is_a_month_day(text: str) -> str:
    try:
        # A leap year, so that 29 February may be named.
        date.fromisoformat(f"2000-{text}")
    except ValueError:
        raise PydanticCustomError(
            "content", "'{text}' is no day of the year; write MM-DD", {"text": text}
        ) from None
    return text


MonthDay = Annotated[
    str, StringConstraints(pattern=r"^\d{2}-\d{2}$"), AfterValidator(_is_a_month_day)
]


class PeakDay(ContentModel):
    """A day whose banner goes before the campaign's."""

    id: Id
    on: MonthDay
    banner: Banner
    facts: tuple[Id, ...] = ()


class Campaign(ContentModel):
    """From `starts` to `ends`, both included, every year."""

    id: Id
    title: Label
    banner: Banner
    starts: MonthDay
    ends: MonthDay
    peak_days: tuple[PeakDay, ...] = ()
    course: Id | None = None
    facts: tuple[Id, ...] = ()

    def covers(self, month_day: str) -> bool:
        if self.starts <= self.ends:
            return self.starts <= month_day <= self.ends
        return month_day >= self.starts or month_day <= self.ends


@dataclass(frozen=True, slots=True)
class Campaigns:
    """All campaigns of the year."""

    entries: tuple[Campaign, ...]

    def active(self, on: date) -> Campaign | None:
        month_day = on.strftime("%m-%d")
        return next((entry for entry in self.entries if entry.covers(month_day)), None)

    def banner(self, on: date, locale: str) -> str | None:
        """Return the banner of that day; a peak day's goes before the campaign's."""
        campaign = self.active(on)
        if campaign is None:
            return None
        month_day = on.strftime("%m-%d")
        peaks = [peak.banner for peak in campaign.peak_days if peak.on == month_day]
        return (peaks or [campaign.banner])[0].to(locale).strip()
