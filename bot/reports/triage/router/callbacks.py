"""What the staff's buttons carry: a tip's random id and what to do."""

from __future__ import annotations

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.reports.triage.duplicates.rules import Verdict


class Action(StrEnum):
    """What a button does."""

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


class TipCallback(CallbackData, prefix="tip"):
    """Something to do with a tip."""

    action: Action
    tip: str


class CloseCallback(CallbackData, prefix="end"):
    """The outcome with which a tip is closed."""

    outcome: str
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
