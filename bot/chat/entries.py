"""What the front door knows of a feature: a command, a button and a deep link."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData
from babel.support import LazyProxy


class EntryCallback(CallbackData, prefix="open"):
    """A button that opens a feature; it outlives every conversation."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A feature's door; `name` is its command, its button and its deep link alike.

    One without a button is a command alone.
    """

    name: str
    label: LazyProxy
    description: LazyProxy
    row: int
    has_button: bool = True

    @property
    def callback(self) -> str:
        return EntryCallback(name=self.name).pack()
