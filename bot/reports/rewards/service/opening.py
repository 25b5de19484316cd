"""Opening a reward once a close is settled as verified: the engine's answer becomes a card."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from bot.reports.rewards.rules.standing import UNDECIDED, EventKind
from bot.reports.rewards.service.base import RewardUseCase
from bot.reports.rewards.service.dossiers import Snapshot, read_dossier
from bot.reports.rewards.service.snapshots import Camera
from storage.reports.kinds import cut_to_hour
from storage.reports.rewards import Reward, RewardEvent
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReward(RewardUseCase):
    """Opens a tip's reward, or opens it anew where the outcome has changed before a promise."""

    camera: Camera

    async def __call__(self, tip_id: str) -> str | None:
        """Return the reward, or None where the tip is not verified; what is not due says why."""
        async with self.unit_of_work() as work:
            tip = await work.tips.find(tip_id)
            snapshot = None if tip is None else await self.camera.take(work, tip)
            if tip is None or snapshot is None:
                return None
            try:
                return await self._open(work, tip, snapshot)
            except IntegrityError:
                # Another worker opened it in this moment.
                return None

    async def _open(self, work: ReportsUnitOfWork, tip: Tip, snapshot: Snapshot) -> str:
        reward = await work.rewards.find_by_number(tip.number)
        if reward is None:
            year = snapshot.case.on.year
            reward = work.rewards.add(
                Reward(tip_number=tip.number, unit_id=tip.unit_id, year=year)
            )
            await work.rewards.flush()
        dossier = await read_dossier(work, reward)
        is_new = dossier is None
        if dossier is not None and dossier.state in UNDECIDED:
            is_new = dossier.snapshot.to_json() != snapshot.to_json()
        if is_new:
            if dossier is not None and dossier.unit_id != snapshot.unit_id:
                # Its card stands in the chat of the unit that passed the tip on.
                await work.rewards.forget_card(reward.id)
            sequence = 1 if dossier is None else dossier.standing.sequence + 1
            work.rewards.add_event(self._event(reward, sequence, snapshot))
            await work.commit()
        return reward.id

    def _event(self, reward: Reward, sequence: int, snapshot: Snapshot) -> RewardEvent:
        proposal = self.books.propose(snapshot)
        return RewardEvent(
            reward_id=reward.id,
            sequence=sequence,
            kind=EventKind.OPENED.value,
            amount=proposal.least if proposal.total is None else proposal.total.lower,
            upper=None if proposal.total is None else proposal.total.upper,
            reason=proposal.verdict.value,
            facts=snapshot.to_json(),
            hour=cut_to_hour(self.clock()),
        )
