"""The reports house's staff half, put together; it holds the keys that open tips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from aiogram import Bot, Router
from sqlalchemy.ext.asyncio import AsyncEngine

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
)
from bot.reports.triage import router as triage_router
from bot.reports.triage.router.desk import Triage
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsStaff:
    """What the staff bot needs of the house."""

    routers: list[Router]
    workflow: dict[str, Any]
    outbox: ReportsOutboxStore
    senders: Mapping[str, Sender]


def build_reports_staff(parts: StaffParts) -> ReportsStaff:
    sessions = create_sessions(parts.engine)
    people: dict[str, Any] = {
        "unit_of_work": lambda: ReportsUnitOfWork(sessions),
        "clock": parts.clock,
    }
    tips = {**people, "desk": Desk(keys=parts.keys, files=parts.files)}
    find_posts = FindPosts(**people)
    access = StaffAccess(bot=parts.bot, enrol=EnrolStaff(**people), find_posts=find_posts)
    triage = Triage(
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
    )
    door = StaffDoor(
        bind=BindChat(**people), follow=FollowChat(**people), find_posts=find_posts, access=access
    )
    notices = CardNotices(triage=triage)
    return ReportsStaff(
        routers=[staff_router.create_router(), triage_router.create_router()],
        workflow={"triage": triage, "staff_door": door},
        outbox=ReportsOutboxStore(parts.engine),
        senders={"card": notices.send_card, "answer_card": notices.send_answer},
    )


async def create_binding_code(engine: AsyncEngine, unit_id: str, region_id: str) -> str:
    """Make a code that binds one admin chat to the unit within an hour."""
    sessions = create_sessions(engine)
    create = CreateBindingCode(
        unit_of_work=lambda: ReportsUnitOfWork(sessions), clock=lambda: datetime.now(UTC)
    )
    return await create(unit_id, region_id, DEFAULT_LOCALE)
