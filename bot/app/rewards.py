"""Rewards, put together: the staff's side, and the tipster's in the mailbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from aiogram import Bot, Router
from aiogram.utils.i18n import I18n

from bot.app import shelves
from bot.app.people import People
from bot.chat.delivery.outbox import Sender
from bot.reports.mailbox.rewards import MailboxRewards
from bot.reports.rewards.router import create_router
from bot.reports.rewards.router.desk import RewardDesk
from bot.reports.rewards.router.notices import RewardNotices
from bot.reports.rewards.rules.choosing import choose_scheme
from bot.reports.rewards.rules.windows import WorkingDays
from bot.reports.rewards.service.accounts import ReadBalances
from bot.reports.rewards.service.base import CARD_OF_REWARD
from bot.reports.rewards.service.claiming import (
    AcceptReward,
    DeclineReward,
    DonateReward,
    FindReward,
)
from bot.reports.rewards.service.correcting import (
    ExtendClaim,
    ReversePayment,
    TakeApprovalBack,
    UnlockClaim,
)
from bot.reports.rewards.service.deciding import ApproveReward, ProposeReward, RejectProposal
from bot.reports.rewards.service.dossiers import RewardBooks
from bot.reports.rewards.service.exporting import ExportLedger
from bot.reports.rewards.service.lapsing import LapseRewards
from bot.reports.rewards.service.noting import ReadNotes
from bot.reports.rewards.service.opening import OpenReward
from bot.reports.rewards.service.paying import FindPayable, PayReward
from bot.reports.rewards.service.refreshing import RefreshRewards
from bot.reports.rewards.service.sealing import NoteDesk
from bot.reports.rewards.service.snapshots import Camera
from bot.reports.rewards.service.viewing import FindRewardCard, KeepRewardCard, ListRewards
from bot.reports.triage.clock.working_days import is_working_day
from bot.reports.triage.outcomes.service import SETTLE
from bot.reports.triage.router.showing import Showing
from bot.settings import load_settings
from content.library import Library
from content.schema.conversions import RewardRules
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.keys import StaffKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardParts:
    """What the staff's side is built from."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    zone: tzinfo
    library: Library
    keys: StaffKeys
    bot: Bot
    i18n: I18n
    staff: People
    showing: Showing


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardSide:
    """What the staff bot takes in; `chore` lets lapse what nobody collected."""

    router: Router
    desk: RewardDesk
    notices: RewardNotices
    chore: Callable[[], Awaitable[None]]

    def senders(self, later: Mapping[str, Sender]) -> dict[str, Sender]:
        """Return the senders, that of a settled close around the one that triage has."""
        return {
            **later,
            SETTLE: self.notices.after(later[SETTLE]),
            CARD_OF_REWARD: self.notices.show_card,
        }


def create_books(clock: Callable[[], datetime], zone: tzinfo) -> RewardBooks:
    return RewardBooks(
        rules=replace(shelves.rewards(), pays_for_users=load_settings().pay_for_users),
        lists=shelves.outcomes(),
        days=WorkingDays(is_working_day),
        zone=zone,
        clock=clock,
    )


def build_rewards(parts: RewardParts) -> RewardSide:
    books = create_books(parts.clock, parts.zone)
    base: dict[str, Any] = {
        "unit_of_work": parts.unit_of_work,
        "clock": parts.clock,
        "books": books,
    }
    camera = Camera(books=books)
    desk = _desk(parts, base, camera)
    lapse = LapseRewards(**base, audit=parts.staff.audit, camera=camera)
    refresh = RefreshRewards(**base, camera=camera, open=desk.open)

    async def chore() -> None:
        await lapse()
        await refresh()

    notices = RewardNotices(desk=desk)
    return RewardSide(router=create_router(), desk=desk, notices=notices, chore=chore)


def _desk(parts: RewardParts, base: dict[str, Any], camera: Camera) -> RewardDesk:
    audited = {**base, "audit": parts.staff.audit}
    deciding = {**audited, "camera": camera, "notes": NoteDesk(keys=parts.keys)}
    return RewardDesk(
        bot=parts.bot,
        i18n=parts.i18n,
        access=parts.staff.access,
        choice=parts.staff.choice,
        chats=parts.staff.admin_chats,
        lists=base["books"].lists,
        showing=parts.showing,
        open=OpenReward(**base, camera=camera),
        find_card=FindRewardCard(**base, camera=camera),
        keep_card=KeepRewardCard(**base),
        list=ListRewards(**base),
        propose=ProposeReward(**deciding),
        approve=ApproveReward(**deciding),
        reject=RejectProposal(**deciding),
        read_notes=ReadNotes(**audited, notes=deciding["notes"]),
        extend=ExtendClaim(**audited),
        unlock=UnlockClaim(**audited),
        reverse=ReversePayment(**audited),
        take_back=TakeApprovalBack(**audited),
        find_payable=FindPayable(**audited),
        pay=PayReward(**audited, camera=camera),
        balances=ReadBalances(**base),
        export=ExportLedger(**base),
    )


def create_identity_policy(rules: RewardRules) -> Callable[[str | None], bool]:
    """Return whether the counter of a region checks an ID; it does where no schedule is known."""

    def checks_identity(region_id: str | None) -> bool:
        scheme = choose_scheme(rules, region_id)
        return scheme is None or scheme.identity == "required"

    return checks_identity


def build_mailbox_rewards(
    unit_of_work: Callable[[], ReportsUnitOfWork],
    clock: Callable[[], datetime],
    camera: Camera,
    card_delay: Callable[[], timedelta] = timedelta,
) -> MailboxRewards:
    base: dict[str, Any] = {
        "unit_of_work": unit_of_work,
        "clock": clock,
        "books": camera.books,
        "camera": camera,
    }
    return MailboxRewards(
        find=FindReward(**base),
        accept=AcceptReward(**base, delay=card_delay),
        decline=DeclineReward(**base, delay=card_delay),
        donate=DonateReward(**base, delay=card_delay),
    )
