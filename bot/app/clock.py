"""Puts the clock, the boards and the audit's daily head together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from aiogram import Bot

from bot.chat.delivery.outbox import Sender
from bot.chat.i18n import Catalogues
from bot.reports.staff.audit.posting import AUDIT_HEAD, HeadNotices, PostHeads
from bot.reports.staff.topics import AdminChats
from bot.reports.triage.board.keeping import BoardParts, KeepBoards
from bot.reports.triage.board.service import FindBoardState, KeepBoard, ListBoardUnits
from bot.reports.triage.clock.notices import ClockNotices, FindReminding
from bot.reports.triage.clock.reminding import REMINDER, KeepClock
from bot.reports.triage.clock.rules import Timetable
from bot.reports.triage.clock.service import TipClock
from content.library import Library
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.signing import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockParts:
    """What clock, boards and heads are built from."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    library: Library
    zone: tzinfo
    bot: Bot
    i18n: Catalogues
    chats: AdminChats
    writer: Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSide:
    """What serves the outbox, what wants a call every half minute, and what wants one oftener."""

    senders: Mapping[str, Sender]
    keep_clock: KeepClock
    post_heads: PostHeads
    boards: KeepBoards

    async def chore(self) -> None:
        """Remind of what is due, and tell the auditors once a day."""
        await self.keep_clock()
        await self.post_heads()


def create_tip_clock(library: Library, zone: tzinfo, clock: Callable[[], datetime]) -> TipClock:
    return TipClock(timetable=Timetable(policy=library.clock, zone=zone), clock=clock)


def build_clock(parts: ClockParts) -> ClockSide:
    people: dict[str, Any] = {"unit_of_work": parts.unit_of_work, "clock": parts.clock}
    return ClockSide(
        senders={REMINDER: _notices(parts).send, AUDIT_HEAD: _head_notices(parts).send},
        keep_clock=KeepClock(
            **people,
            tip_clock=create_tip_clock(parts.library, parts.zone, parts.clock),
            regions=parts.library.regions,
        ),
        post_heads=PostHeads(
            **people, writer=parts.writer, zone=parts.zone, hour=parts.library.clock.head_hour
        ),
        boards=_boards(parts, people),
    )


def _notices(parts: ClockParts) -> ClockNotices:
    return ClockNotices(
        bot=parts.bot,
        chats=parts.chats,
        i18n=parts.i18n,
        library=parts.library,
        zone=parts.zone,
        find=FindReminding(unit_of_work=parts.unit_of_work),
    )


def _head_notices(parts: ClockParts) -> HeadNotices:
    return HeadNotices(bot=parts.bot, i18n=parts.i18n, unit_of_work=parts.unit_of_work)


def _boards(parts: ClockParts, people: dict[str, Any]) -> KeepBoards:
    binding = [term.id for term in parts.library.clock.terms if not term.conditional]
    return KeepBoards(
        BoardParts(
            bot=parts.bot,
            chats=parts.chats,
            i18n=parts.i18n,
            library=parts.library,
            zone=parts.zone,
            list_units=ListBoardUnits(unit_of_work=parts.unit_of_work),
            find=FindBoardState(**people, terms=binding),
            keep=KeepBoard(unit_of_work=parts.unit_of_work),
        )
    )
