"""What the buttons of rewards carry: the reward, the state that was seen, and what to do."""

from __future__ import annotations

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class RewardAction(StrEnum):
    """What a button does."""

    PROPOSE = "propose"
    AMOUNT = "amount"
    CONFIRM = "confirm"
    CANCEL = "cancel"
    NONE = "none"
    APPROVE = "approve"
    REJECT = "reject"
    EXTEND = "extend"
    UNLOCK = "unlock"
    REVERSE = "reverse"
    TAKE_BACK = "take_back"
    AGAIN = "again"
    BACK = "back"
    NOTE = "note"


class RewardCallback(CallbackData, prefix="rw"):
    """Something to do with a reward as it stood after its event `sequence`.

    `fen` is the amount that a button confirms, so that it does what it says or nothing.
    """

    action: RewardAction
    reward: str
    sequence: int
    fen: int = 0


class ReasonCallback(CallbackData, prefix="rwr"):
    """The reason, by its place in the closed list of what is being done."""

    action: RewardAction
    reward: str
    sequence: int
    reason: int
