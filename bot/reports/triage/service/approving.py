"""Asking to read a tip about a minor, and letting whoever asked (未成年人网络保护条例 36)."""

from __future__ import annotations

from enum import Enum, auto

from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.rules import Role, roles_from
from bot.reports.staff.service import Post
from bot.reports.triage import rules
from bot.reports.triage.service.base import TipCard, TriageUseCase, is_supervisor, standing_of
from storage.reports.unit_of_work import ReportsUnitOfWork


class NotApproved(Enum):
    """Why a supervisor's word lets nobody read."""

    LAPSED = auto()
    OWN = auto()


class AskReading(TriageUseCase):
    """Keeps that a holder asks to read; the request ends when he holds the tip no more."""

    async def __call__(self, post: Post, tip_id: str) -> tuple[TipCard, bool] | None:
        """Return the card and whether this is new, or None where there is nothing to ask."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None or not rules.is_holder(standing_of(tip), post.staff_id, post.unit_id):
                return None
            if not tip.about_minor:
                return None
            is_new = await work.approvals.find(tip.id, post.staff_id) is None
            if is_new:
                work.approvals.ask(tip.id, post.staff_id)
                await work.approvals.flush()
                await self._record(work, AuditKind.MINOR_ASKED, tip, post)
            card = await self._card(work, tip)
            await work.commit()
            return card, is_new


class ApproveReading(TriageUseCase):
    """Lets the officer who asked read a tip about a minor, by the word of a supervisor.

    Nobody approves his own reading, unless the unit has no other supervisor: then the audit
    says so. Approving again changes nothing.
    """

    async def __call__(
        self, post: Post, tip_id: str, officer_id: str
    ) -> TipCard | NotApproved | None:
        """Return None to whoever is no supervisor of the unit."""
        async with self.unit_of_work() as work:
            tip = await self._find(work, tip_id, post)
            if tip is None or not await is_supervisor(work, post):
                return None
            request = await work.approvals.find(tip.id, officer_id)
            if request is None or not tip.about_minor or tip.holder_id != officer_id:
                return NotApproved.LAPSED
            if not request.is_given:
                is_own = officer_id == post.staff_id
                if is_own and await has_other_supervisor(work, post):
                    return NotApproved.OWN
                request.approved_by = post.staff_id
                detail = f"person:{officer_id},{'own' if is_own else 'other'}"
                await self._record(work, AuditKind.MINOR_APPROVED, tip, post, detail)
            card = await self._card(work, tip)
            await work.commit()
            return card


async def has_other_supervisor(work: ReportsUnitOfWork, post: Post) -> bool:
    """Return whether somebody else is a supervisor of the unit now."""
    return any(
        staff.id != post.staff_id and Role.SUPERVISOR in roles_from(staff.roles)
        for staff in await work.staff.list_by_unit(post.unit_id)
    )
