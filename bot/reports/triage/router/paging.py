"""Long lists of buttons, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button

PAGE: Final = 10
_ItemT = TypeVar("_ItemT")


def page_of(items: Sequence[_ItemT], page: int) -> Sequence[_ItemT]:
    """Return what stands on a page; one before the first or past the end is the nearest."""
    first = _nearest(page, len(items)) * PAGE
    return items[first : first + PAGE]


def page_turns(
    page: int, total: int, data: Callable[[int], CallbackData]
) -> list[InlineKeyboardButton]:
    """Return the buttons to the pages before and after, where there are any."""
    here, found = _nearest(page, total), []
    if here > 0:
        found.append(button(_("‹ Earlier page"), data(here - 1).pack()))
    if (here + 1) * PAGE < total:
        found.append(button(_("Next page ›"), data(here + 1).pack()))
    return found


def _nearest(page: int, total: int) -> int:
    return max(0, min(page, (total - 1) // PAGE))
