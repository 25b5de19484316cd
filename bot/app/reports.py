"""Puts the public half of the reports house together; it holds no key that opens anything."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from aiogram import Bot, Router
from aiogram.fsm.storage.base import BaseStorage
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import shelves
from bot.app.quotas import create_quotas
from bot.app.rewards import build_mailbox_rewards, create_books, create_identity_policy
from bot.chat.cards import Card
from bot.chat.dialogs import has_open_dialog
from bot.chat.entries import Entry
from bot.chat.i18n import DEFAULT_LOCALE, Catalogues
from bot.chat.menu import FrontDoor, Reminding
from bot.chat.shown.register import SHOWN_SECONDS, ScreenRegister, Surroundings
from bot.chat.shown.shelves import NoShelf, Shelf
from bot.drawing.apart import clean_file_apart
from bot.reports.mailbox import flow as mailbox_flow
from bot.reports.mailbox import router as mailbox_router
from bot.reports.mailbox.followups import AddWithinQuota, FollowUps
from bot.reports.mailbox.service import AddWords, OpenMailbox
from bot.reports.mailbox.session import MailboxDesk
from bot.reports.mailbox.tries import Tries
from bot.reports.push import router as push_router
from bot.reports.push.service import (
    ForgetPastMonths,
    TurnOffNotices,
    TurnOnNotices,
    WishToBeForgotten,
)
from bot.reports.rewards.service.snapshots import Camera
from bot.reports.tips import flow as tips_flow
from bot.reports.tips import router as tips_router
from bot.reports.tips import straying
from bot.reports.tips.attachments import Cleaner, FileTaker
from bot.reports.tips.budget import FileBudget
from bot.reports.tips.desk import TipDesk
from bot.reports.tips.endings import write_endings
from bot.reports.tips.orphans import OrphanSweep
from bot.reports.tips.quotas.service import HearMutes, Quotas, SendWithinQuota
from bot.reports.tips.room import DraftRoom, Room
from bot.reports.tips.routing import FindUnit, HomeUnit
from bot.reports.tips.sealing import Sealer
from bot.reports.tips.service import SendTip
from content.library import Library
from storage.kit.unit_of_work import create_sessions
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.files import SealedFiles
from storage.vault.keys import PublicKeys

ROOM_BYTES = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsParts:
    """What the house is built from."""

    engine: AsyncEngine
    library: Library
    clock: Callable[[], datetime]
    keys: PublicKeys
    files: SealedFiles
    card_delay: Callable[[], timedelta]
    unit: str
    zone: tzinfo = UTC
    receipt_seconds: float = SHOWN_SECONDS
    shelf: Shelf = field(default_factory=NoShelf)
    room: Room = field(default_factory=lambda: DraftRoom(ROOM_BYTES))
    clean: Cleaner = clean_file_apart
    budget: FileBudget = field(default_factory=FileBudget)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsPublic:
    """What the public dispatcher takes in; `listener` wants a call every half minute.

    `first` stands before every other feature's routers.
    """

    first: list[Router]
    routers: list[Router]
    entries: list[Entry]
    workflow: dict[str, Any]
    reminders: list[Reminding]
    janitor: Callable[[], Awaitable[None]]
    listener: Callable[[], Awaitable[None]]
    screens: ScreenRegister
    counts: Callable[[], Mapping[str, int]]


def build_reports_public(parts: ReportsParts) -> ReportsPublic:
    """Build the tip form and the mailbox; the doors come before the dialogs."""
    sessions = create_sessions(parts.engine)

    def work() -> ReportsUnitOfWork:
        return ReportsUnitOfWork(sessions)

    tries = Tries(parts.clock)
    quotas = create_quotas(parts.clock, parts.zone)
    push: dict[str, Any] = {"unit_of_work": work, "clock": parts.clock, "keys": parts.keys}
    screens = ScreenRegister(parts.shelf, parts.receipt_seconds)
    return ReportsPublic(
        first=[push_router.create_router()],
        routers=_routers(),
        entries=[tips_router.ENTRY, mailbox_router.ENTRY, push_router.ENTRY],
        workflow={
            "tip_desk": _tip_desk(parts, work, quotas),
            "mailbox_desk": _mailbox_desk(parts, push, tries),
            "screens": screens,
            "wish_to_be_forgotten": WishToBeForgotten(**push),
        },
        reminders=[straying.remind, mailbox_router.remind],
        janitor=_janitor(parts, push, tries),
        listener=HearMutes(unit_of_work=work, quotas=quotas),
        screens=screens,
        counts=lambda: quotas.sums.totals,
    )


def _janitor(
    parts: ReportsParts, push: dict[str, Any], tries: Tries
) -> Callable[[], Awaitable[None]]:
    sweep = OrphanSweep(unit_of_work=push["unit_of_work"], files=parts.files)
    forget_past = ForgetPastMonths(**push)

    async def clean() -> None:
        tries.forget_yesterday()
        await sweep()
        await forget_past()

    return clean


def begin_screens(
    screens: ScreenRegister, bot: Bot, i18n: Catalogues, storage: BaseStorage, door: FrontDoor
) -> None:
    """Tell the register what it needs of the public bot before anything is shown."""

    async def is_open(chat_id: int) -> bool:
        return await has_open_dialog(storage, bot, chat_id)

    def menu() -> Card:
        return door.card(i18n.current_locale)

    screens.begin(
        Surroundings(bot=bot, i18n=i18n, is_open=is_open, write_ending=write_endings(menu))
    )


def _routers() -> list[Router]:
    return [
        tips_router.create_router(),
        mailbox_router.create_router(),
        tips_flow.create_dialog(),
        mailbox_flow.create_dialog(),
        mailbox_router.create_catcher(),
    ]


def _tip_desk(
    parts: ReportsParts, work: Callable[[], ReportsUnitOfWork], quotas: Quotas
) -> TipDesk:
    regions = parts.library.regions
    find_unit = FindUnit(
        unit_of_work=work,
        clock=parts.clock,
        keys=parts.keys,
        regions=regions,
        home=HomeUnit(id=parts.unit, region_id=regions.home.id, locale=DEFAULT_LOCALE),
    )
    send_tip = SendTip(
        unit_of_work=work,
        clock=parts.clock,
        sealer=Sealer(keys=parts.keys, files=parts.files),
        card_delay=parts.card_delay,
        find_unit=find_unit,
    )
    return TipDesk(
        library=parts.library,
        find_unit=find_unit,
        checks_identity=create_identity_policy(shelves.rewards()),
        files=FileTaker(clean=parts.clean, room=parts.room, budget=parts.budget),
        send_tip=send_tip,
        send_within_quota=SendWithinQuota(send_tip=send_tip, quotas=quotas),
    )


def _mailbox_desk(parts: ReportsParts, push: dict[str, Any], tries: Tries) -> MailboxDesk:
    work = push["unit_of_work"]
    camera = Camera(books=create_books(parts.clock, parts.zone))
    rewards = build_mailbox_rewards(work, parts.clock, camera, parts.card_delay)
    return MailboxDesk(
        open_mailbox=OpenMailbox(unit_of_work=work, keys=parts.keys, find_reward=rewards.find),
        rewards=rewards,
        add_words=AddWithinQuota(
            add_words=AddWords(
                unit_of_work=work,
                clock=parts.clock,
                sealer=Sealer(keys=parts.keys, files=parts.files),
                card_delay=parts.card_delay,
            ),
            follow_ups=FollowUps(parts.clock),
        ),
        turn_on=TurnOnNotices(**push),
        turn_off=TurnOffNotices(**push),
        files=FileTaker(clean=parts.clean, room=parts.room, budget=parts.budget),
        tries=tries,
        zone=parts.zone,
    )
