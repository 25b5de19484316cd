"""The use cases of the digest: letting tips wait, counting them, calling up the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.service import CARD, DIGEST, Post
from bot.reports.tips.service import WAITING
from bot.reports.triage.clock.service import ClockEvent
from bot.reports.triage.digest import rules
from bot.reports.triage.service.base import TriageUseCase
from storage.reports.kinds import TipStatus, cut_to_hour
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork

NEXT: Final = "next_card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What a digest tells: counts, and where it stands."""

    admin_chat: int | None
    locale: str
    waiting: Mapping[str, int]
    urgent: int
    urgent_waiting: Mapping[str, int]
    next_id: str | None
    message_id: int | None
    shown_in: datetime | None

    @property
    def total(self) -> int:
        return sum(self.waiting.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestUseCase:
    """A use case of the digest; calling it opens a unit of work."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]


class LetWait(DigestUseCase):
    """Puts a tip into its unit's digest, and with it all that come to the digest now.

    What somebody has taken meanwhile, or what is urgent, gets its card instead.
    """

    async def __call__(self, unit_id: str, tip_id: str) -> None:
        async with self.unit_of_work() as work:
            if await work.digests.is_waiting(tip_id):
                return
            now = self.clock()
            rows = await work.outbox.list_pressing(WAITING, unit_id.encode(), now)
            found = {tip_id, *(str(row.payload["tip"]) for row in rows)}
            waiting = await work.digests.list_collapsible(found)
            await work.digests.let_wait(waiting)
            for row in rows:
                await work.outbox.drop(row)
            for each in found - set(waiting):
                await self._give_card(work, unit_id, each, now)
            await work.outbox.ensure(DIGEST, unit_id.encode(), rules.next_slot(now))
            await work.commit()

    async def _give_card(
        self, work: ReportsUnitOfWork, unit_id: str, tip_id: str, now: datetime
    ) -> None:
        tip = await work.tips.find(tip_id)
        if tip is not None and tip.card_message_id is None:
            work.outbox.add(CARD, unit_id.encode(), {"tip": tip_id}, cut_to_hour(now))


class CollapseBacklog(DigestUseCase):
    """Puts cards into the digest where more press at once than a chat can read.

    Of urgent tips the first of each place keeps its card: what happens now is often told by many,
    and who wants to drown it must not hold back the only word of another place.
    """

    async def __call__(self, unit_id: str, tip_id: str) -> bool:
        """Return whether the tip waits in the digest and so gets no card now."""
        async with self.unit_of_work() as work:
            if await work.digests.is_waiting(tip_id):
                return True
            now = self.clock()
            rows = await work.outbox.list_pressing(CARD, unit_id.encode(), now)
            if not rules.is_backlog(len(rows)):
                return False
            found = {tip_id, *(str(row.payload["tip"]) for row in rows)}
            urgent = await work.digests.list_urgent(found)
            covered = await work.digests.list_urgent_places(unit_id)
            tips = set(await work.digests.list_collapsible(found))
            tips |= rules.crowded_out(urgent, covered)
            if tip_id not in tips or not rules.is_backlog(len(tips)):
                return False
            await work.digests.let_wait(tips)
            for row in rows:
                if str(row.payload["tip"]) in tips:
                    await work.outbox.drop(row)
            await work.outbox.ensure(DIGEST, unit_id.encode(), rules.next_slot(now))
            await work.commit()
            return True


class IsWaiting(DigestUseCase):
    """Tells whether a tip waits, in the digest or for the time of its first card."""

    async def __call__(self, tip_id: str) -> bool:
        async with self.unit_of_work() as work:
            tip = await work.tips.find(tip_id)
            if tip is None:
                return False
            if await work.digests.is_waiting(tip_id) and _is_unseen(tip):
                return True
            return not await work.tips.is_announced(tip, self.clock())


def _is_unseen(tip: Tip) -> bool:
    """Return whether nobody has had the tip in hand, whatever is left of its waiting."""
    is_in_hand = tip.holder_id is not None or tip.card_message_id is not None
    return tip.status is TipStatus.NEW and not is_in_hand


class FindBoard(DigestUseCase):
    """Counts what waits for a unit."""

    async def __call__(self, unit_id: str) -> Board | None:
        async with self.unit_of_work() as work:
            unit = await work.units.find(unit_id)
            if unit is None:
                return None
            message = await work.digests.find_message(unit_id)
            return Board(
                admin_chat=unit.chat_id,
                locale=unit.locale,
                waiting=await work.digests.count_waiting(unit_id),
                urgent=await work.digests.count_urgent(unit_id),
                urgent_waiting=await work.digests.count_urgent_waiting(unit_id),
                next_id=await work.digests.find_next(unit_id),
                message_id=None if message is None else message.message_id,
                shown_in=None if message is None else message.hour,
            )


class KeepDigest(DigestUseCase):
    """Remembers where a unit's digest stands, or that it stands nowhere any more."""

    async def __call__(self, unit_id: str, message_id: int | None) -> None:
        async with self.unit_of_work() as work:
            if message_id is None:
                await work.digests.forget_message(unit_id)
            else:
                hour = cut_to_hour(self.clock())
                await work.digests.keep_message(unit_id, message_id, hour)
            await work.commit()


class CallUp(TriageUseCase):
    """Lets a waiting tip have its card, which the outbox posts at once; twice is the same."""

    async def __call__(self, post: Post, tip_id: str, *, takes: bool) -> bool | None:
        """Return None if the tip is not this unit's; `takes` makes the officer its holder.

        False says that somebody else has taken it.
        """
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None:
                return None
            if await work.digests.is_waiting(tip_id):
                await work.digests.release(tip_id)
                if takes and tip.holder_id is None:
                    tip.holder_id, tip.status = post.staff_id, TipStatus.TAKEN
                    await self._record(work, AuditKind.TAKEN, tip, post)
                    await self._note(work, tip, ClockEvent.ACKNOWLEDGED)
                due_at = cut_to_hour(self.clock())
                work.outbox.add(NEXT, post.unit_id.encode(), {"tip": tip_id}, due_at)
                await work.commit()
            return not takes or tip.holder_id == post.staff_id
