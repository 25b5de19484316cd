"""Parts of windows: translated labels, and doors that lead out of a dialog."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram_dialog import DialogManager
from aiogram_dialog.api.internal import RawKeyboard
from aiogram_dialog.utils import intent_callback_data
from aiogram_dialog.widgets.common import WhenCondition
from aiogram_dialog.widgets.kbd import Keyboard
from aiogram_dialog.widgets.markup.inline_keyboard import InlineKeyboardFactory
from aiogram_dialog.widgets.text import Text
from babel.support import LazyProxy

from bot.chat.entries import EntryCallback
from bot.chat.keyboards import button, help_button

_DOOR = f"{EntryCallback.__prefix__}{EntryCallback.__separator__}"


class Label(Text):
    """An interface string in the reader's language."""

    def __init__(self, words: LazyProxy, when: WhenCondition = None) -> None:
        super().__init__(when=when)
        self._words = words

    async def _render_text(self, data: dict[str, Any], manager: DialogManager) -> str:
        del data, manager
        return str(self._words)


class HelpDoor(Keyboard):
    """The help button, which works whatever becomes of the dialog."""

    async def _render_keyboard(self, data: dict[str, Any], manager: DialogManager) -> RawKeyboard:
        del data, manager
        return [[help_button()]]


class Door(Keyboard):
    """A feature's button: its label, and the name of its entry."""

    def __init__(self, label: LazyProxy, name: str, when: WhenCondition = None) -> None:
        super().__init__(when=when)
        self._label = label
        self._name = name

    async def _render_keyboard(self, data: dict[str, Any], manager: DialogManager) -> RawKeyboard:
        del data, manager
        return [[button(str(self._label), EntryCallback(name=self._name).pack())]]


class DoorMarkup(InlineKeyboardFactory):
    """Binds a window's own buttons to its dialog, and leaves the doors free of it."""

    async def render_markup(
        self, data: dict[str, Any], manager: DialogManager, keyboard: RawKeyboard
    ) -> InlineKeyboardMarkup:
        del data
        intent_id = manager.current_context().id
        for row in keyboard:
            for each in row:
                if isinstance(each, InlineKeyboardButton) and not _is_door(each):
                    each.callback_data = intent_callback_data(intent_id, each.callback_data)
        return InlineKeyboardMarkup.model_validate({"inline_keyboard": keyboard})


def _is_door(each: InlineKeyboardButton) -> bool:
    return (each.callback_data or "").startswith(_DOOR)
