"""Which reminder must come when and to whom, reckoned apart from the clock's own code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from tests.drills.watch_ledger import Ledger
from tests.drills.watch_oracle import BEIJING, ToldTip

NIGHT = (22, 7)
# Hours before the deadline, whether at the deadline, and hours after it for the two above.
ROUTINE = {
    "acknowledgement": (2, True, 15, 63),
    "reading": (1, True, 16, 64),
    "answer": (4, True, 15, 63),
    "transfer": (4, False, None, None),
}
URGENT = {
    "acknowledgement": (None, True, 1, 3),
    "reading": (None, True, 1, 3),
    "answer": (4, True, 4, 24),
    "transfer": (4, False, None, None),
}

Key = tuple[str, str, int, str]


class Message(NamedTuple):
    """What somebody is told, at which second."""

    at: datetime
    chat: int
    number: str
    term: str
    step: str


@dataclass(repr=False)
class WholeApp:
    """Where people and units are written to."""

    chats: dict[str, int]
    people: dict[str, int]
    supervisors: dict[str, list[int]]
    above: dict[str, str]


@dataclass
class Expectation:
    """What is still to come, and what should have come."""

    ledger: Ledger
    app: WholeApp
    coming: dict[Key, datetime] = field(default_factory=dict)
    gone: set[Key] = field(default_factory=set)
    expected: list[Message] = field(default_factory=list)
    late: list[tuple[datetime, Key, int]] = field(default_factory=list)
    passed: int = 0

    def sync(self) -> None:
        """Plan what was promised since, and let go of what is settled or dated anew."""
        for number, told in self.ledger.tips.items():
            for (term, rounds), promised in told.promised.items():
                steps = planned(term, told.urgency, promised.began, promised.due)
                for step in ("before", "due", "supervisor", "above"):
                    key = (number, term, rounds, step)
                    if promised.state != "open" or step not in steps:
                        self.coming.pop(key, None)
                    elif key not in self.gone:
                        self.coming[key] = steps[step]

    def next_time(self) -> datetime | None:
        times = [*self.coming.values(), *(at for at, _, _ in self.late)]
        return min(times, default=None)

    def ring(self, now: datetime, *, delay: timedelta = timedelta()) -> int:
        """Expect what is due now, `delay` later where the process dies over it."""
        count = 0
        for key, at in sorted(self.coming.items(), key=lambda item: (item[1], item[0])):
            if at > now:
                continue
            del self.coming[key]
            self.gone.add(key)
            told = self.ledger.tips[key[0]]
            due = told.promised[key[1], key[2]].due
            chats = [] if key[3] == "before" and now >= due else self._chats(told, key[3])
            self.passed += not chats
            for chat in chats:
                count += 1
                self.late.append((now + delay, key, chat))
        return count

    def deliver(self, now: datetime) -> None:
        """Expect what was held up, unless it is settled meanwhile."""
        waiting, self.late = self.late, []
        for at, key, chat in waiting:
            if at > now:
                self.late.append((at, key, chat))
                continue
            promised = self.ledger.tips[key[0]].promised[key[1], key[2]]
            if promised.state == "open":
                self.expected.append(Message(now, chat, key[0], key[1], key[3]))

    def _chats(self, told: ToldTip, step: str) -> list[int]:
        app = self.app
        if step == "above":
            above = app.above.get(told.unit)
            return [] if above is None else [app.chats[above]]
        if step == "supervisor":
            return app.supervisors[told.unit]
        if told.holder is not None:
            return [app.people[told.holder]]
        return [app.chats[told.unit]]


def planned(term: str, urgency: str, began: datetime, due: datetime) -> dict[str, datetime]:
    """Return when who is to be reminded."""
    before, at_due, supervisor, above = (URGENT if urgency == "urgent" else ROUTINE)[term]
    steps: dict[str, datetime] = {}
    if at_due:
        steps["due"] = due
    if supervisor is not None:
        steps["supervisor"] = due + timedelta(hours=supervisor)
    if above is not None:
        steps["above"] = due + timedelta(hours=above)
    early = None if before is None else due - timedelta(hours=before)
    if urgency == "routine":
        steps = {step: daytime(at, 1) for step, at in steps.items()}
        early = early and daytime(early, -1)
    if early is not None and early > began:
        steps["before"] = early
    return steps


def daytime(at: datetime, direction: int) -> datetime:
    """Return the next hour, or the last, in which people are awake."""
    while not NIGHT[1] <= at.astimezone(BEIJING).hour < NIGHT[0]:
        at += timedelta(hours=direction)
    return at
