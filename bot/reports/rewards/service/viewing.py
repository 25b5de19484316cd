"""What the staff see of rewards: a card each, and the list of what is under way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reports.rewards.rules import deciding as rules
from bot.reports.rewards.rules.money import Span
from bot.reports.rewards.rules.proposal import Proposal
from bot.reports.rewards.rules.standing import WAITING, RewardState
from bot.reports.rewards.rules.windows import Deadlines
from bot.reports.rewards.service.base import RewardUseCase
from bot.reports.rewards.service.dossiers import Dossier, find_dossier, list_dossiers
from bot.reports.rewards.service.noting import list_noted
from bot.reports.rewards.service.snapshots import Camera, unjudged_tips
from content.schema.rewards import Scheme
from storage.reports.unit_of_work import ReportsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardCard:
    """A reward as its card shows it: amounts by tip number, and nothing of the tipster."""

    dossier: Dossier
    proposal: Proposal
    allowed: Span | None
    needed: int
    scheme: Scheme | None
    deadlines: Deadlines | None
    admin_chat: int | None
    locale: str
    message_id: int | None
    proposer: int | None = None
    tip_id: str | None = None
    has_note: bool = False
    is_on_hold: bool = False
    unjudged: tuple[str, ...] = ()

    @property
    def reward_id(self) -> str:
        return self.dossier.reward_id

    @property
    def number(self) -> str:
        return self.dossier.number

    @property
    def state(self) -> RewardState:
        return self.dossier.state


@dataclass(frozen=True, slots=True, kw_only=True)
class FindRewardCard(RewardUseCase):
    """Returns a reward's card, by the reward or by the number of its tip."""

    camera: Camera

    async def __call__(self, reward_id: str) -> RewardCard | None:
        async with self.unit_of_work() as work:
            dossier = await find_dossier(work, reward_id)
            return None if dossier is None else await self._card(work, dossier)

    async def by_number(self, number: str) -> RewardCard | None:
        async with self.unit_of_work() as work:
            reward = await work.rewards.find_by_number(number)
            dossier = None if reward is None else await find_dossier(work, reward.id)
            return None if dossier is None else await self._card(work, dossier)

    async def _card(self, work: ReportsUnitOfWork, dossier: Dossier) -> RewardCard:
        unit = await work.units.get(dossier.unit_id)
        proposal = self.books.propose(dossier.snapshot)
        scheme = self.books.scheme_of(dossier)
        tip = await work.tips.find_by_number(dossier.number)
        by = dossier.standing.proposer
        known = scheme or self.books.rules.national()
        amount = dossier.standing.amount or 0
        unjudged = () if tip is None else await unjudged_tips(work, tip)
        return RewardCard(
            dossier=dossier,
            proposal=proposal,
            allowed=rules.allowed(proposal, self.books.other_reading(dossier.snapshot)),
            needed=2 if known is None else rules.tier_of(known, amount).approvers,
            scheme=scheme,
            deadlines=self.books.deadlines(dossier),
            admin_chat=unit.chat_id,
            locale=unit.locale,
            message_id=await work.rewards.find_card(dossier.reward_id),
            proposer=None if by is None else (await work.staff.get(by)).chat_id,
            tip_id=None if tip is None else tip.id,
            has_note=bool(await list_noted(work, dossier.reward_id)),
            is_on_hold=dossier.state in WAITING and not await self.camera.holds(work, dossier),
            unjudged=tuple(each.number for each in unjudged),
        )


class KeepRewardCard(RewardUseCase):
    """Remembers which message in the admin chat is the reward's card."""

    async def __call__(self, reward_id: str, message_id: int) -> None:
        async with self.unit_of_work() as work:
            await work.rewards.keep_card(reward_id, message_id)
            await work.commit()


class ListRewards(RewardUseCase):
    """Lists what is under way in a unit, and what of late has ended, by number."""

    async def __call__(self, unit_id: str) -> Sequence[Dossier]:
        async with self.unit_of_work() as work:
            found = await list_dossiers(work, self.books.today().year - 1)
        ours = [dossier for dossier in found if dossier.unit_id == unit_id]
        return sorted(ours, key=lambda each: (each.standing.is_over, each.number))
