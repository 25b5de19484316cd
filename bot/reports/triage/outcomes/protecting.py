"""Passing a child's danger on to those who protect children: one records it, another confirms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.rules import Role, roles_from
from bot.reports.staff.service import Post
from bot.reports.triage import rules
from bot.reports.triage.clock.service import ClockEvent, find_unit_above
from bot.reports.triage.outcomes.service import NOTHING, CloseTip
from bot.reports.triage.rules import Outcome
from bot.reports.triage.service.base import (
    PassedOn,
    TipCard,
    TriageUseCase,
    find_at_work,
    mark_of,
)
from content.schema.regions import Regions
from storage.errors import NotFoundError
from storage.reports.kinds import cut_to_hour
from storage.reports.referrals import Referral
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork

ASK_SECOND: Final = "ask_second"


class NotConfirmed(Enum):
    """Why somebody's word confirms nothing."""

    OWN = auto()
    OUTDATED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReferral(TriageUseCase):
    """Keeps that a holder has passed a tip on, and asks for somebody who confirms it.

    The tip stays open and its words stay until then. Recorded anew it replaces what nobody has
    confirmed; the same once more changes nothing.
    """

    regions: Regions

    async def __call__(self, post: Post, tip_id: str, said: PassedOn) -> TipCard | None:
        """Return None unless the officer holds the tip, and for an hour that cannot be."""
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, tip_id, post)
            if tip is None or not tip.hour <= said.hour <= cut_to_hour(self.clock()):
                return None
            wanted = Referral(
                tip_id=tip.id,
                organ=said.organ,
                way=said.way,
                hour=said.hour,
                recorded_by=post.staff_id,
            )
            before = await work.referrals.find(tip.id)
            if before is None or mark_of(before) != mark_of(wanted):
                await self._keep(work, tip, post, wanted)
                await self._record(work, AuditKind.CHILD_RECORDED, tip, post, said.detail)
            card = await self._card(work, tip)
            await work.commit()
            return card

    async def _keep(self, work: ReportsUnitOfWork, tip: Tip, post: Post, wanted: Referral) -> None:
        await work.referrals.end(tip.id)
        work.referrals.add(wanted)
        await work.referrals.flush()
        tip.asks_help = True
        unit_id, is_alone = await self._who_confirms(work, tip, post)
        payload = {"tip": tip.id, "mark": mark_of(wanted), "alone": is_alone}
        work.outbox.add(ASK_SECOND, unit_id.encode(), payload, cut_to_hour(self.clock()))

    async def _who_confirms(
        self, work: ReportsUnitOfWork, tip: Tip, post: Post
    ) -> tuple[str, bool]:
        """Return the unit that is asked, and whether nobody there can confirm it now."""
        if await has_somebody_else(work, tip.unit_id, post.staff_id):
            return tip.unit_id, False
        above = await find_unit_above(work, self.regions, tip.unit_id)
        return (tip.unit_id, True) if above is None else (above, False)


class WithdrawReferral(TriageUseCase):
    """Takes back what was recorded by mistake and nobody has confirmed."""

    async def __call__(self, post: Post, tip_id: str) -> TipCard | None:
        """Return None unless the officer holds the tip and something waits."""
        async with self.unit_of_work() as work:
            tip = await self._find_held(work, tip_id, post)
            if tip is None or await work.referrals.find_waiting(tip.id) is None:
                return None
            await work.referrals.end(tip.id)
            await self._record(work, AuditKind.CHILD_WITHDRAWN, tip, post)
            card = await self._card(work, tip)
            await work.commit()
            return card


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReferral(CloseTip):
    """Closes a tip as handed to child protection, by the word of a second person.

    That is anybody who works in the unit but the one who recorded it, under whatever post; where
    nobody else works there, a supervisor of the unit above. Confirming again changes nothing.
    """

    regions: Regions

    async def second(self, post: Post, tip_id: str, mark: str) -> TipCard | NotConfirmed | None:
        """Return None to whoever may not; `mark` names what the button said."""
        async with self.unit_of_work() as work:
            found = await self._find_referral(work, post, tip_id)
            if found is None:
                return None
            tip, referral = found
            if referral is None or mark_of(referral) != mark:
                return NotConfirmed.OUTDATED
            if not await _is_somebody_else(work, post, referral):
                return NotConfirmed.OWN
            if referral.confirmed_by is None:
                referral.confirmed_by = post.staff_id
                await self._close(work, tip, Outcome.PROTECTION, NOTHING)
                await self._record(work, AuditKind.CHILD_CONFIRMED, tip, post)
                await self._record(work, AuditKind.CLOSED, tip, post, Outcome.PROTECTION.value)
                await self._note(work, tip, ClockEvent.CLOSED)
            card = await self._card(work, tip)
            await work.commit()
            return card

    async def _find_referral(
        self, work: ReportsUnitOfWork, post: Post, tip_id: str
    ) -> tuple[Tip, Referral | None] | None:
        staff = await find_at_work(work, post)
        if staff is None:
            return None
        try:
            tip = await work.tips.get_for_update(tip_id)
        except NotFoundError:
            return None
        referral = await work.referrals.find(tip_id)
        if tip.unit_id == post.unit_id:
            return tip, referral
        if referral is None or Role.SUPERVISOR not in post.roles & roles_from(staff.roles):
            return None
        is_above = post.unit_id == await find_unit_above(work, self.regions, tip.unit_id)
        if not is_above or await has_somebody_else(work, tip.unit_id, referral.recorded_by):
            return None
        return tip, referral


async def has_somebody_else(work: ReportsUnitOfWork, unit_id: str, staff_id: str) -> bool:
    """Return whether another person works on the tips of a unit."""
    person = (await work.staff.get(staff_id)).chat_id
    return any(
        staff.chat_id != person and rules.may_work_at_all(roles_from(staff.roles))
        for staff in await work.staff.list_by_unit(unit_id)
    )


async def _is_somebody_else(work: ReportsUnitOfWork, post: Post, referral: Referral) -> bool:
    """Compare the persons: one may have a post in several units."""
    recorder = await work.staff.get(referral.recorded_by)
    return (await work.staff.get(post.staff_id)).chat_id != recorder.chat_id
