"""The windows of the tip form, in the order of its steps."""

from __future__ import annotations

from aiogram.fsm.state import State, StatesGroup


class TipSG(StatesGroup):
    """One state a window."""

    entry = State()
    minor = State()
    urgent = State()
    category = State()
    about_me = State()
    about_family = State()
    region = State()
    write = State()
    review = State()
    question = State()
    answers = State()
    receipt = State()
    check = State()
    ready = State()
    sent = State()
