"""Proposing and approving: by different persons, each with a reason from the closed list."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from sqlalchemy.exc import IntegrityError

from bot.reports.push.service import plan_notice
from bot.reports.rewards.rules import deciding as rules
from bot.reports.rewards.rules.books import Transaction
from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.standing import EventKind, RewardState
from bot.reports.rewards.service.base import (
    Happening,
    StaffRewardUseCase,
    people_of,
    present_post,
)
from bot.reports.rewards.service.dossiers import Dossier, find_dossier
from bot.reports.rewards.service.posting import post_to_ledger, posting_of
from bot.reports.rewards.service.sealing import NoteDesk
from bot.reports.rewards.service.snapshots import Camera, unjudged_tips
from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from storage.reports.unit_of_work import ReportsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decides; `sequence` is the state that he saw when he did."""

    reward_id: str
    sequence: int
    reason: Reason
    fen: int = 0
    note: str = field(default="", repr=False)


class Hindrance(StrEnum):
    """What stands in the way of somebody who may decide."""

    OWN = "own"
    CHANGED = "changed"
    OUTDATED = "outdated"
    REOPENED = "reopened"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingUseCase(StaffRewardUseCase, ABC):
    """A decision on a reward; None where it is not this person's, or somebody was quicker."""

    deciders: ClassVar[tuple[Role, ...]] = ()

    camera: Camera
    notes: NoteDesk

    async def __call__(self, post: Post, decision: Decision) -> Dossier | None:
        try:
            return await self._try(post, decision)
        except IntegrityError:
            # Somebody else wrote the next event in this moment.
            return None

    async def _try(self, asking: Post, decision: Decision) -> Dossier | None:
        async with self.unit_of_work() as work:
            found = await self._find(work, asking, decision.reward_id)
            if found is None or found[1].standing.sequence != decision.sequence:
                return None
            post, dossier = found
            if not await self._decide(work, post, dossier, decision):
                return None
            self._redraw(work, dossier)
            await work.commit()
            return await find_dossier(work, decision.reward_id)

    async def find_hindrance(
        self, asking: Post, reward_id: str, sequence: int
    ) -> Hindrance | None:
        """Say why it was not decided to whoever may decide; None where he may not at all."""
        async with self.unit_of_work() as work:
            found = await self._find(work, asking, reward_id)
            if found is None or not found[0].has(*self.deciders):
                return None
            if found[1].standing.sequence != sequence:
                return Hindrance.OUTDATED
            return await self._hindrance(work, *found)

    async def _find(
        self, work: ReportsUnitOfWork, asking: Post, reward_id: str
    ) -> tuple[Post, Dossier] | None:
        """Return who asks, as he stands now, and the reward of his unit."""
        post = await present_post(work, asking)
        dossier = await find_dossier(work, reward_id)
        if post is None or dossier is None or dossier.unit_id != post.unit_id:
            return None
        return post, dossier

    async def _hindrance(
        self, work: ReportsUnitOfWork, post: Post, dossier: Dossier
    ) -> Hindrance | None:
        del work, post, dossier
        return None

    async def _holds(self, work: ReportsUnitOfWork, dossier: Dossier, fen: int) -> bool:
        """Return whether it rests on what is so; only money waits for a link to be judged."""
        found = await self._changed(work, dossier)
        return found is None or (found is Hindrance.UNJUDGED and not fen)

    async def _changed(self, work: ReportsUnitOfWork, dossier: Dossier) -> Hindrance | None:
        """Return how the tip differs from what the reward rests on, if it does."""
        tip = await work.tips.find_by_number(dossier.number)
        if await self.camera.is_current(work, dossier.number, dossier.snapshot):
            is_unjudged = tip is not None and await unjudged_tips(work, tip)
            return Hindrance.UNJUDGED if is_unjudged else None
        is_open = tip is not None and await self.camera.take(work, tip) is None
        return Hindrance.REOPENED if is_open else Hindrance.CHANGED

    @abstractmethod
    async def _decide(
        self, work: ReportsUnitOfWork, post: Post, dossier: Dossier, decision: Decision
    ) -> bool:
        """Append what is decided; return False where this person may not."""

    def _happening(
        self, kind: EventKind, post: Post, dossier: Dossier, decision: Decision
    ) -> Happening:
        sealed = self.notes.seal(decision.note, dossier, self.clock()) if decision.note else None
        return Happening(
            kind=kind,
            staff_id=post.staff_id,
            amount=decision.fen if kind is EventKind.PROPOSED else None,
            reason=decision.reason.value,
            note=None if sealed is None else sealed.body,
            note_key=None if sealed is None else sealed.key_id,
        )


