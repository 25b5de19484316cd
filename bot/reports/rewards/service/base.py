"""What the use cases of the staff share: appending an event, and telling the audit of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.reports.rewards.rules.standing import EventKind
from bot.reports.rewards.service.dossiers import Dossier, RewardBooks
from bot.reports.staff.audit.service import AuditEntry, AuditKind, AuditTrail
from bot.reports.staff.rules import roles_from
from bot.reports.staff.service import CARD_OF_REWARD, Post
from storage.reports.kinds import cut_to_hour
from storage.reports.rewards import RewardEvent
from storage.reports.unit_of_work import ReportsUnitOfWork

__all__ = [
    "CARD_OF_REWARD",
    "Happening",
    "RewardUseCase",
    "StaffRewardUseCase",
    "people_of",
    "present_post",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What is to be appended to a dossier."""

    kind: EventKind
    staff_id: str | None = None
    amount: int | None = None
    reason: str | None = None
    verifier: bytes | None = None
    note: bytes | None = None
    note_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardUseCase:
    """A use case of rewards; calling it opens a unit of work."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    books: RewardBooks

    def _append(self, work: ReportsUnitOfWork, dossier: Dossier, what: Happening) -> int:
        """Add the next event; who was quicker makes the commit fail. Return its sequence."""
        sequence = dossier.standing.sequence + 1
        work.rewards.add_event(
            RewardEvent(
                reward_id=dossier.reward_id,
                sequence=sequence,
                kind=what.kind.value,
                staff_id=what.staff_id,
                amount=what.amount,
                reason=what.reason,
                verifier=what.verifier,
                note=what.note,
                note_key=what.note_key,
                hour=cut_to_hour(self.clock()),
            )
        )
        return sequence

    def _redraw(
        self, work: ReportsUnitOfWork, dossier: Dossier, due_at: datetime | None = None
    ) -> None:
        """Let the card in the admin chat be drawn anew by the process that may."""
        payload = {"reward": dossier.reward_id}
        address = dossier.unit_id.encode()
        work.outbox.add(CARD_OF_REWARD, address, payload, due_at or cut_to_hour(self.clock()))


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRewardUseCase(RewardUseCase):
    """A use case of the staff, of which the audit is told in the same transaction."""

    audit: AuditTrail

    async def _record(
        self,
        work: ReportsUnitOfWork,
        kind: AuditKind,
        dossier: Dossier,
        post: Post | None,
        detail: str = "",
    ) -> None:
        await self.audit.record(
            work,
            AuditEntry(
                kind=kind,
                unit_id=dossier.unit_id,
                staff_id=None if post is None else post.staff_id,
                tip_number=dossier.number,
                detail=detail,
            ),
        )


async def present_post(work: ReportsUnitOfWork, post: Post) -> Post | None:
    """Return the post with the roles that somebody still has, held until the transaction ends."""
    staff = await work.staff.find_at_work(post.staff_id)
    if staff is None or staff.unit_id != post.unit_id or not staff.roles:
        return None
    return replace(post, roles=post.roles & roles_from(staff.roles))


async def people_of(work: ReportsUnitOfWork, staff_ids: set[str]) -> dict[str, int]:
    """Return whose posts these are: one person may have a post in several units."""
    return {each: (await work.staff.get(each)).chat_id for each in staff_ids}
