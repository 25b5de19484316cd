"""A reward as it stands: its row, its events folded, and the case that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import groupby
from operator import attrgetter
from typing import Any

from bot.reports.rewards.rules.choosing import engine_for
from bot.reports.rewards.rules.proposal import Case, Proposal
from bot.reports.rewards.rules.standing import Event, EventKind, RewardState, Standing, fold
from bot.reports.rewards.rules.windows import Deadlines, WorkingDays, deadlines
from bot.reports.rewards.rules.without import without_scheme
from content.schema.conversions import RewardRules
from content.schema.outcomes import OutcomeFacts, OutcomeLists
from content.schema.rewards import Edges, Scheme
from storage.reports.rewards import Reward, RewardEvent
from storage.reports.unit_of_work import ReportsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What the engine was given when the reward was opened; no name and no words of anybody.

    `same` are the tips of the same facts, by id, where they stand in the way of this one's
    reward: what was known of them is remembered when they have ended.
    """

    unit_id: str
    scheme_id: str | None
    case: Case
    same: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit_id,
            "scheme": self.scheme_id,
            "on": self.case.on.isoformat(),
            "first": self.case.is_first,
            "here": self.case.is_cracked_here,
            "promised": self.case.is_promised_elsewhere,
            "unrecorded": self.case.unrecorded,
            "same": list(self.same),
            "facts": self.case.facts.model_dump(mode="json", exclude_defaults=True),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Snapshot:
        case = Case(
            facts=OutcomeFacts.model_validate(data["facts"]),
            on=date.fromisoformat(data["on"]),
            is_first=bool(data["first"]),
            is_cracked_here=bool(data["here"]),
            is_promised_elsewhere=bool(data.get("promised", False)),
            unrecorded=data.get("unrecorded"),
        )
        same = tuple(data.get("same", ()))
        return cls(unit_id=data["unit"], scheme_id=data["scheme"], case=case, same=same)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that the use cases look at before they decide."""

    reward_id: str
    number: str
    year: int
    standing: Standing
    snapshot: Snapshot

    @property
    def state(self) -> RewardState:
        return self.standing.state

    @property
    def unit_id(self) -> str:
        return self.snapshot.unit_id


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardBooks:
    """The schedules at work on dossiers; knows the content and the calendar, no database."""

    rules: RewardRules
    lists: OutcomeLists
    days: WorkingDays
    zone: tzinfo
    clock: Callable[[], datetime]

    def today(self) -> date:
        return self.day_of(self.clock())

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def scheme_of(self, dossier: Dossier) -> Scheme | None:
        scheme_id = dossier.snapshot.scheme_id
        return None if scheme_id is None else self.rules.scheme(scheme_id)

    def propose(self, snapshot: Snapshot) -> Proposal:
        return self._propose(snapshot, None)

    def other_reading(self, snapshot: Snapshot) -> Proposal | None:
        """Return the proposal with the other edge rule, where a quantity lies at an edge."""
        first = self.propose(snapshot)
        if first.scheme is None or not first.is_at_edge:
            return None
        return self._propose(snapshot, "lower" if first.scheme.edges == "higher" else "higher")

    def deadlines(self, dossier: Dossier) -> Deadlines | None:
        """Return until when it can be claimed; None before the tipster was told of it."""
        scheme = self.scheme_of(dossier) or self.rules.national()
        noticed = dossier.standing.noticed
        if scheme is None or noticed is None:
            return None
        extensions = dossier.standing.extensions
        return deadlines(scheme.windows, self.day_of(noticed), extensions, self.days)

    def is_claimable(self, dossier: Dossier) -> bool:
        limits = self.deadlines(dossier)
        return limits is not None and self.today() <= limits.lapses_after

    def _propose(self, snapshot: Snapshot, edges: Edges | None) -> Proposal:
        if snapshot.scheme_id is None:
            return without_scheme(snapshot.case)
        scheme = self.rules.scheme(snapshot.scheme_id)
        if edges is not None:
            scheme = scheme.model_copy(update={"edges": edges})
        return engine_for(self.rules, scheme, self.lists).propose(snapshot.case)


async def read_dossier(work: ReportsUnitOfWork, reward: Reward) -> Dossier | None:
    """Return the reward as it stands, or None where nothing has happened to it."""
    return _dossier(reward, await work.rewards.list_events(reward.id))


def _dossier(reward: Reward, rows: Iterable[RewardEvent]) -> Dossier | None:
    standing = fold(event_of(row) for row in rows)
    if standing.facts is None:
        return None
    return Dossier(
        reward_id=reward.id,
        number=reward.tip_number,
        year=reward.year,
        standing=standing,
        snapshot=Snapshot.from_json(standing.facts),
    )


async def find_dossier(work: ReportsUnitOfWork, reward_id: str) -> Dossier | None:
    reward = await work.rewards.find(reward_id)
    return None if reward is None else await read_dossier(work, reward)


async def find_dossier_by_number(work: ReportsUnitOfWork, number: str) -> Dossier | None:
    reward = await work.rewards.find_by_number(number)
    return None if reward is None else await read_dossier(work, reward)


async def list_dossiers(work: ReportsUnitOfWork, since_year: int) -> Sequence[Dossier]:
    rows = await work.rewards.list_events_since(since_year)
    events = {key: list(found) for key, found in groupby(rows, attrgetter("reward_id"))}
    rewards = await work.rewards.list_since(since_year)
    dossiers = [_dossier(each, events.get(each.id, ())) for each in rewards]
    return [dossier for dossier in dossiers if dossier is not None]


def event_of(row: RewardEvent) -> Event:
    return Event(
        sequence=row.sequence,
        kind=EventKind(row.kind),
        hour=row.hour,
        staff_id=row.staff_id,
        amount=row.amount,
        upper=row.upper,
        reason=row.reason,
        facts=row.facts,
        verifier=row.verifier,
    )
