"""Looking at the queue; nothing here opens a tip."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.reports.staff.rules import Role, roles_from
from bot.reports.staff.service import Post
from bot.reports.triage import rules
from bot.reports.triage.queue.rules import PAGE, QueueFilter
from bot.reports.triage.service.base import TipCard, make_card
from content.schema.regions import Regions
from storage.reports.tips import QueueWish
from storage.reports.unit_of_work import ReportsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """A part of the queue; `total` counts all of it."""

    cards: Sequence[TipCard]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What somebody holds, and what colleagues offer to him."""

    held: Sequence[TipCard]
    offered: Sequence[TipCard]


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody of the unit who works on tips, and how many he holds."""

    staff_id: str
    chat_id: int
    is_supervisor: bool
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundElsewhere:
    """A tip that the unit once had, and the unit that it passed it to."""

    number: str
    unit_region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueUseCase:
    """A look at the queue; calling it opens a unit of work."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    regions: Regions


class ListQueue(QueueUseCase):
    """Lists a page of a unit's tips; a page past the end is the last one."""

    async def __call__(self, post: Post, wish: QueueFilter) -> QueuePage | None:
        """Return None to whoever does not work on tips."""
        if not rules.may_work_at_all(post.roles):
            return None
        narrowed = self._narrow(post, wish)
        async with self.unit_of_work() as work:
            total = await work.tips.count_queue(narrowed)
            page = max(0, min(wish.page, -(-total // PAGE) - 1))
            tips = await work.tips.list_queue(narrowed, offset=page * PAGE, limit=PAGE)
            cards = [await make_card(work, tip) for tip in tips]
        return QueuePage(cards=cards, total=total, page=page)

    async def places(self, post: Post, wish: QueueFilter) -> Mapping[str, int]:
        """Count what the filter finds by region, whatever place it names."""
        narrowed = self._narrow(post, wish.everywhere())
        async with self.unit_of_work() as work:
            return await work.tips.count_places(narrowed)

    def _narrow(self, post: Post, wish: QueueFilter) -> QueueWish:
        regions = None
        if wish.place is not None:
            regions = frozenset(
                each for each in self.regions.by_id if self._is_within(each, wish.place)
            )
        return QueueWish(
            unit_id=post.unit_id,
            now=self.clock(),
            part=wish.part,
            urgency=wish.urgency,
            category=wish.category,
            regions=regions,
        )

    def _is_within(self, region_id: str, place: str) -> bool:
        return any(region.id == place for region in self.regions.path(region_id))


class ListMine(QueueUseCase):
    """Lists what somebody holds and what is offered to him."""

    async def __call__(self, post: Post) -> Mine:
        async with self.unit_of_work() as work:
            held = [await make_card(work, tip) for tip in await work.tips.list_held(post.staff_id)]
            offered = []
            for offer in await work.hand_overs.list_for(post.staff_id):
                tip = await work.tips.find(offer.tip_id)
                if tip is not None and tip.unit_id == post.unit_id:
                    offered.append(await make_card(work, tip))
        return Mine(held=held, offered=offered)


class FindNumber(QueueUseCase):
    """Finds a tip of the unit by its number, or says where the unit passed it to."""

    async def __call__(self, post: Post, number: str) -> TipCard | FoundElsewhere | None:
        """Return None for a number that is not and was not this unit's, or not yet."""
        if not rules.may_work_at_all(post.roles):
            return None
        async with self.unit_of_work() as work:
            tip = await work.tips.find_by_number(number)
            if tip is None or not await work.tips.is_announced(tip, self.clock()):
                return None
            if tip.unit_id == post.unit_id:
                return await make_card(work, tip)
            for step in reversed(await work.transfers.list_of_tip(tip.id)):
                if step.source_id == post.unit_id:
                    target = await work.units.get(step.target_id)
                    return FoundElsewhere(number=number, unit_region=target.region_id)
            return None


class ListColleagues(QueueUseCase):
    """Lists who works on tips in the unit, with how much each holds."""

    async def __call__(self, post: Post) -> Sequence[Colleague]:
        async with self.unit_of_work() as work:
            held = await work.tips.count_held(post.unit_id)
            return [
                Colleague(
                    staff_id=staff.id,
                    chat_id=staff.chat_id,
                    is_supervisor=Role.SUPERVISOR in roles_from(staff.roles),
                    held=held.get(staff.id, 0),
                )
                for staff in await work.staff.list_by_unit(post.unit_id)
                if rules.may_work_at_all(roles_from(staff.roles))
            ]


class FindUnitRegion(QueueUseCase):
    """Returns the region by which a unit is called."""

    async def __call__(self, unit_id: str) -> str | None:
        async with self.unit_of_work() as work:
            unit = await work.units.find(unit_id)
            return None if unit is None else unit.region_id
