"""The reports house's staff half, put together; it holds the keys that open tips."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any

from aiogram import Bot, Router
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.digest import create_digests
from bot.app.retention import create_chore
from bot.chat.delivery.outbox import Sender
from bot.chat.i18n import DEFAULT_LOCALE, Catalogues
from bot.reports.staff import router as staff_router
from bot.reports.staff.access import StaffAccess
from bot.reports.staff.router import StaffDoor
from bot.reports.staff.service import (
    BindChat,
    CreateBindingCode,
    EnrolStaff,
    FindPosts,
    FollowChat,
    ListAdminChats,
)
from bot.reports.triage import router as triage_router
from bot.reports.triage.duplicates.book import SignatureBook
from bot.reports.triage.duplicates.sealing import SignatureDesk
from bot.reports.triage.duplicates.service import LinkDuplicates
from bot.reports.triage.duplicates.verdicts import JudgeLink
from bot.reports.triage.muting import MuteSender
from bot.reports.triage.retention.notices import FindEnding, FindUnitChat
from bot.reports.triage.retention.policy import RetentionPolicy
from bot.reports.triage.retention.service import END_WARNING, ENDED_CARD
from bot.reports.triage.router.desk import Triage
from bot.reports.triage.router.endings import EndNotices
from bot.reports.triage.router.notices import CardNotices
from bot.reports.triage.sealing import Desk
from bot.reports.triage.service import (
    CloseTip,
    FindCard,
    KeepCardMessage,
    ReadTip,
    ReturnTip,
    TakeTip,
    WriteOnTip,
)
from content.library import Library
from storage.kit.unit_of_work import create_sessions
from storage.reports.outbox_store import ReportsOutboxStore
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.files import SealedFiles
from storage.vault.keys import StaffKeys


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsStaff:
    """What the staff bot needs of the house."""

    routers: list[Router]
    workflow: dict[str, Any]
    outbox: ReportsOutboxStore
    senders: Mapping[str, Sender]
    janitor: Callable[[], Awaitable[None]]


def build_reports_staff(parts: StaffParts) -> ReportsStaff:
    sessions = create_sessions(parts.engine)
    people: dict[str, Any] = {
        "unit_of_work": lambda: ReportsUnitOfWork(sessions),
        "clock": parts.clock,
    }
    access = StaffAccess(bot=parts.bot, enrol=EnrolStaff(**people), find_posts=FindPosts(**people))
    triage = _build_triage(parts, people, access)
    door = StaffDoor(
        bind=BindChat(**people),
        follow=FollowChat(**people),
        list_admin_chats=ListAdminChats(**people),
        access=access,
    )
    notices = CardNotices(triage=triage, link_duplicates=_link_duplicates(parts.keys, people))
    digests = create_digests(triage, notices)
    endings = _build_endings(parts, people)
    return ReportsStaff(
        routers=[staff_router.create_router(), triage_router.create_router()],
        workflow={"triage": triage, "staff_door": door, "digest_desk": digests.desk},
        outbox=ReportsOutboxStore(parts.engine),
        senders={
            **digests.senders,
            END_WARNING: endings.send_warning,
            ENDED_CARD: endings.send_end,
        },
        janitor=create_chore(parts.engine, parts.files, parts.clock, parts.retention),
    )


def _build_triage(parts: StaffParts, people: dict[str, Any], access: StaffAccess) -> Triage:
    tips = {**people, "desk": Desk(keys=parts.keys, files=parts.files)}
    return Triage(
        bot=parts.bot,
        library=parts.library,
        access=access,
        i18n=parts.i18n,
        zone=parts.zone,
        find_card=FindCard(**tips),
        keep_message=KeepCardMessage(**tips),
        take=TakeTip(**tips),
        give_back=ReturnTip(**tips),
        read=ReadTip(**tips),
        write=WriteOnTip(**tips),
        close=CloseTip(**tips),
        judge=JudgeLink(**tips),
        mute=MuteSender(**tips),
    )


def _build_endings(parts: StaffParts, people: dict[str, Any]) -> EndNotices:
    return EndNotices(
        bot=parts.bot,
        i18n=parts.i18n,
        find_ending=FindEnding(**people, policy=parts.retention),
        find_chat=FindUnitChat(unit_of_work=people["unit_of_work"]),
    )


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
