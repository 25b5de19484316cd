"""Which chat and which topic belong to a unit and a tip, as the database knows it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reports.staff.service import StaffUseCase
from storage.errors import NotFoundError
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.tips import Tip
from storage.reports.topics import TipTopic
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.reports.units import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTip:
    """What the topic of a tip shows of it: never its content."""

    tip_id: str
    number: str
    category: str
    is_urgent: bool
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """The tip's topic in the unit's present chat, as it was last named and closed or not."""

    thread_id: int
    title: str
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The unit's chat and language, the tip if one was named, and its topic if it has one."""

    chat_id: int | None
    locale: str
    tip: PlacedTip | None = None
    topic: Topic | None = None


class FindPlace(StaffUseCase):
    """Finds where something of a unit, or of one of its tips, belongs."""

    async def __call__(self, unit_id: str, tip_id: str | None = None) -> Place:
        """Raise `NotFoundError` where there is no such unit."""
        async with self.unit_of_work() as work:
            unit = await work.units.get(unit_id)
            tip = None if tip_id is None else await work.tips.find(tip_id)
            return await _place(work, unit, tip)

    async def of_tip(self, tip_id: str) -> Place | None:
        """Return the place of a tip in whichever unit has it now."""
        async with self.unit_of_work() as work:
            tip = await work.tips.find(tip_id)
            if tip is None:
                return None
            return await _place(work, await work.units.get(tip.unit_id), tip)


class KeepTopic(StaffUseCase):
    """Remembers the topic of a tip."""

    async def __call__(self, tip_id: str, chat_id: int, topic: Topic) -> None:
        """Keep it in place of the one before; a tip that has ended meanwhile keeps none."""
        async with self.unit_of_work() as work:
            try:
                await work.tips.get_for_update(tip_id)
            except NotFoundError:
                return
            await work.topics.keep(
                TipTopic(
                    tip_id=tip_id,
                    chat_id=chat_id,
                    thread_id=topic.thread_id,
                    title=topic.title,
                    is_closed=topic.is_closed,
                )
            )
            await work.commit()

    async def forget(self, tip_id: str) -> None:
        async with self.unit_of_work() as work:
            await work.topics.forget(tip_id)
            await work.commit()


async def _place(work: ReportsUnitOfWork, unit: Unit, tip: Tip | None) -> Place:
    if tip is None:
        return Place(chat_id=unit.chat_id, locale=unit.locale)
    kept = await work.topics.find(tip.id)
    is_here = kept is not None and kept.chat_id == unit.chat_id
    return Place(
        chat_id=unit.chat_id,
        locale=unit.locale,
        tip=PlacedTip(
            tip_id=tip.id,
            number=tip.number,
            category=tip.category,
            is_urgent=tip.urgency is Urgency.URGENT,
            is_closed=tip.status is TipStatus.CLOSED,
        ),
        topic=_topic(kept) if kept is not None and is_here else None,
    )


def _topic(kept: TipTopic) -> Topic:
    return Topic(thread_id=kept.thread_id, title=kept.title, is_closed=kept.is_closed)
