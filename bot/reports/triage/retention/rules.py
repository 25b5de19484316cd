"""When a tip ends, when its unit is warned, and which classes its tombstone names; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.reports.triage.retention.policy import RetentionPolicy
from bot.reports.triage.rules import Outcome
from storage.reports.kinds import TipStatus

EARLY: Final = 14
LATE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What a tip's end depends on, in days."""

    category: str
    status: TipStatus
    accepted_on: date
    last_words_on: date
    closed_on: date | None = None
    is_kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What the unit was last told: the last day, and how far ahead it was told so."""

    ends_on: date
    days_ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Warn:
    """The unit is to be told, `days_ahead` as the kind of warning (`EARLY` or `LATE`)."""

    ends_on: date
    days_ahead: int


@dataclass(frozen=True, slots=True)
class End:
    """The tip is to be destroyed now."""


Step = Warn | End


def due_on(life: Life, policy: RetentionPolicy) -> date:
    """Return the day the term is over.

    It counts from the last words between tipster and staff, for a closed tip from its closing
    unless the tipster wrote later. Whatever is kept until somebody has acted has no end.
    """
    if life.is_kept:
        return date.max
    began = max(life.accepted_on, life.last_words_on)
    if life.status is TipStatus.CLOSED and life.closed_on is not None:
        began = max(began, life.closed_on)
    return began + timedelta(days=policy.term(life.category, life.status))


def next_step(due: date, announced: Announced | None, today: date) -> Step | None:
    """Return what is to be done today.

    Nothing ends without a late warning at least `LATE` days before, whatever delayed it: a
    process that stood still, or terms that were shortened. A day once announced is kept, unless
    the tip now lives longer; then the warnings begin anew.
    """
    if announced is None or announced.ends_on < due:
        return _first_warning(due, today)
    if announced.days_ahead == LATE:
        return End() if today >= announced.ends_on else None
    if announced.ends_on - today <= timedelta(days=LATE):
        return _late_warning(announced.ends_on, today)
    return None


def _first_warning(due: date, today: date) -> Warn | None:
    left = due - today
    if left > timedelta(days=EARLY):
        return None
    if left > timedelta(days=LATE):
        return Warn(ends_on=due, days_ahead=EARLY)
    return _late_warning(due, today)


def _late_warning(due: date, today: date) -> Warn:
    return Warn(ends_on=max(due, today + timedelta(days=LATE)), days_ahead=LATE)


class CategoryClass(StrEnum):
    """What a tombstone says of the category: enough to count by, no more."""

    SUPPLY = "supply"
    USE = "use"
    PERSON = "person"
    OTHER = "other"


class OutcomeClass(StrEnum):
    """What a tombstone says of the outcome."""

    VERIFIED = "verified"
    OTHERWISE = "otherwise"
    UNDECIDED = "undecided"


_CLASSES: Final = {
    CategoryClass.SUPPLY: {
        "trafficking",
        "manufacturing",
        "cultivation",
        "precursor",
        "parcel",
        "online",
    },
    CategoryClass.USE: {"use-gathering", "venue", "drug-driving"},
    CategoryClass.PERSON: {"fugitive"},
}


def category_class(category: str) -> CategoryClass:
    found = (each for each, categories in _CLASSES.items() if category in categories)
    return next(found, CategoryClass.OTHER)


def outcome_class(closed_as: str | None) -> OutcomeClass:
    """Return the class of an outcome; that somebody asked for help is nothing to keep."""
    if closed_as is None:
        return OutcomeClass.UNDECIDED
    verified = Outcome(closed_as).is_verified
    return OutcomeClass.VERIFIED if verified else OutcomeClass.OTHERWISE
