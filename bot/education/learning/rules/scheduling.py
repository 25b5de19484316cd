"""When a point is asked again: FSRS by whole days, over states that outlive its versions.

FSRS models a memory by its difficulty, its stability (days until recall falls to 90 %) and its
retrievability. A state names the version that computed it; another version reads the history of
reviews instead, and keeps the day that was promised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import cache
from importlib.metadata import version

from fsrs import Card, Rating, Scheduler, State

LONGEST_DAYS = 180
WANTED_RECALL = 0.9
# Counts up whenever the mapping or the settings below change.
OUR_VERSION = 1


class Recall(IntEnum):
    """How a point came back to mind; the numbers are those of FSRS's ratings."""

    FORGOTTEN = 1
    GUESSED = 2
    KNOWN = 3


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One review: the day and how it went."""

    day: date
    recall: Recall


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is believed of one point in one head, and how it came to be believed."""

    stability: float
    difficulty: float
    due_on: date
    scheduler: str
    history: tuple[Reviewed, ...]

    @property
    def reviewed_on(self) -> date:
        return self.history[-1].day

    @property
    def repetitions(self) -> int:
        return len(self.history)

    @property
    def lapses(self) -> int:
        """Count how often it was forgotten after it had been known."""
        later = self.history[1:]
        return sum(each.recall is Recall.FORGOTTEN for each in later)


def _create_scheduler() -> Scheduler:
    """Return FSRS without steps shorter than a day, and without chance."""
    return Scheduler(
        desired_retention=WANTED_RECALL,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One version of the scheduler."""

    version: str
    scheduler: Scheduler = field(default_factory=_create_scheduler)

    def review(self, memory: Memory | None, recall: Recall, day: date) -> Memory:
        """Return the memory after one more review; a state of another version is brought here."""
        here = None if memory is None else self.bring(memory)
        return self._after(here, Reviewed(day, recall))

    def correct(self, memory: Memory, recall: Recall) -> Memory:
        """Return the memory as if its last review had gone otherwise."""
        *earlier, last = memory.history
        return self.replay([*earlier, replace(last, recall=recall)])

    def replay(self, history: Iterable[Reviewed]) -> Memory:
        """Return the memory that this version believes in after these reviews, at least one."""
        memory: Memory | None = None
        for each in history:
            memory = self._after(memory, each)
        if memory is None:
            raise ValueError("a memory has at least one review")
        return memory

    def bring(self, memory: Memory) -> Memory:
        """Return the state as this version computes it; a promised day stays, within its limits.

        Were all days computed anew, a change of version could make everything due at once.
        """
        if memory.scheduler == self.version:
            return memory
        last = memory.reviewed_on
        longest = last + timedelta(days=self.scheduler.maximum_interval)
        due = min(max(memory.due_on, last + timedelta(days=1)), longest)
        return replace(self.replay(memory.history), due_on=due)

    def retrievability(self, memory: Memory, day: date) -> float:
        """Return the chance, from 0 to 1, that the point would be recalled on that day."""
        return float(self.scheduler.get_card_retrievability(_card(memory), _noon(day)))

    def _after(self, memory: Memory | None, reviewed: Reviewed) -> Memory:
        card = Card(card_id=0) if memory is None else _card(memory)
        after, _log = self.scheduler.review_card(
            card, Rating(reviewed.recall), _noon(reviewed.day)
        )
        assert after.stability is not None
        assert after.difficulty is not None
        return Memory(
            stability=after.stability,
            difficulty=after.difficulty,
            due_on=after.due.date(),
            scheduler=self.version,
            history=(*(memory.history if memory else ()), reviewed),
        )


@cache
def current_schedule() -> Schedule:
    """Return the version in use; a new release of FSRS is a new version."""
    return Schedule(version=f"fsrs-{version('fsrs')}/{OUR_VERSION}")


def _card(memory: Memory) -> Card:
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_noon(memory.due_on),
        last_review=_noon(memory.reviewed_on),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
