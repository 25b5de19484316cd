"""Keeping the clock's promises in the transaction of what happens to the tip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.reports.triage.clock.rules import (
    BEGINS,
    ENDS_ALL,
    MEETS,
    TAKING,
    ClockEvent,
    Timetable,
    unit_above,
)
from content.schema.clock import Term
from content.schema.regions import Regions
from storage.reports.clock import PromiseState, ReminderState, TipPromise, TipReminder
from storage.reports.kinds import TipStatus, cut_to_hour
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork

__all__ = ["ClockEvent", "TipClock", "find_unit_above"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TipClock:
    """Notes what happens to tips; call it with the tip held for writing, before the commit."""

    timetable: Timetable
    clock: Callable[[], datetime]

    async def note(self, work: ReportsUnitOfWork, tip: Tip, event: ClockEvent) -> None:
        """Settle what the event settles and begin what it begins; the tip stands as it is after.

        What is promised of a tip since its acceptance is written down first, if it is not yet.
        """
        promises = list(await work.clock.list_promises(tip.id))
        if not promises:
            promises = self._begin(work, tip, BEGINS[ClockEvent.ACCEPTED], (), tip.hour)
            await work.session.flush()
        if event is ClockEvent.ACCEPTED:
            return
        await self._settle(work, promises, event)
        if event is ClockEvent.URGENCY:
            await self._set_anew(work, tip, promises)
        if event in BEGINS and tip.status is not TipStatus.CLOSED:
            is_held = tip.holder_id is not None
            names = [name for name in BEGINS[event] if not (is_held and name == TAKING)]
            self._begin(work, tip, names, promises, self.clock())

    async def returned(self, work: ReportsUnitOfWork, tip: Tip) -> None:
        """Note that a tip is in nobody's hands, since its holder lost his post."""
        await self.note(work, tip, ClockEvent.RETURNED)

    async def _settle(
        self, work: ReportsUnitOfWork, promises: Iterable[TipPromise], event: ClockEvent
    ) -> None:
        met = MEETS.get(event, ())
        for promise in promises:
            if promise.state is not PromiseState.OPEN:
                continue
            if promise.term in met:
                promise.state = PromiseState.MET
            elif event in ENDS_ALL:
                promise.state = PromiseState.ENDED
            else:
                continue
            promise.settled = cut_to_hour(self.clock())
            await work.clock.forget_planned(promise)

    async def _set_anew(
        self, work: ReportsUnitOfWork, tip: Tip, promises: Iterable[TipPromise]
    ) -> None:
        """Date what is open by the urgency that the tip has now, from when it began."""
        for promise in promises:
            term = self.timetable.policy.term(promise.term)
            if promise.state is not PromiseState.OPEN or term is None:
                continue
            promise.due_at = self.timetable.due_at(term, tip.urgency, promise.began)
            await work.clock.forget_planned(promise)
            gone = {
                each.step
                for each in await work.clock.list_reminders(tip.id)
                if (each.term, each.round) == (promise.term, promise.round)
            }
            self._plan(work, tip, term, promise, gone)

    def _begin(
        self,
        work: ReportsUnitOfWork,
        tip: Tip,
        names: Sequence[str],
        promises: Sequence[TipPromise],
        moment: datetime,
    ) -> list[TipPromise]:
        """Begin terms; one that is open already goes on as it is."""
        began, made = cut_to_hour(moment), []
        running = {each.term for each in promises if each.state is PromiseState.OPEN}
        for term in self.timetable.policy.terms:
            if term.id not in names or term.id in running:
                continue
            rounds = [each.round for each in promises if each.term == term.id]
            promise = TipPromise(
                tip_id=tip.id,
                term=term.id,
                round=max(rounds, default=0) + 1,
                began=began,
                due_at=self.timetable.due_at(term, tip.urgency, began),
                state=PromiseState.OPEN,
            )
            work.clock.add(promise)
            self._plan(work, tip, term, promise, ())
            made.append(promise)
        return made

    def _plan(
        self,
        work: ReportsUnitOfWork,
        tip: Tip,
        term: Term,
        promise: TipPromise,
        gone: Iterable[str],
    ) -> None:
        times = self.timetable.reminders(term, tip.urgency, promise.began, promise.due_at)
        for step, at in times.items():
            if step in gone:
                continue
            reminder = TipReminder(
                tip_id=tip.id,
                term=promise.term,
                round=promise.round,
                step=step.value,
                at=at,
                state=ReminderState.PLANNED,
            )
            work.clock.add(reminder)


async def find_unit_above(work: ReportsUnitOfWork, regions: Regions, unit_id: str) -> str | None:
    """Return the nearest unit above one that can be written to."""
    own = await work.units.get(unit_id)
    path = [region.id for region in regions.path(own.region_id)]
    units = await work.units.list_all()
    return unit_above(
        path, {each.region_id: each.id for each in units if each.chat_id is not None}
    )
