"""Reading the notes on a proposal again: by who decides on it, in the unit that wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reports.rewards.rules import deciding as rules
from bot.reports.rewards.rules.standing import EventKind
from bot.reports.rewards.service.base import StaffRewardUseCase, present_post
from bot.reports.rewards.service.dossiers import find_dossier
from bot.reports.rewards.service.sealing import NoteDesk
from bot.reports.staff.audit.service import AuditKind
from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from storage.reports.rewards import RewardEvent
from storage.reports.unit_of_work import ReportsUnitOfWork

READERS = (*rules.PROPOSERS, Role.APPROVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNotes(StaffRewardUseCase):
    """Opens what proposers wrote since the reward was last computed; each reading is audited."""

    notes: NoteDesk

    async def __call__(self, asking: Post, reward_id: str) -> Sequence[str] | None:
        """Return the notes, oldest first, or None for whoever may not read them.

        Raise a StorageError where a note was tampered with or its key is not here.
        """
        async with self.unit_of_work() as work:
            post = await present_post(work, asking)
            dossier = await find_dossier(work, reward_id)
            if post is None or dossier is None or dossier.unit_id != post.unit_id:
                return None
            if not post.has(*READERS):
                return None
            texts = [self.notes.open(row) for row in await list_noted(work, reward_id)]
            if not texts:
                return []
            await self._record(work, AuditKind.READ, dossier, post, "reward_note")
            await work.commit()
            return texts


async def list_noted(work: ReportsUnitOfWork, reward_id: str) -> Sequence[RewardEvent]:
    """Return the events with a note; what came before a new start was of other facts or units."""
    noted: list[RewardEvent] = []
    for row in await work.rewards.list_events(reward_id):
        if row.kind == EventKind.OPENED.value:
            noted.clear()
        elif row.note is not None:
            noted.append(row)
    return noted
