"""Paying against number and claim code, once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.exc import IntegrityError

from bot.reports.rewards.rules.books import Transaction
from bot.reports.rewards.rules.claims import is_code_of, parse_code
from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.standing import LOCK_AFTER, EventKind, RewardState
from bot.reports.rewards.service.base import Happening, StaffRewardUseCase, present_post
from bot.reports.rewards.service.dossiers import (
    Dossier,
    find_dossier,
    find_dossier_by_number,
)
from bot.reports.rewards.service.posting import post_to_ledger, posting_of
from bot.reports.rewards.service.snapshots import Camera
from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from storage.reports.unit_of_work import ReportsUnitOfWork


class Payment(StrEnum):
    """What became of a try to pay."""

    PAID = "paid"
    WRONG_CODE = "wrong_code"
    LOCKED = "locked"
    NOT_READY = "not_ready"
    ON_HOLD = "on_hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentResult:
    """The outcome, how it then stands, and how many tries are left before the lock."""

    payment: Payment
    dossier: Dossier | None = None
    tries_left: int = 0


class FindPayable(StaffRewardUseCase):
    """Shows a payer what waits under a tip's number."""

    async def __call__(self, post: Post, number: str) -> Dossier | None:
        """Return None unless it is this unit's, accepted and within its window."""
        if not post.has(Role.PAYER):
            return None
        async with self.unit_of_work() as work:
            dossier = await find_dossier_by_number(work, number)
        return dossier if dossier is not None and is_payable(self, post, dossier) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayReward(StaffRewardUseCase):
    """Pays once against tip number and claim code; five wrong codes lock it."""

    camera: Camera

    async def __call__(self, post: Post, number: str, code: str) -> PaymentResult:
        try:
            return await self._try(post, number, code)
        except IntegrityError:
            # Somebody else wrote the next event in this moment.
            return PaymentResult(payment=Payment.NOT_READY)

    async def _try(self, asking: Post, number: str, code: str) -> PaymentResult:
        async with self.unit_of_work() as work:
            post = await present_post(work, asking)
            dossier = await find_dossier_by_number(work, number)
            if dossier is None or post is None or not post.has(Role.PAYER):
                return PaymentResult(payment=Payment.NOT_READY)
            if not is_payable(self, post, dossier):
                return PaymentResult(payment=Payment.NOT_READY)
            if not await self.camera.holds(work, dossier):
                return PaymentResult(payment=Payment.ON_HOLD, dossier=dossier)
            if dossier.standing.is_locked:
                return PaymentResult(payment=Payment.LOCKED, dossier=dossier)
            is_right = _is_right(dossier, code)
            if is_right:
                await self._pay(work, post, dossier)
            else:
                await self._miss(work, post, dossier)
            self._redraw(work, dossier)
            await work.commit()
        return await self._result(dossier, is_right=is_right)

    async def _pay(self, work: ReportsUnitOfWork, post: Post, dossier: Dossier) -> None:
        what = Happening(
            kind=EventKind.PAID, staff_id=post.staff_id, reason=Reason.CODE_CHECKED.value
        )
        sequence = self._append(work, dossier, what)
        posting = posting_of(dossier, sequence, Transaction.PAY, post.staff_id)
        await post_to_ledger(work, posting, self.clock())
        await self._record(work, AuditKind.REWARD_PAID, dossier, post, f"fen:{posting.fen}")

    async def _miss(self, work: ReportsUnitOfWork, post: Post, dossier: Dossier) -> None:
        self._append(work, dossier, Happening(kind=EventKind.MISTYPED, staff_id=post.staff_id))
        missed = dossier.standing.mistyped + 1
        await self._record(work, AuditKind.REFUSED, dossier, post, f"code:{missed}")

    async def _result(self, before: Dossier, *, is_right: bool) -> PaymentResult:
        async with self.unit_of_work() as work:
            after = await find_dossier(work, before.reward_id)
        assert after is not None
        if is_right:
            return PaymentResult(payment=Payment.PAID, dossier=after)
        if after.standing.is_locked:
            return PaymentResult(payment=Payment.LOCKED, dossier=after)
        left = LOCK_AFTER - after.standing.mistyped
        return PaymentResult(payment=Payment.WRONG_CODE, dossier=after, tries_left=left)


def is_payable(use_case: StaffRewardUseCase, post: Post, dossier: Dossier) -> bool:
    is_ours = dossier.unit_id == post.unit_id
    is_accepted = dossier.state is RewardState.ACCEPTED
    return is_ours and is_accepted and use_case.books.is_claimable(dossier)


def _is_right(dossier: Dossier, code: str) -> bool:
    parsed, verifier = parse_code(code), dossier.standing.verifier
    if parsed is None or verifier is None:
        return False
    return is_code_of(parsed, dossier.reward_id, verifier)
