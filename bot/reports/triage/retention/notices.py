"""What the notices about a tip's end say, as it stands when they are sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.reports.triage.retention.lives import DIALOGUE, due_of
from bot.reports.triage.retention.policy import RetentionPolicy
from storage.errors import NotFoundError
from storage.reports.unit_of_work import ReportsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingTip:
    """What a warning says: never content."""

    number: str
    ends_on: date
    days_left: int
    admin_chat: int | None
    locale: str
    message_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindEnding:
    """Returns what a warning says, or None where the announced day no longer holds."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    policy: RetentionPolicy

    async def __call__(self, tip_id: str, ends_on: date) -> EndingTip | None:
        async with self.unit_of_work() as work:
            try:
                tip = await work.tips.get(tip_id)
            except NotFoundError:
                return None
            stored = await work.lifetimes.find(tip_id, DIALOGUE)
            if stored is None or stored.ends_on != ends_on:
                return None
            if due_of(stored, self.policy) > ends_on:
                return None
            unit = await work.units.get(tip.unit_id)
            return EndingTip(
                number=tip.number,
                ends_on=ends_on,
                days_left=max(0, (ends_on - self.clock().astimezone(UTC).date()).days),
                admin_chat=unit.chat_id,
                locale=unit.locale,
                message_id=tip.card_message_id,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChat:
    """Where a unit is written to, and in which language."""

    chat_id: int | None
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindUnitChat:
    """Returns the chat of a unit."""

    unit_of_work: Callable[[], ReportsUnitOfWork]

    async def __call__(self, unit_id: str) -> UnitChat | None:
        async with self.unit_of_work() as work:
            unit = await work.units.find(unit_id)
            return None if unit is None else UnitChat(chat_id=unit.chat_id, locale=unit.locale)
