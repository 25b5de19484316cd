"""The mailbox's windows."""

from __future__ import annotations

from aiogram.fsm.state import State, StatesGroup


class MailboxSG(StatesGroup):
    """One state a window."""

    words = State()
    card = State()
    write = State()
    review = State()
    notices = State()
    reward = State()
    reward_sure = State()
