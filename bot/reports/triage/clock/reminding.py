"""The clock's round: sees new tips, and hands due reminders to the outbox, each once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog

from bot.reports.staff.rules import Role, roles_from
from bot.reports.triage.clock.rules import ClockEvent, Step
from bot.reports.triage.clock.service import TipClock, find_unit_above
from content.schema.regions import Regions
from storage.errors import NotFoundError
from storage.reports.clock import PromiseState, ReminderState, TipReminder
from storage.reports.kinds import cut_to_hour
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork

log = structlog.get_logger(__name__)

REMINDER: Final = "reminder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is reminded: somebody of the staff, or the whole unit in its admin chat."""

    unit_id: str
    staff_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepClock:
    """Runs a round; what is marked as sent stands in the outbox by the same commit.

    So a reminder is planned once, whatever restarts or jumps of the clock come between.
    """

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    tip_clock: TipClock
    regions: Regions

    async def __call__(self) -> None:
        await self._start_new()
        sent = 0
        while (count := await self._remind()) is not None:
            sent += count
        # Of new tips nothing is logged: the line's minute would tell when somebody reported.
        if sent:
            log.info("clock_round", count=sent)

    async def next_time(self) -> datetime | None:
        """Return when the next reminder is to go out, as far as it is known now."""
        async with self.unit_of_work() as work:
            return await work.clock.next_time()

    async def _start_new(self) -> None:
        async with self.unit_of_work() as work:
            found = {
                ClockEvent.ACCEPTED: await work.clock.list_unstarted(),
                ClockEvent.RETURNED: await work.clock.list_unattended(),
            }
        for event, tip_ids in found.items():
            for tip_id in tip_ids:
                await self._note(tip_id, event)

    async def _note(self, tip_id: str, event: ClockEvent) -> None:
        async with self.unit_of_work() as work:
            try:
                tip = await work.tips.get_for_update(tip_id)
            except NotFoundError:
                return
            if event is ClockEvent.ACCEPTED or tip.holder_id is None:
                await self.tip_clock.note(work, tip, event)
                await work.commit()

    async def _remind(self) -> int | None:
        """Hand one batch over and return how many will be sent, None where nothing is due."""
        now, count = self.clock(), 0
        async with self.unit_of_work() as work:
            reminders = await work.clock.list_pressing(now)
            if not reminders:
                return None
            for reminder in reminders:
                recipients = await self._recipients(work, reminder, now)
                reminder.state = ReminderState.SENT if recipients else ReminderState.PASSED
                count += bool(recipients)
                for recipient in recipients:
                    self._post(work, reminder, recipient)
            await work.commit()
        return count

    async def _recipients(
        self, work: ReportsUnitOfWork, reminder: TipReminder, now: datetime
    ) -> list[Recipient]:
        key = (reminder.tip_id, reminder.term, reminder.round)
        promise, tip = await work.clock.find_promise(*key), await work.tips.find(reminder.tip_id)
        if promise is None or tip is None or promise.state is not PromiseState.OPEN:
            return []
        match Step(reminder.step):
            case Step.BEFORE:
                return [] if now >= promise.due_at else [await self._whose(work, tip)]
            case Step.DUE:
                return [await self._whose(work, tip)]
            case Step.SUPERVISOR:
                return await _supervisors(work, tip.unit_id)
            case Step.ABOVE:
                return await self._above(work, tip.unit_id)

    async def _whose(self, work: ReportsUnitOfWork, tip: Tip) -> Recipient:
        """Return the holder, or the unit where nobody holds the tip or its holder has left."""
        if tip.holder_id is not None:
            holder = await work.staff.get(tip.holder_id)
            if roles_from(holder.roles):
                return Recipient(unit_id=tip.unit_id, staff_id=holder.id)
        return Recipient(unit_id=tip.unit_id)

    async def _above(self, work: ReportsUnitOfWork, unit_id: str) -> list[Recipient]:
        found = await find_unit_above(work, self.regions, unit_id)
        return [] if found is None else [Recipient(unit_id=found)]

    def _post(self, work: ReportsUnitOfWork, reminder: TipReminder, to: Recipient) -> None:
        payload: dict[str, Any] = {
            "tip": reminder.tip_id,
            "term": reminder.term,
            "round": reminder.round,
            "step": reminder.step,
            "staff": to.staff_id,
        }
        work.outbox.add(REMINDER, to.unit_id.encode(), payload, cut_to_hour(self.clock()))


async def _supervisors(work: ReportsUnitOfWork, unit_id: str) -> list[Recipient]:
    """Return each supervisor, or the whole unit where it has none."""
    found = [
        Recipient(unit_id=unit_id, staff_id=staff.id)
        for staff in await work.staff.list_by_unit(unit_id)
        if Role.SUPERVISOR in roles_from(staff.roles)
    ]
    return found or [Recipient(unit_id=unit_id)]
