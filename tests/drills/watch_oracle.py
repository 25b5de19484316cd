"""What the clock must have promised, reckoned from the audit alone and in another way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone

from tests.reports.triage.clock import notices

# China keeps one time all year.
BEIJING = timezone(timedelta(hours=8))
TERMS = ("acknowledgement", "reading", "answer", "transfer")
HOURS = {
    "urgent": {"acknowledgement": 1, "reading": 2, "answer": 24, "transfer": 24},
    "routine": {"transfer": 24},
}
DAYS = {"acknowledgement": 1, "reading": 1, "answer": 3}
OFFICE_ENDS = time(18)

Key = tuple[str, int]


def due_at(term: str, urgency: str, began: datetime) -> datetime:
    """Return the deadline: so many full hours after the first, or an office's closing time."""
    hours = HOURS[urgency].get(term)
    if hours is not None:
        return hour_of(began) + timedelta(hours=hours + 1)
    day, left = began.astimezone(BEIJING).date(), DAYS[term]
    while left:
        day += timedelta(days=1)
        left -= works(day)
    return datetime.combine(day, OFFICE_ENDS, BEIJING).astimezone(UTC)


def works(day: date) -> bool:
    return notices.is_working_day(day)


def hour_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


@dataclass
class Promised:
    """One promise as it must stand."""

    began: datetime
    due: datetime
    state: str = "open"
    settled: datetime | None = None


@dataclass
class ToldTip:
    """A tip as far as the audit tells."""

    number: str
    id: str
    unit: str
    urgency: str
    hour: datetime
    holder: str | None = None
    is_closed: bool = False
    reads: int = 0
    promised: dict[Key, Promised] = field(default_factory=dict)

    def open_terms(self) -> dict[str, Promised]:
        return {term: each for (term, _), each in self.promised.items() if each.state == "open"}

    def begin(self, terms: tuple[str, ...], hour: datetime) -> None:
        running = self.open_terms()
        for term in terms:
            if term in running:
                continue
            rounds = 1 + sum(name == term for name, _ in self.promised)
            self.promised[term, rounds] = Promised(hour, due_at(term, self.urgency, hour))

    def start(self) -> None:
        """Begin with the acceptance, where the clock has not seen the tip yet."""
        if not self.promised:
            self.begin(TERMS, self.hour)

    def settle(self, hour: datetime, state: str, *terms: str) -> None:
        for term, each in self.open_terms().items():
            if term in terms:
                each.state, each.settled = state, hour

    def date_anew(self) -> None:
        for term, each in self.open_terms().items():
            each.due = due_at(term, self.urgency, each.began)
