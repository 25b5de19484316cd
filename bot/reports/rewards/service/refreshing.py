"""Looking anew at what is undecided: a link, an outcome or another's promise may have changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.reports.rewards.rules.standing import RewardState
from bot.reports.rewards.service.base import RewardUseCase
from bot.reports.rewards.service.dossiers import Dossier, find_dossier, list_dossiers
from bot.reports.rewards.service.opening import OpenReward
from bot.reports.rewards.service.snapshots import Camera

WATCHED: Final = frozenset({RewardState.OPEN, RewardState.PROPOSED})
YEARS_BACK: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshRewards(RewardUseCase):
    """The round over all units: what stands in a reward's way is kept before its tip ends."""

    camera: Camera
    open: OpenReward

    async def __call__(self) -> int:
        """Return how many were computed again."""
        async with self.unit_of_work() as work:
            since = self.books.today().year - YEARS_BACK
            watched = [d for d in await list_dossiers(work, since) if d.state in WATCHED]
        return sum([await self._refresh(dossier) for dossier in watched])

    async def _refresh(self, dossier: Dossier) -> bool:
        async with self.unit_of_work() as work:
            tip = await work.tips.find_by_number(dossier.number)
            known = dossier.snapshot
            if tip is None or await self.camera.is_current(work, dossier.number, known):
                return False
        if await self.open(tip.id) is None:
            return False
        async with self.unit_of_work() as work:
            anew = await find_dossier(work, dossier.reward_id)
            if anew is None or anew.standing.sequence == dossier.standing.sequence:
                return False
            self._redraw(work, anew)
            await work.commit()
        return True
