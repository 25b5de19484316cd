"""What the buttons of `/report` carry."""

from __future__ import annotations

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class Choose(StrEnum):
    """What is chosen next."""

    PERIODS = "t"
    PLACES = "p"
    REPORT = "r"


class ReportCallback(CallbackData, prefix="ins"):
    """A step, with the period (in months from year 0) and the place's number in the list."""

    step: Choose
    first: int = 0
    length: int = 1
    place: int = 0
    page: int = 0
