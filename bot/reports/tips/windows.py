"""How every window of the form is put together: its words, its footer, its buttons."""

from __future__ import annotations

from typing import Any

from aiogram.fsm.state import State
from aiogram.utils.i18n import lazy_gettext as __
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Group, Keyboard, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format
from babel.support import LazyProxy

from bot.chat.dialogs import ScreenWindow
from bot.chat.shown.rows import ScreenKind
from bot.reports.tips import handlers, inputs, receipt
from bot.reports.tips.choices import options_getter
from bot.reports.tips.states import TipSG
from bot.reports.tips.straying import at_the_form
from bot.reports.tips.view import prose, view_of
from bot.reports.tips.widgets import DoorMarkup, HelpDoor, Label

Widget = Any
MARKUP = DoorMarkup()


def window(
    state: State,
    write: Any,
    *widgets: Widget,
    back: State | Keyboard | None = None,
    on_message: Any = None,
) -> ScreenWindow:
    """Every id carries its window's name, so that a tap repeated presses nothing of the next."""
    handler = on_message or inputs.on_early_message
    return ScreenWindow(
        Format("{text}"),
        *widgets,
        *_footer(state, back),
        MessageInput(handler if state is TipSG.sent else at_the_form(handler)),
        state=state,
        getter=[prose(write), options_getter],
        markup_factory=MARKUP,
        shows=shows,
    )


def shows(manager: DialogManager) -> tuple[ScreenKind, float | None]:
    """Return what the form's card shows: the words, a receipt for a while, or a number."""
    state, view = manager.current_context().state, view_of(manager)
    if state == TipSG.sent:
        return ScreenKind.SENT, None
    if state == TipSG.receipt and not view.is_receipt_hidden:
        return ScreenKind.RECEIPT, view.draft.shown_until
    return ScreenKind.FORM, None


def _footer(state: State, back: State | Keyboard | None) -> list[Widget]:
    if state is TipSG.sent:
        return [HelpDoor()]
    name = name_of(state)
    erase = Button(Label(__("🗑 Erase everything")), id=f"erase_{name}", on_click=handlers.on_erase)
    if back is None:
        return [erase, HelpDoor()]
    if isinstance(back, State):
        back = switch(__("⬅️ Back"), f"back_{name}", back)
    return [Row(back, erase), HelpDoor()]


def name_of(state: State) -> str:
    return str(state.state).partition(":")[2]


def button(words: LazyProxy, button_id: str, on_click: Any, when: Any = None) -> Button:
    return Button(Label(words), id=button_id, on_click=on_click, when=when)


def switch(words: LazyProxy, button_id: str, state: State, when: Any = None) -> SwitchTo:
    return SwitchTo(Label(words), id=button_id, state=state, on_click=receipt.on_leave, when=when)


def select(button_id: str, items: str, on_click: Any) -> Select[str]:
    return Select(
        Format("{item[1]}"),
        id=button_id,
        item_id_getter=lambda item: str(item[0]),
        items=items,
        on_click=on_click,
    )


def options(button_id: str, items: str, on_click: Any, width: int) -> list[Group]:
    """Return the same choices twice: long words get one column less, or a phone cuts them."""
    return [
        Group(select(button_id, items, on_click), width=width, when="is_short"),
        Group(select(f"{button_id}_long", items, on_click), width=width - 1, when="is_long"),
    ]
