"""The use cases that the handlers of triage call, by what they are for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reports.triage.outcomes.protecting import (
    ConfirmReferral,
    RecordReferral,
    WithdrawReferral,
)
from bot.reports.triage.outcomes.service import HearWords, ReopenTip, UndoClose
from bot.reports.triage.queue.service import (
    FindNumber,
    FindUnitRegion,
    ListColleagues,
    ListMine,
    ListQueue,
)
from bot.reports.triage.service import (
    AcceptTip,
    ApproveReading,
    AskReading,
    EndOffer,
    LinkTips,
    MarkMinor,
    OfferAll,
    OfferTip,
    SetState,
    SetUrgency,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """The use cases of handing over."""

    offer: OfferTip
    offer_all: OfferAll
    accept: AcceptTip
    end: EndOffer


@dataclass(frozen=True, slots=True, kw_only=True)
class Stating:
    """The use cases by which a holder says how things are."""

    urgency: SetUrgency
    state: SetState
    minor: MarkMinor
    ask_reading: AskReading
    approve: ApproveReading
    link: LinkTips


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The use cases of closing, and of taking that back."""

    undo: UndoClose
    reopen: ReopenTip
    hear_words: HearWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Protecting:
    """The use cases of passing a child's danger on."""

    record: RecordReferral
    withdraw: WithdrawReferral
    confirm: ConfirmReferral


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The looks at the queue."""

    list: ListQueue
    mine: ListMine
    find: FindNumber
    colleagues: ListColleagues
    unit_region: FindUnitRegion
