"""The reports house's staff half, put together; it holds the keys that open tips."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import structlog
from aiogram import Bot, Router
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import shelves
from bot.app.clock import ClockParts, ClockSide, build_clock
from bot.app.digest import create_digests
from bot.app.insight import InsightParts, InsightSide, build_insight
from bot.app.people import People, PeopleParts, build_people
from bot.app.retention import create_chore
from bot.app.rewards import RewardParts, RewardSide, build_rewards
from bot.app.triage import TriageParts, build_later, build_triage
from bot.chat.delivery.outbox import Sender
from bot.chat.guard import Danger
from bot.chat.i18n import DEFAULT_LOCALE, Catalogues
from bot.errors import UnknownUnitError
from bot.reports.staff.service import CreateBindingCode
from bot.reports.triage import router as triage_router
from bot.reports.triage.duplicates.book import SignatureBook
from bot.reports.triage.duplicates.sealing import SignatureDesk
from bot.reports.triage.duplicates.service import LinkDuplicates
from bot.reports.triage.outcomes.service import UNDO_FOR
from bot.reports.triage.pleas import MarkPlea
from bot.reports.triage.retention.notices import FindEnding, FindUnitChat
from bot.reports.triage.retention.policy import RetentionPolicy
from bot.reports.triage.retention.service import END_WARNING, ENDED_CARD
from bot.reports.triage.router.endings import EndNotices
from bot.reports.triage.router.notices import CardNotices
from bot.reports.triage.router.showing import SHOWN_SECONDS, Showing
from content.library import Library
from storage.kit.unit_of_work import create_sessions
from storage.reports.outbox_store import ReportsOutboxStore
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.files import SealedFiles
from storage.vault.keys import StaffKeys

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffParts:
    """What the staff half is built from."""

    engine: AsyncEngine
    library: Library
    clock: Callable[[], datetime]
    keys: StaffKeys
    files: SealedFiles
    bot: Bot
    i18n: Catalogues
    zone: tzinfo
    retention: RetentionPolicy = field(default_factory=RetentionPolicy)
    wrapping_mark: Callable[[], bytes | None] = lambda: None
    shown_seconds: float = SHOWN_SECONDS
    undo_for: timedelta = UNDO_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsStaff:
    """What the staff bot needs of the house; `clock` wants its two calls often."""

    routers: list[Router]
    workflow: dict[str, Any]
    outbox: ReportsOutboxStore
    senders: Mapping[str, Sender]
    janitor: Callable[[], Awaitable[None]]
    clock: ClockSide


def build_reports_staff(parts: StaffParts) -> ReportsStaff:
    sessions = create_sessions(parts.engine)
    people: dict[str, Any] = {
        "unit_of_work": lambda: ReportsUnitOfWork(sessions),
        "clock": parts.clock,
    }
    staff = _build_people(parts, people)
    tools = _triage_parts(parts, people, staff)
    triage = build_triage(tools)
    notices = CardNotices(
        triage=triage,
        link_duplicates=_link_duplicates(parts.keys, people),
        mark_plea=MarkPlea(**tools.tips, hears=is_plea),
    )
    digests = create_digests(triage, notices)
    endings = _build_endings(parts, people, staff)
    clock = _build_clock(parts, people, staff)
    rewards = _build_rewards(parts, people, staff, triage.showing)
    insight = _build_insight(parts, people, staff)
    hide = triage.showing.hide_tip
    ending = create_chore(parts.engine, parts.files, parts.clock, parts.retention, hide)
    return ReportsStaff(
        routers=[
            staff.behind_gate([rewards.router, insight.router, triage_router.create_router()])
        ],
        workflow={
            **staff.workflow,
            "triage": triage,
            "digest_desk": digests.desk,
            "reward_desk": rewards.desk,
            **insight.workflow,
        },
        outbox=ReportsOutboxStore(parts.engine),
        senders={
            **staff.senders,
            **clock.senders,
            **digests.senders,
            **rewards.senders(build_later(tools, triage)),
            END_WARNING: endings.send_warning,
            ENDED_CARD: endings.send_end,
        },
        janitor=_chores(triage.showing.sweep, *staff.chores, rewards.chore, insight.chore, ending),
        clock=clock,
    )


def _chores(*chores: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def do_all() -> None:
        for chore in chores:
            try:
                await chore()
            except Exception as error:
                # Tips end and readings go, whatever becomes of the others.
                log.exception("chore_failed", error=type(error).__name__)

    return do_all


def _build_people(parts: StaffParts, people: dict[str, Any]) -> People:
    return build_people(
        PeopleParts(
            **people,
            bot=parts.bot,
            i18n=parts.i18n,
            library=parts.library,
            writer=parts.keys.writer,
            wrapping_mark=parts.wrapping_mark,
        )
    )


def _build_clock(parts: StaffParts, people: dict[str, Any], staff: People) -> ClockSide:
    return build_clock(
        ClockParts(
            unit_of_work=people["unit_of_work"],
            clock=parts.clock,
            library=parts.library,
            zone=parts.zone,
            bot=parts.bot,
            i18n=parts.i18n,
            chats=staff.admin_chats,
            writer=parts.keys.writer,
        )
    )


def _build_rewards(
    parts: StaffParts, people: dict[str, Any], staff: People, showing: Showing
) -> RewardSide:
    return build_rewards(
        RewardParts(
            **people,
            zone=parts.zone,
            library=parts.library,
            keys=parts.keys,
            bot=parts.bot,
            i18n=parts.i18n,
            staff=staff,
            showing=showing,
        )
    )


def _build_insight(parts: StaffParts, people: dict[str, Any], staff: People) -> InsightSide:
    return build_insight(
        InsightParts(
            **people,
            zone=parts.zone,
            library=parts.library,
            outcomes=shelves.outcomes(),
            i18n=parts.i18n,
            access=staff.access,
        )
    )


def _triage_parts(parts: StaffParts, people: dict[str, Any], staff: People) -> TriageParts:
    return TriageParts(
        **people,
        engine=parts.engine,
        library=parts.library,
        keys=parts.keys,
        files=parts.files,
        bot=parts.bot,
        i18n=parts.i18n,
        zone=parts.zone,
        staff=staff,
        shown_seconds=parts.shown_seconds,
        undo_for=parts.undo_for,
    )


def _build_endings(parts: StaffParts, people: dict[str, Any], staff: People) -> EndNotices:
    return EndNotices(
        bot=parts.bot,
        i18n=parts.i18n,
        chats=staff.admin_chats,
        find_ending=FindEnding(**people, policy=parts.retention),
        find_chat=FindUnitChat(unit_of_work=people["unit_of_work"]),
    )


def is_plea(text: str) -> bool:
    """Return whether the words are those of somebody in danger; use and relapse are no plea."""
    return shelves.guard().look(text) not in {None, Danger.RELAPSE}


def _link_duplicates(keys: StaffKeys, people: dict[str, Any]) -> LinkDuplicates:
    desk = SignatureDesk(keys=keys)
    return LinkDuplicates(**people, desk=desk, book=SignatureBook(desk))


async def create_binding_code(engine: AsyncEngine, unit_id: str, region_id: str) -> str:
    """Make a code that binds one admin chat to the unit within an hour."""
    sessions = create_sessions(engine)
    create = CreateBindingCode(
        unit_of_work=lambda: ReportsUnitOfWork(sessions), clock=lambda: datetime.now(UTC)
    )
    return await create(unit_id, region_id, DEFAULT_LOCALE)


async def ensure_unit(engine: AsyncEngine, unit_id: str) -> None:
    """Raise `UnknownUnitError` for a unit that nobody has made."""
    async with ReportsUnitOfWork(create_sessions(engine)) as work:
        if await work.units.find(unit_id) is None:
            raise UnknownUnitError(unit_id)
