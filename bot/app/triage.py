"""Triage put together: the use cases over the keys, and what the handlers work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

from aiogram import Bot
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import shelves
from bot.app.clock import create_tip_clock
from bot.app.people import People
from bot.chat.delivery.outbox import Sender
from bot.chat.i18n import Catalogues
from bot.reports.triage.duplicates.verdicts import JudgeLink
from bot.reports.triage.muting import MuteSender
from bot.reports.triage.outcomes.protecting import (
    ASK_SECOND,
    ConfirmReferral,
    RecordReferral,
    WithdrawReferral,
)
from bot.reports.triage.outcomes.service import (
    SETTLE,
    UNDO_FOR,
    CloseTip,
    HearWords,
    ReopenTip,
    UndoClose,
)
from bot.reports.triage.outcomes.settling import SettleClose
from bot.reports.triage.questions.rules import QuestionRules
from bot.reports.triage.queue.service import (
    FindNumber,
    FindUnitRegion,
    ListColleagues,
    ListMine,
    ListQueue,
)
from bot.reports.triage.rewrapping import RewrapTip
from bot.reports.triage.router.acts import Ending, Handing, Protecting, Queue, Stating
from bot.reports.triage.router.desk import Triage
from bot.reports.triage.router.notices import LaterNotices
from bot.reports.triage.router.showing import SHOWN_SECONDS, Showing
from bot.reports.triage.router.wording import Wording
from bot.reports.triage.sealing import Desk
from bot.reports.triage.service import (
    AcceptTip,
    ApproveReading,
    AskReading,
    ClaimCard,
    EndOffer,
    FindCard,
    FindTongue,
    KeepCardMessage,
    LinkTips,
    MarkMinor,
    OfferAll,
    OfferTip,
    ReadTip,
    ReturnTip,
    SetState,
    SetUrgency,
    TakeTip,
    WriteOnTip,
)
from bot.reports.triage.transfer.service import MOVED_CARD, SEAL_FILES, SealFiles, TransferTip
from content.library import Library
from content.triage_words import TriageWords
from storage.kit.scrubbing import scrub
from storage.reports.lifetimes import TABLES_OF_TIPS
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.files import SealedFiles
from storage.vault.keys import StaffKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageParts:
    """What triage is built from."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    engine: AsyncEngine
    library: Library
    keys: StaffKeys
    files: SealedFiles
    bot: Bot
    i18n: Catalogues
    zone: tzinfo
    staff: People
    shown_seconds: float = SHOWN_SECONDS
    undo_for: timedelta = UNDO_FOR
    words: TriageWords = field(default_factory=shelves.triage_words)

    @property
    def people(self) -> dict[str, Any]:
        return {"unit_of_work": self.unit_of_work, "clock": self.clock}

    @property
    def tips(self) -> dict[str, Any]:
        """What every use case of triage takes."""
        return {
            **self.people,
            "desk": Desk(keys=self.keys, files=self.files),
            "audit": self.staff.audit,
            "tip_clock": create_tip_clock(self.library, self.zone, self.clock),
        }


def build_triage(parts: TriageParts) -> Triage:
    tips = parts.tips
    showing = Showing(parts.bot, parts.unit_of_work, parts.shown_seconds)
    parts.staff.endings.on_removed.append(showing.hide_staff)
    parts.staff.endings.on_returned.append(tips["tip_clock"].returned)
    return Triage(
        bot=parts.bot,
        library=parts.library,
        access=parts.staff.access,
        choice=parts.staff.choice,
        chats=parts.staff.admin_chats,
        i18n=parts.i18n,
        zone=parts.zone,
        wording=Wording(library=parts.library, outcomes=shelves.outcomes(), i18n=parts.i18n),
        words=parts.words,
        question_rules=QuestionRules(shelves.held_phrases()),
        showing=showing,
        find_card=FindCard(**tips),
        claim_card=ClaimCard(**tips),
        keep_message=KeepCardMessage(**tips),
        find_tongue=FindTongue(**tips),
        take=TakeTip(**tips),
        give_back=ReturnTip(**tips),
        read=ReadTip(**tips),
        write=WriteOnTip(**tips),
        close=CloseTip(**tips, undo_for=parts.undo_for),
        judge=JudgeLink(**tips),
        mute=MuteSender(**tips),
        transfer=TransferTip(**tips, rewrap=_rewrap(parts), regions=parts.library.regions),
        handing=_handing(tips),
        stating=_stating(tips),
        ending=_ending(tips),
        protecting=_protecting(tips, parts),
        queue=_queue(parts),
    )


def build_later(parts: TriageParts, triage: Triage) -> dict[str, Sender]:
    """Return the senders of what the outbox does some time after a tap."""
    reply = parts.words.help_reply
    later = LaterNotices(
        triage=triage,
        settle=SettleClose(**parts.tips, replies=reply.root, scrub=_scrub(parts.engine)),
        seal_files=SealFiles(unit_of_work=parts.unit_of_work, rewrap=_rewrap(parts)),
    )
    return {
        SETTLE: later.settle_close,
        MOVED_CARD: later.moved_card,
        SEAL_FILES: later.finish_files,
        ASK_SECOND: later.ask_second,
    }


def _scrub(engine: AsyncEngine) -> Callable[[], Awaitable[object]]:
    return lambda: scrub(engine, TABLES_OF_TIPS)


def _rewrap(parts: TriageParts) -> RewrapTip:
    return RewrapTip(unit_of_work=parts.unit_of_work, keys=parts.keys, files=parts.files)


def _handing(tips: dict[str, Any]) -> Handing:
    return Handing(
        offer=OfferTip(**tips),
        offer_all=OfferAll(**tips),
        accept=AcceptTip(**tips),
        end=EndOffer(**tips),
    )


def _stating(tips: dict[str, Any]) -> Stating:
    return Stating(
        urgency=SetUrgency(**tips),
        state=SetState(**tips),
        minor=MarkMinor(**tips),
        ask_reading=AskReading(**tips),
        approve=ApproveReading(**tips),
        link=LinkTips(**tips),
    )


def _ending(tips: dict[str, Any]) -> Ending:
    return Ending(undo=UndoClose(**tips), reopen=ReopenTip(**tips), hear_words=HearWords(**tips))


def _protecting(tips: dict[str, Any], parts: TriageParts) -> Protecting:
    regions = parts.library.regions
    return Protecting(
        record=RecordReferral(**tips, regions=regions),
        withdraw=WithdrawReferral(**tips),
        confirm=ConfirmReferral(**tips, undo_for=parts.undo_for, regions=regions),
    )


def _queue(parts: TriageParts) -> Queue:
    looks: dict[str, Any] = {
        **parts.people,
        "regions": parts.library.regions,
    }
    return Queue(
        list=ListQueue(**looks),
        mine=ListMine(**looks),
        find=FindNumber(**looks),
        colleagues=ListColleagues(**looks),
        unit_region=FindUnitRegion(**looks),
    )
