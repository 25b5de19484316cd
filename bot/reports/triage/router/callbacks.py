"""What the staff's buttons carry: a tip's random id and what to do."""

from __future__ import annotations

from enum import StrEnum
from hashlib import blake2b
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.reports.triage.duplicates.rules import Verdict

ALL = "-"


class Action(StrEnum):
    """What a button does with a tip; all but the first are for its holder or as they say."""

    TAKE = "take"
    RETURN = "return"
    MUTE = "mute"
    READ = "read"
    CLEAR = "clear"
    ASK = "ask"
    NOTE = "note"
    SEND = "send"
    CANCEL = "cancel"
    CLOSE = "close"
    MORE = "more"
    HAND = "hand"
    ACCEPT = "accept"
    DECLINE = "decline"
    URGENT = "urgent"
    ROUTINE = "routine"
    WORKING = "working"
    VERIFYING = "verifying"
    MINOR = "minor"
    NOT_MINOR = "notminor"
    REPORTED_MINOR = "repminor"
    NOT_REPORTED_MINOR = "notrep"
    LINK = "link"
    FORWARD = "forward"
    UNDO = "undo"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


class TipCallback(CallbackData, prefix="tip"):
    """Something to do with a tip."""

    action: Action
    tip: str


class ApproveCallback(CallbackData, prefix="apv"):
    """Who is to be let read a tip: the one who asked."""

    officer: str
    tip: str


class CloseCallback(CallbackData, prefix="end"):
    """The outcome with which a tip is closed."""

    outcome: str
    tip: str


class PassedOnCallback(CallbackData, prefix="po"):
    """To whom, how and in which hour a child's danger was passed on, as far as it is said.

    `hour` counts from the year 1970, so that a button of yesterday says what it said then; a
    forged one that no calendar has is no button of ours.
    """

    organ: str = ALL
    way: str = ALL
    hour: Annotated[int, Field(ge=0, lt=1_000_000)] = 0
    sure: bool = False
    tip: str


class SecondCallback(CallbackData, prefix="second"):
    """That what `mark` names was passed on, by the word of a second person."""

    mark: str
    tip: str


class DigestAction(StrEnum):
    """What a button of the digest does with the next report that waits."""

    SHOW = "show"
    TAKE = "take"


class DigestCallback(CallbackData, prefix="digest"):
    """Something to do with the next of the reports that wait."""

    action: DigestAction
    tip: str


class AlikeCallback(CallbackData, prefix="alike"):
    """Whether a tip is the same as the one of the number."""

    verdict: Verdict
    tip: str
    number: str


class HandCallback(CallbackData, prefix="hand"):
    """To whom a tip is offered."""

    colleague: str
    tip: str


class ShiftCallback(CallbackData, prefix="shift"):
    """To whom all that somebody holds is offered."""

    colleague: str


class PassCallback(CallbackData, prefix="pass"):
    """To which unit a tip is passed; without `sure` it is asked once more."""

    unit: str
    sure: bool
    tip: str


class HandPageCallback(CallbackData, prefix="handp"):
    """A page of those to whom a tip can be offered."""

    page: int
    tip: str


class ShiftPageCallback(CallbackData, prefix="shiftp"):
    """A page of those to whom all that somebody holds can be offered."""

    page: int


class PassPageCallback(CallbackData, prefix="passp"):
    """A page of the units that a tip can be passed to."""

    page: int
    tip: str


class ReadyCallback(CallbackData, prefix="ready"):
    """Which of the ready-made questions is taken."""

    question: str
    tip: str


class View(StrEnum):
    """The screens of the queue."""

    QUEUE = "queue"
    MINE = "mine"
    SHIFT = "shift"
    HAND_ALL = "handall"
    ACCEPT_ALL = "acceptall"
    ROSTER = "roster"
    FIND = "find"


class ViewCallback(CallbackData, prefix="view"):
    """Which screen is opened."""

    view: View


class QueueCallback(CallbackData, prefix="q"):
    """A page of the queue through a filter; `ALL` stands for everything."""

    part: str
    urgency: str = ALL
    category: str = ALL
    place: str = ALL
    page: int = 0


class Choose(StrEnum):
    """Which part of the filter is chosen next."""

    PART = "p"
    URGENCY = "u"
    CATEGORY = "c"
    PLACE = "r"


class FilterCallback(CallbackData, prefix="f"):
    """Choosing one part of the filter while the others stay."""

    choose: Choose
    part: str
    urgency: str = ALL
    category: str = ALL
    place: str = ALL


class NumberCallback(CallbackData, prefix="n"):
    """The tip whose card is shown."""

    number: str


class OutcomeStep(StrEnum):
    """What a button does to the outcome that is being put together."""

    REVIEW = "r"
    LIST = "l"
    ITEM = "i"
    COUNT = "n"
    DROP = "d"
    FLAG = "f"
    CONFIRM = "c"
    CANCEL = "x"


class OutcomeCallback(CallbackData, prefix="oc"):
    """A step of putting an outcome together; the number keeps another tip's buttons apart."""

    step: OutcomeStep
    number: str
    name: str = ALL
    item: str = ALL
    count: int = 0


def ref_of(long_id: str) -> str:
    """Return a short name of an id, so that two of them fit the 64 bytes of a button."""
    return blake2b(long_id.encode(), digest_size=6).hexdigest()
