"""The form's windows: text, buttons and where they lead."""

from __future__ import annotations

from aiogram.utils.i18n import lazy_gettext as __
from aiogram_dialog import Dialog
from aiogram_dialog.widgets.kbd import Group, Row

from bot.chat.dialogs import ScreenWindow
from bot.chat.keyboards import MENU
from bot.reports.tips import care, guided, guided_windows, handlers, inputs, places, receipt, texts
from bot.reports.tips.states import TipSG
from bot.reports.tips.widgets import Door
from bot.reports.tips.windows import button, options, select, switch, window


def create_dialog() -> Dialog:
    """Return a new dialog: one belongs to one dispatcher."""
    return Dialog(
        _entry(),
        guided_windows.minor(),
        _urgent(),
        _category(),
        guided_windows.about_me(),
        guided_windows.about_family(),
        _region(),
        _write(),
        _review(),
        guided_windows.question(),
        guided_windows.answers(),
        _receipt(),
        _check(),
        _ready(),
        _sent(),
    )


def _entry() -> ScreenWindow:
    return window(
        TipSG.entry,
        texts.write_entry,
        button(__("🚨 It is happening now"), "now", handlers.on_happening_now),
        button(__("Not now, go on"), "not_now", handlers.on_not_now),
        button(__("I am under 18"), "minor", care.on_minor, when="is_grown_up"),
    )


def _urgent() -> ScreenWindow:
    return window(
        TipSG.urgent,
        texts.write_urgent,
        button(__("I am safe, go on"), "urgent_on", handlers.on_go_on),
        back=TipSG.entry,
    )


def _category() -> ScreenWindow:
    return window(
        TipSG.category,
        texts.write_category,
        *options("category", "categories", handlers.on_category, width=2),
        Row(
            switch(__("It is about myself"), "about_me", TipSG.about_me),
            switch(__("About my family"), "about_family", TipSG.about_family),
        ),
        back=TipSG.entry,
    )


def _region() -> ScreenWindow:
    return window(
        TipSG.region,
        texts.write_region,
        *options("region", "regions", places.on_region, width=3),
        Group(select("region_page", "page_turns", places.on_page), width=2, when="has_pages"),
        select("city", "city", places.on_whole),
        back=select("back_region", "back", places.on_back),
    )


def _write() -> ScreenWindow:
    return window(
        TipSG.write,
        texts.write_write,
        button(__("Keep it, go on ➡️"), "keep_text", handlers.on_go_on, when="has_text"),
        back=TipSG.region,
        on_message=inputs.on_tip_message,
    )


def _review() -> ScreenWindow:
    return window(
        TipSG.review,
        texts.write_review,
        button(__("Go on ➡️"), "reviewed", receipt.on_reviewed),
        button(
            __("📝 A few questions (optional)"), "guided", guided.on_guided, when="has_questions"
        ),
        switch(__("✏️ Change the text"), "change_text", TipSG.write),
        Row(
            switch(__("Change what"), "change_category", TipSG.category),
            switch(__("Change where"), "change_region", TipSG.region),
        ),
        back=TipSG.write,
    )


def _receipt() -> ScreenWindow:
    return window(
        TipSG.receipt,
        texts.write_receipt,
        button(
            __("👁 Show the words again"), "show_again", receipt.on_show, when="is_receipt_hidden"
        ),
        button(__("✍️ I have written it down"), "written", receipt.on_written_down),
        button(__("🖼 As a picture"), "picture", receipt.on_picture, when="is_receipt_shown"),
        button(__("Send and forget"), "send_forget", handlers.on_send_and_forget),
        back=TipSG.review,
        on_message=inputs.on_late_message,
    )


def _check() -> ScreenWindow:
    return window(
        TipSG.check,
        texts.write_check,
        button(__("👁 Show the words again"), "show_words", receipt.on_show),
        on_message=inputs.on_check_message,
    )


def _ready() -> ScreenWindow:
    return window(
        TipSG.ready,
        texts.write_ready,
        button(__("📨 Send"), "send", handlers.on_send),
        back=TipSG.review,
        on_message=inputs.on_late_message,
    )


def _sent() -> ScreenWindow:
    return window(
        TipSG.sent,
        texts.write_sent,
        Door(__("✉️ Open my mailbox"), "receipt", when="has_receipt"),
        button(__("🏠 Menu"), f"{MENU}_sent", handlers.on_menu),
        on_message=inputs.on_message_after_sending,
    )
