"""The windows of the tip form, in the order of its steps."""

from __future__ import annotations

from aiogram.fsm.state import State, StatesGroup


class TipSG(StatesGroup):
    """One state a window."""

    entry = State()
    urgent = State()
    category = State()
    region = State()
    write = State()
    review = State()
    receipt = State()
    check = State()
    ready = State()
    sent = State()
