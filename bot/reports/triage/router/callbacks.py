"""What the staff's buttons carry: a tip's random id and what to do."""

from __future__ import annotations

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class Action(StrEnum):
    """What a button does."""

    TAKE = "take"
    RETURN = "return"
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
