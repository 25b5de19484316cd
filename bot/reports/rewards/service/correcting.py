"""What approvers do after the promise: unlock a claim, extend its window, take it back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError

from bot.reports.rewards.rules import deciding as rules
from bot.reports.rewards.rules.books import Transaction
from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.standing import WAITING, EventKind, RewardState
from bot.reports.rewards.service.base import (
    Happening,
    StaffRewardUseCase,
    people_of,
    present_post,
)
from bot.reports.rewards.service.dossiers import Dossier, event_of, find_dossier
from bot.reports.rewards.service.posting import post_to_ledger, posting_of, transaction_id_of
from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from storage.reports.unit_of_work import ReportsUnitOfWork

MOST_EXTENSIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproverUseCase(StaffRewardUseCase, ABC):
    """What an approver does after the promise; None where he may not or was too late."""

    async def __call__(
        self, post: Post, reward_id: str, sequence: int, reason: Reason
    ) -> Dossier | None:
        try:
            return await self._try(post, reward_id, sequence, reason)
        except IntegrityError:
            # Somebody else wrote the next event in this moment.
            return None

    async def _try(
        self, asking: Post, reward_id: str, sequence: int, reason: Reason
    ) -> Dossier | None:
        async with self.unit_of_work() as work:
            post = await present_post(work, asking)
            if post is None:
                return None
            dossier = await find_dossier(work, reward_id)
            if dossier is None or dossier.standing.sequence != sequence:
                return None
            if dossier.unit_id != post.unit_id or not post.has(Role.APPROVER):
                return None
            if not await self._act(work, post, dossier, reason):
                return None
            self._redraw(work, dossier)
            await work.commit()
            return await find_dossier(work, reward_id)

    @abstractmethod
    async def _act(
        self, work: ReportsUnitOfWork, post: Post, dossier: Dossier, reason: Reason
    ) -> bool:
        """Append what is done; return False where it cannot be."""

    async def _add(
        self,
        work: ReportsUnitOfWork,
        post: Post,
        dossier: Dossier,
        what: tuple[EventKind, Reason],
    ) -> int:
        kind, reason = what
        await self._record(
            work, AuditKind.REWARD_DECIDED, dossier, post, f"{kind.value}:{reason.value}"
        )
        happening = Happening(kind=kind, staff_id=post.staff_id, reason=reason.value)
        return self._append(work, dossier, happening)


class UnlockClaim(ApproverUseCase):
    """Lets the code be tried again after five errors."""

    async def _act(
        self, work: ReportsUnitOfWork, post: Post, dossier: Dossier, reason: Reason
    ) -> bool:
        is_over = dossier.standing.is_over
        if not dossier.standing.is_locked or is_over or reason is not Reason.CODE_CHECKED:
            return False
        await self._add(work, post, dossier, (EventKind.UNLOCKED, reason))
        return True


class ExtendClaim(ApproverUseCase):
    """Gives one more claim window for a just cause."""

    async def _act(
        self, work: ReportsUnitOfWork, post: Post, dossier: Dossier, reason: Reason
    ) -> bool:
        may = dossier.state in WAITING and dossier.standing.extensions < MOST_EXTENSIONS
        if not may or reason is not Reason.JUST_CAUSE:
            return False
        await self._add(work, post, dossier, (EventKind.EXTENDED, reason))
        return True


class TakeApprovalBack(ApproverUseCase):
    """Takes a promise back before it is paid, by somebody else than those who approved it."""

    async def _act(
        self, work: ReportsUnitOfWork, post: Post, dossier: Dossier, reason: Reason
    ) -> bool:
        if dossier.state not in WAITING or reason not in rules.REJECTING:
            return False
        approvers = dossier.standing.approvers
        people = await people_of(work, {post.staff_id, *approvers})
        if not rules.is_somebody_else(post.staff_id, approvers, people):
            return False
        sequence = await self._add(work, post, dossier, (EventKind.TAKEN_BACK, reason))
        posting = posting_of(dossier, sequence, Transaction.RELEASE, post.staff_id)
        await post_to_ledger(work, posting, self.clock())
        return True


class ReversePayment(ApproverUseCase):
    """Reverses a payment by an entry of its own; whoever paid it cannot."""

    async def _act(
        self, work: ReportsUnitOfWork, post: Post, dossier: Dossier, reason: Reason
    ) -> bool:
        if dossier.state is not RewardState.PAID or reason not in rules.REVERSING:
            return False
        rows = await work.rewards.list_events(dossier.reward_id)
        paid = [e for row in rows if (e := event_of(row)).kind is EventKind.PAID][-1]
        people = await people_of(work, {post.staff_id, str(paid.staff_id)})
        if not rules.is_somebody_else(post.staff_id, [str(paid.staff_id)], people):
            return False
        sequence = await self._add(work, post, dossier, (EventKind.REVERSED, reason))
        posting = posting_of(dossier, sequence, Transaction.REVERSE, post.staff_id)
        origin = transaction_id_of(dossier.reward_id, paid.sequence)
        await post_to_ledger(work, replace(posting, reverses=origin), self.clock())
        await self._record(work, AuditKind.REWARD_REVERSED, dossier, post, reason.value)
        return True
