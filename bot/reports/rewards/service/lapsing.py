"""Letting rewards lapse that nobody has collected in time and grace."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from bot.reports.rewards.rules.books import Transaction
from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.standing import WAITING, EventKind
from bot.reports.rewards.service.base import Happening, StaffRewardUseCase
from bot.reports.rewards.service.dossiers import Dossier, find_dossier, list_dossiers
from bot.reports.rewards.service.posting import post_to_ledger, posting_of
from bot.reports.rewards.service.snapshots import Camera
from bot.reports.staff.audit.service import AuditKind

YEARS_BACK = 3
"""A window with all its extensions is far shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseRewards(StaffRewardUseCase):
    """The daily round over all units; the money goes back to the budget.

    What is held back could not be collected, so it does not lapse meanwhile.
    """

    camera: Camera

    async def __call__(self) -> int:
        """Return how many lapsed."""
        async with self.unit_of_work() as work:
            since = self.books.today().year - YEARS_BACK
            due = [each for each in await list_dossiers(work, since) if self._is_due(each)]
        return sum([await self._lapse(dossier.reward_id) for dossier in due])

    def _is_due(self, dossier: Dossier) -> bool:
        return dossier.state in WAITING and not self.books.is_claimable(dossier)

    async def _lapse(self, reward_id: str) -> bool:
        try:
            return await self._try(reward_id)
        except IntegrityError:
            # It was answered or paid in this moment.
            return False

    async def _try(self, reward_id: str) -> bool:
        async with self.unit_of_work() as work:
            dossier = await find_dossier(work, reward_id)
            if dossier is None or not self._is_due(dossier):
                return False
            if not await self.camera.holds(work, dossier):
                return False
            what = Happening(kind=EventKind.LAPSED, reason=Reason.NOT_COLLECTED.value)
            sequence = self._append(work, dossier, what)
            posting = posting_of(dossier, sequence, Transaction.RELEASE)
            await post_to_ledger(work, posting, self.clock())
            await self._record(work, AuditKind.REWARD_DECIDED, dossier, None, "lapsed")
            self._redraw(work, dossier)
            await work.commit()
            return True
