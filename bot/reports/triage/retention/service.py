"""The hourly round: warns units of tips that are near their end, and ends those whose day came."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.reports.triage.retention import rules
from bot.reports.triage.retention.lives import DIALOGUE, announced_of, due_of
from bot.reports.triage.retention.policy import RetentionPolicy
from bot.reports.triage.retention.rules import End, Step, Warn
from storage.errors import NotFoundError, StorageError
from storage.reports.kinds import cut_to_hour
from storage.reports.lifetimes import Lifetime
from storage.reports.tips import Tip
from storage.reports.tombstones import Tombstone
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.files import SealedFiles

log = structlog.get_logger(__name__)

END_WARNING: Final = "end_warning"
ENDED_CARD: Final = "ended_card"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionParts:
    """What the round works with; `scrub` tells whether deleted rows have left the disk.

    `hide` deletes all that officers have of a tip on their screens.
    """

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    policy: RetentionPolicy
    files: SealedFiles
    scrub: Callable[[], Awaitable[bool]]
    hide: Callable[[str], Awaitable[None]]


class KeepRetention:
    """Runs a round; one tip is one transaction, so that a crash leaves the rest for the next.

    The files go after the commit: those that a crash leaves behind have no row any more, and
    the sweep of orphans deletes them. What is on a screen goes before it: with the tip ends all
    that is known of those messages.
    """

    def __init__(self, parts: RetentionParts) -> None:
        self._parts = parts
        # A crash may have come between a deletion and its scrubbing.
        self._is_scrubbed = False

    async def __call__(self) -> None:
        today = self._parts.clock().astimezone(UTC).date()
        ended = failed = 0
        for tip_id, step in await self._list_due(today):
            try:
                if isinstance(step, End):
                    await self._parts.hide(tip_id)
                ended += await self._take_step(tip_id, today)
            except (SQLAlchemyError, StorageError, OSError):
                failed += 1
        if ended or failed:
            log.info("tips_ended", count=ended, failed=failed)
        self._is_scrubbed = (self._is_scrubbed and not ended) or await self._parts.scrub()

    async def _list_due(self, today: date) -> Sequence[tuple[str, Step]]:
        """Return the tips for which something is to be done, from one look at all old ones."""
        youngest = today - timedelta(days=self._parts.policy.shortest - rules.EARLY - 1)
        moment = datetime.combine(youngest, time(), UTC)
        async with self._parts.unit_of_work() as work:
            old = await work.lifetimes.list_accepted_before(moment, DIALOGUE)
        steps = [(stored.tip_id, self._step(stored, today)) for stored in old]
        return [(tip_id, step) for tip_id, step in steps if step is not None]

    def _step(self, stored: Lifetime, today: date) -> Step | None:
        due = due_of(stored, self._parts.policy)
        return rules.next_step(due, announced_of(stored), today)

    async def _take_step(self, tip_id: str, today: date) -> bool:
        """Return whether the tip ended."""
        async with self._parts.unit_of_work() as work:
            # Held first: words that arrive now are either seen here or find the tip gone.
            try:
                tip = await work.tips.get_for_update(tip_id)
            except NotFoundError:
                return False
            stored = await work.lifetimes.find(tip_id, DIALOGUE)
            step = None if stored is None else self._step(stored, today)
            names: Sequence[str] = []
            match step:
                case None:
                    return False
                case Warn():
                    await self._warn(work, tip, step)
                case End():
                    if await work.shown.list_of_tip(tip_id):
                        # It was opened just now, or Telegram is away: the next round ends it.
                        return False
                    names = [file.name for file in await work.envelopes.list_files(tip_id)]
                    await self._bury(work, tip, today)
            await work.commit()
        for name in names:
            await asyncio.to_thread(self._parts.files.delete, name)
        return isinstance(step, End)

    async def _warn(self, work: ReportsUnitOfWork, tip: Tip, step: Warn) -> None:
        await work.lifetimes.announce(tip.id, step.ends_on, step.days_ahead)
        payload = {"tip": tip.id, "day": step.ends_on.isoformat()}
        self._post(work, END_WARNING, tip, payload)

    async def _bury(self, work: ReportsUnitOfWork, tip: Tip, today: date) -> None:
        work.tombstones.add(
            Tombstone(
                number=tip.number,
                lookup=tip.lookup,
                accepted_on=tip.hour.date(),
                ended_on=today,
                category_class=rules.category_class(tip.category).value,
                outcome_class=rules.outcome_class(tip.closed_as).value,
            )
        )
        if tip.card_message_id is not None:
            payload = {"number": tip.number, "message": tip.card_message_id}
            topic = await work.topics.find(tip.id)
            if topic is not None:
                payload |= {"chat": topic.chat_id, "thread": topic.thread_id}
            self._post(work, ENDED_CARD, tip, payload)
        await work.lifetimes.delete_tip(tip.id)

    def _post(self, work: ReportsUnitOfWork, kind: str, tip: Tip, payload: dict[str, Any]) -> None:
        work.outbox.add(kind, tip.unit_id.encode(), payload, cut_to_hour(self._parts.clock()))
