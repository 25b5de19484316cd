"""The form's windows: text, buttons and where they lead."""

from __future__ import annotations

from typing import Any

from aiogram.fsm.state import State
from aiogram.utils.i18n import lazy_gettext as __
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format
from babel.support import LazyProxy

from bot.chat.keyboards import MENU
from bot.reports.tips import handlers, inputs, texts
from bot.reports.tips.states import TipSG
from bot.reports.tips.view import prose, view_of
from bot.reports.tips.widgets import Door, DoorMarkup, HelpDoor, Label

Widget = Any
MARKUP = DoorMarkup()
LONGEST_NARROW = 12


def create_dialog() -> Dialog:
    """Return a new dialog: one belongs to one dispatcher."""
    return Dialog(
        _entry(),
        _urgent(),
        _category(),
        _region(),
        _write(),
        _review(),
        _receipt(),
        _check(),
        _ready(),
        _sent(),
    )


async def options_getter(dialog_manager: DialogManager, **data: Any) -> dict[str, Any]:
    """Return what can be chosen, as pairs of an id and its words."""
    del data
    view = view_of(dialog_manager)
    form, regions = view.library.tip_form, view.library.regions
    city = regions.root_city
    categories = [(each.id, each.label.to(view.locale)) for each in form.categories]
    places = [(each.id, each.name.to(view.locale)) for each in regions.children(city.id)]
    is_long = max(len(label) for _id, label in categories + places) > LONGEST_NARROW
    return {
        "categories": categories,
        "regions": places,
        "city": [(city.id, city.name.to(view.locale))],
        "is_long": is_long,
        "is_short": not is_long,
    }


def _window(
    state: State, write: Any, *widgets: Widget, back: State | None = None, on_message: Any = None
) -> Window:
    """Every id carries its window's name, so that a tap repeated presses nothing of the next."""
    return Window(
        Format("{text}"),
        *widgets,
        *_footer(state, back),
        MessageInput(on_message or inputs.on_early_message),
        state=state,
        getter=[prose(write), options_getter],
        markup_factory=MARKUP,
    )


def _footer(state: State, back: State | None) -> list[Widget]:
    if state is TipSG.sent:
        return [HelpDoor()]
    name = _name(state)
    erase = Button(Label(__("🗑 Erase everything")), id=f"erase_{name}", on_click=handlers.on_erase)
    if back is None:
        return [erase, HelpDoor()]
    return [
        Row(_switch(__("⬅️ Back"), f"back_{name}", back), erase),
        HelpDoor(),
    ]


def _name(state: State) -> str:
    return str(state.state).partition(":")[2]


def _button(words: LazyProxy, button_id: str, on_click: Any) -> Button:
    return Button(Label(words), id=button_id, on_click=on_click)


def _switch(words: LazyProxy, button_id: str, state: State) -> SwitchTo:
    return SwitchTo(Label(words), id=button_id, state=state, on_click=handlers.on_leave)


def _select(button_id: str, items: str, on_click: Any) -> Select[str]:
    return Select(
        Format("{item[1]}"),
        id=button_id,
        item_id_getter=lambda item: str(item[0]),
        items=items,
        on_click=on_click,
    )


def _options(button_id: str, items: str, on_click: Any, width: int) -> list[Group]:
    """Return the same choices twice: long words get one column less, or a phone cuts them."""
    return [
        Group(_select(button_id, items, on_click), width=width, when="is_short"),
        Group(_select(f"{button_id}_long", items, on_click), width=width - 1, when="is_long"),
    ]


def _entry() -> Window:
    return _window(
        TipSG.entry,
        texts.write_entry,
        _button(__("🚨 It is happening now"), "now", handlers.on_happening_now),
        _button(__("Not now, go on"), "not_now", handlers.on_not_now),
    )


def _urgent() -> Window:
    return _window(
        TipSG.urgent,
        texts.write_urgent,
        _button(__("I am safe, go on"), "urgent_on", handlers.on_go_on),
        back=TipSG.entry,
    )


def _category() -> Window:
    return _window(
        TipSG.category,
        texts.write_category,
        *_options("category", "categories", handlers.on_category, width=2),
        back=TipSG.entry,
    )


def _region() -> Window:
    whole = Select(
        Label(__("Not sure, or the whole city")),
        id="city",
        item_id_getter=lambda item: str(item[0]),
        items="city",
        on_click=handlers.on_region,
    )
    return _window(
        TipSG.region,
        texts.write_region,
        *_options("region", "regions", handlers.on_region, width=3),
        whole,
        back=TipSG.category,
    )


def _write() -> Window:
    return _window(
        TipSG.write,
        texts.write_write,
        Button(
            Label(__("Keep it, go on ➡️")),
            id="keep_text",
            on_click=handlers.on_go_on,
            when=_has_text,
        ),
        back=TipSG.region,
        on_message=inputs.on_tip_message,
    )


def _review() -> Window:
    return _window(
        TipSG.review,
        texts.write_review,
        _button(__("Go on ➡️"), "reviewed", handlers.on_reviewed),
        _switch(__("✏️ Change the text"), "change_text", TipSG.write),
        Row(
            _switch(__("Change what"), "change_category", TipSG.category),
            _switch(__("Change where"), "change_region", TipSG.region),
        ),
        back=TipSG.write,
    )


def _receipt() -> Window:
    return _window(
        TipSG.receipt,
        texts.write_receipt,
        _button(__("✍️ I have written it down"), "written", handlers.on_written_down),
        _button(__("Send and forget"), "send_forget", handlers.on_send_and_forget),
        back=TipSG.review,
        on_message=inputs.on_late_message,
    )


def _check() -> Window:
    return _window(
        TipSG.check,
        texts.write_check,
        _switch(__("👁 Show the words again"), "show_words", TipSG.receipt),
        on_message=inputs.on_check_message,
    )


def _ready() -> Window:
    return _window(
        TipSG.ready,
        texts.write_ready,
        _button(__("📨 Send"), "send", handlers.on_send),
        back=TipSG.review,
        on_message=inputs.on_late_message,
    )


def _sent() -> Window:
    return _window(
        TipSG.sent,
        texts.write_sent,
        Door(__("✉️ Open my mailbox"), "receipt", when=_has_receipt),
        _button(__("🏠 Menu"), f"{MENU}_sent", handlers.on_menu),
        on_message=inputs.on_message_after_sending,
    )


def _has_text(data: dict[str, Any], widget: Any, manager: DialogManager) -> bool:
    del data, widget
    return bool(view_of(manager).draft.text)


def _has_receipt(data: dict[str, Any], widget: Any, manager: DialogManager) -> bool:
    del data, widget
    return not view_of(manager).draft.is_forgotten