class ProposeReward(DecidingUseCase):
    """Proposes an amount within the band, or nothing, for somebody else to approve."""

    deciders = rules.PROPOSERS

    async def _decide(
        self, work: ReportsUnitOfWork, post: Post, dossier: Dossier, decision: Decision
    ) -> bool:
        proposal = self.books.propose(dossier.snapshot)
        other = self.books.other_reading(dossier.snapshot)
        fits = rules.may_propose(proposal, other, decision.fen, decision.reason)
        may = dossier.state is RewardState.OPEN and post.has(*rules.PROPOSERS)
        if not may or not fits:
            return False
        if not await self._holds(work, dossier, decision.fen):
            return False
        self._append(work, dossier, self._happening(EventKind.PROPOSED, post, dossier, decision))
        await self._record(work, AuditKind.REWARD_PROPOSED, dossier, post, f"fen:{decision.fen}")
        return True

    async def _hindrance(
        self, work: ReportsUnitOfWork, post: Post, dossier: Dossier
    ) -> Hindrance | None:
        del post
        return await self._changed(work, dossier) if dossier.state is RewardState.OPEN else None


class ApproveReward(DecidingUseCase):
    """Approves what somebody else has proposed; a high amount takes two who approve."""

    deciders = (Role.APPROVER,)

    async def _decide(
        self, work: ReportsUnitOfWork, post: Post, dossier: Dossier, decision: Decision
    ) -> bool:
        standing = dossier.standing
        if standing.state is not RewardState.PROPOSED or not post.has(Role.APPROVER):
            return False
        if decision.reason is not Reason.CONFIRMED or not await self._is_another(
            work, post, dossier
        ):
            return False
        is_last = len(standing.approvers) + 1 >= self._needed(dossier)
        if is_last and standing.amount:
            # Held before the look at the others: of two reports of the same facts that are
            # approved at once, one sees the promise of the other.
            await work.ledger.hold()
        if not await self._holds(work, dossier, standing.amount or 0):
            return False
        kind = EventKind.APPROVED if is_last else EventKind.SECONDED
        sequence = self._append(work, dossier, self._happening(kind, post, dossier, decision))
        await self._record(work, AuditKind.REWARD_DECIDED, dossier, post, kind.value)
        if is_last and standing.amount:
            await self._promise(work, dossier, sequence, post)
        return True

    async def _hindrance(
        self, work: ReportsUnitOfWork, post: Post, dossier: Dossier
    ) -> Hindrance | None:
        if dossier.state is not RewardState.PROPOSED:
            return None
        if not await self._is_another(work, post, dossier):
            return Hindrance.OWN
        return await self._changed(work, dossier)

    async def _is_another(self, work: ReportsUnitOfWork, post: Post, dossier: Dossier) -> bool:
        standing = dossier.standing
        before = [*standing.approvers, *([standing.proposer] if standing.proposer else [])]
        people = await people_of(work, {post.staff_id, *before})
        return bool(before) and rules.is_somebody_else(post.staff_id, before, people)

    def _needed(self, dossier: Dossier) -> int:
        scheme = self.books.scheme_of(dossier) or self.books.rules.national()
        fen = dossier.standing.amount or 0
        return 2 if scheme is None else rules.tier_of(scheme, fen).approvers

    async def _promise(
        self, work: ReportsUnitOfWork, dossier: Dossier, sequence: int, post: Post
    ) -> None:
        """Keep the money ready, and let the tipster be told that something waits."""
        posting = posting_of(dossier, sequence, Transaction.RESERVE, post.staff_id)
        await post_to_ledger(work, posting, self.clock())
        tip = await work.tips.find_by_number(dossier.number)
        if tip is not None:
            await plan_notice(work, tip.id, self.clock())


class RejectProposal(DecidingUseCase):
    """Sends a proposal back, by an approver or by whoever made it."""

    async def _decide(
        self, work: ReportsUnitOfWork, post: Post, dossier: Dossier, decision: Decision
    ) -> bool:
        is_own = dossier.standing.proposer == post.staff_id
        if dossier.state is not RewardState.PROPOSED or decision.reason not in rules.REJECTING:
            return False
        if not is_own and not post.has(Role.APPROVER):
            return False
        self._append(work, dossier, self._happening(EventKind.REJECTED, post, dossier, decision))
        await self._record(
            work, AuditKind.REWARD_DECIDED, dossier, post, f"rejected:{decision.reason.value}"
        )
        return True
