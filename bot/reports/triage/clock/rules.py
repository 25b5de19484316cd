"""When something is due, when who is reminded, and which event settles what; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from bot.reports.triage.clock.working_days import add_working_days
from content.schema.clock import ClockPolicy, Limit, Quiet, Term, TermName
from storage.reports.kinds import Urgency, cut_to_hour

HOUR: Final = timedelta(hours=1)


class ClockEvent(StrEnum):
    """What happened to a tip, as far as the clock minds it.

    ACKNOWLEDGED: an officer took it. READ: its holder opened it. ANSWERED: an officer asked or
    told the tipster something. RETURNED: nobody holds it any more. URGENCY: it was set anew.
    """

    ACCEPTED = "accepted"
    ACKNOWLEDGED = "acknowledged"
    READ = "read"
    ANSWERED = "answered"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    URGENCY = "urgency"
    CLOSED = "closed"
    REOPENED = "reopened"


class Step(StrEnum):
    """Who is reminded: the holder or the unit, its supervisors, the unit above."""

    BEFORE = "before"
    DUE = "due"
    SUPERVISOR = "supervisor"
    ABOVE = "above"


# What somebody who holds the tip already has done.
TAKING: Final[TermName] = "acknowledgement"
# What an event settles: done as promised.
MEETS: Final[Mapping[ClockEvent, tuple[TermName, ...]]] = {
    ClockEvent.ACKNOWLEDGED: ("acknowledgement",),
    ClockEvent.READ: ("acknowledgement", "reading"),
    ClockEvent.ANSWERED: ("acknowledgement", "answer"),
    ClockEvent.TRANSFERRED: ("transfer",),
}
# What an event begins anew, once it has settled what it settles and ended what it ends.
BEGINS: Final[Mapping[ClockEvent, tuple[TermName, ...]]] = {
    ClockEvent.ACCEPTED: ("acknowledgement", "reading", "answer", "transfer"),
    ClockEvent.TRANSFERRED: ("acknowledgement", "reading", "answer", "transfer"),
    ClockEvent.RETURNED: ("acknowledgement",),
    ClockEvent.REOPENED: ("acknowledgement", "reading", "answer"),
}
# After these, nothing that is still open matters any more.
ENDS_ALL: Final = frozenset({ClockEvent.TRANSFERRED, ClockEvent.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The policy in a time zone."""

    policy: ClockPolicy
    zone: tzinfo

    def due_at(self, term: Term, urgency: Urgency, began: datetime) -> datetime:
        """Return the moment by which the term is to be met, a full hour.

        The hour, or the day, in which it began is not counted (article 35 of the provisions that
        the policy names).
        """
        limit = _pace_limit(term, urgency)
        if limit.hours is not None:
            return cut_to_hour(began) + HOUR * (1 + limit.hours)
        assert limit.working_days is not None, "a limit has one of both"
        last = add_working_days(began.astimezone(self.zone).date(), limit.working_days)
        ends = datetime.combine(last, time(self.policy.working_day_ends), self.zone)
        return cut_to_hour(ends)

    def reminders(
        self, term: Term, urgency: Urgency, began: datetime, due_at: datetime
    ) -> dict[Step, datetime]:
        """Return when who is reminded; of what is routine nobody is at night."""
        pace = (term.urgent if urgency is Urgency.URGENT else term.routine).reminders
        wished: dict[Step, datetime] = {}
        if pace.at_deadline:
            wished[Step.DUE] = due_at
        if pace.supervisor_after is not None:
            wished[Step.SUPERVISOR] = due_at + HOUR * pace.supervisor_after
        if pace.above_after is not None:
            wished[Step.ABOVE] = due_at + HOUR * pace.above_after
        if urgency is Urgency.ROUTINE:
            wished = {step: self._after_the_night(at) for step, at in wished.items()}
        before = self._before(pace.before, urgency, due_at)
        if before is not None and before > began:
            wished[Step.BEFORE] = before
        return wished

    def _before(self, hours: int | None, urgency: Urgency, due_at: datetime) -> datetime | None:
        if hours is None:
            return None
        at = due_at - HOUR * hours
        return self._before_the_night(at) if urgency is Urgency.ROUTINE else at

    def _after_the_night(self, at: datetime) -> datetime:
        while self.is_quiet(at):
            at += HOUR
        return at

    def _before_the_night(self, at: datetime) -> datetime:
        while self.is_quiet(at):
            at -= HOUR
        return at

    def is_quiet(self, at: datetime) -> bool:
        return _is_within(self.policy.quiet, at.astimezone(self.zone).hour)


def _pace_limit(term: Term, urgency: Urgency) -> Limit:
    return (term.urgent if urgency is Urgency.URGENT else term.routine).limit


def _is_within(quiet: Quiet, hour: int) -> bool:
    if quiet.begins < quiet.ends:
        return quiet.begins <= hour < quiet.ends
    return hour >= quiet.begins or hour < quiet.ends


def unit_above(region_path: Sequence[str], units: Mapping[str, str]) -> str | None:
    """Return the unit of the nearest region above the last of the path, or None."""
    return next((units[each] for each in reversed(region_path[:-1]) if each in units), None)
