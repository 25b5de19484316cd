"""The mailbox's windows: text, buttons and where they lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiogram.fsm.state import State
from aiogram.utils.i18n import lazy_gettext as __
from aiogram_dialog import Dialog, DialogManager
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo
from aiogram_dialog.widgets.text import Format
from babel.support import LazyProxy

from bot.chat.dialogs import ScreenWindow
from bot.chat.shown.rows import ScreenKind
from bot.reports.mailbox import handlers, inputs, notifying, proof, rewards, texts
from bot.reports.mailbox.session import MailboxSession, desk_of, read_session
from bot.reports.mailbox.states import MailboxSG
from bot.reports.tips.notices import write_notices
from bot.reports.tips.widgets import DoorMarkup, HelpDoor, Label

Write = Callable[[MailboxSession], str]
MARKUP = DoorMarkup()


def create_dialog() -> Dialog:
    """Return a new dialog: one belongs to one dispatcher."""
    return Dialog(_words(), _card(), _write(), _review(), _notices(), _reward(), _sure())


def prose(write: Write) -> Any:
    """Return a getter that writes a window's text, with what is to be told once below it."""

    async def getter(dialog_manager: DialogManager, **data: Any) -> dict[str, Any]:
        del data
        session = read_session(dialog_manager)
        notices = write_notices(session.notices)
        text = "\n\n".join(part for part in (write(session), notices) if part)
        questions = session.mailbox.questions if session.mailbox else ()
        is_open = session.mailbox is not None and not session.mailbox.is_over
        is_told = session.mailbox is not None and session.mailbox.has_route
        return {
            "text": text,
            "is_asked": bool(questions),
            "is_open": is_open,
            "is_told": is_told,
            "may_be_told": is_open and not is_told and desk_of(dialog_manager).turn_on.is_possible,
            "has_earlier": session.page < len(questions) - 1,
            "has_later": session.page > 0,
            **rewards.flags_of(session),
        }

    return getter


def _window(state: State, write: Write, *widgets: Any, on_message: Any) -> ScreenWindow:
    return ScreenWindow(
        Format("{text}"),
        *widgets,
        HelpDoor(),
        MessageInput(on_message),
        state=state,
        getter=prose(write),
        markup_factory=MARKUP,
        shows=lambda _manager: (ScreenKind.MAILBOX, None),
    )


def _button(words: LazyProxy, button_id: str, on_click: Any, when: Any = None) -> Button:
    return Button(Label(words), id=button_id, on_click=on_click, when=when)


def _switch(words: LazyProxy, button_id: str, state: State, when: Any = None) -> SwitchTo:
    return SwitchTo(Label(words), id=button_id, state=state, on_click=handlers.on_leave, when=when)


def _words() -> ScreenWindow:
    return _window(
        MailboxSG.words,
        texts.write_words,
        _button(__("🔒 Close"), "close_words", handlers.on_close),
        on_message=inputs.on_words,
    )


def _card() -> ScreenWindow:
    return _window(
        MailboxSG.card,
        texts.write_card,
        Row(
            _button(__("⬅️ Earlier"), "earlier", handlers.on_earlier, when="has_earlier"),
            _button(__("Later ➡️"), "later", handlers.on_later, when="has_later"),
        ),
        _switch(__("💰 My reward"), "reward", MailboxSG.reward, when="has_reward"),
        _switch(__("✍️ Answer"), "answer", MailboxSG.write, when="is_asked"),
        Row(
            _switch(__("➕ Add something"), "add", MailboxSG.write, when="is_open"),
            _button(__("🔄 Look again"), "again", handlers.on_look_again, when="is_open"),
        ),
        _button(__("🧾 Proof of filing"), "proof", proof.on_proof, when="is_open"),
        _switch(
            __("🔔 Tell me when something waits"), "tell", MailboxSG.notices, when="may_be_told"
        ),
        _button(__("🔕 Don't tell me any more"), "untell", notifying.on_turn_off, when="is_told"),
        _button(__("🔒 Close the mailbox"), "close_card", handlers.on_close),
        on_message=inputs.on_card_message,
    )


def _write() -> ScreenWindow:
    return _window(
        MailboxSG.write,
        texts.write_write,
        _button(__("⬅️ Back, send nothing"), "drop_write", handlers.on_drop),
        on_message=inputs.on_write_message,
    )


def _review() -> ScreenWindow:
    return _window(
        MailboxSG.review,
        texts.write_review,
        _button(__("📨 Send"), "send_answer", handlers.on_send),
        Row(
            _switch(__("✏️ Change the text"), "change_answer", MailboxSG.write),
            _button(__("🗑 Erase"), "drop_review", handlers.on_drop),
        ),
        on_message=inputs.on_card_message,
    )


def _notices() -> ScreenWindow:
    return _window(
        MailboxSG.notices,
        notifying.write_notices_offer,
        _button(__("🔔 Yes, turn it on"), "turn_on", notifying.on_turn_on),
        _switch(__("⬅️ Back, keep nothing"), "back_notices", MailboxSG.card),
        on_message=inputs.on_card_message,
    )


def _reward() -> ScreenWindow:
    return _window(
        MailboxSG.reward,
        rewards.write_reward,
        _button(
            __("✅ Accept and see my claim code"), "accept", rewards.on_accept, "is_new_reward"
        ),
        _button(__("🔑 See my claim code"), "code", rewards.on_accept, "is_accepted_reward"),
        _button(__("👥 Somebody collects for me"), "proxy", rewards.on_proxy, "is_new_reward"),
        _button(__("👥 Let somebody collect it"), "send", rewards.on_proxy, "may_send_proxy"),
        _button(__("🙋 I collect it myself"), "myself", rewards.on_myself, "may_come_myself"),
        _button(__("🎁 Donate it"), "donate", rewards.on_wish, "is_new_reward"),
        _button(__("🙅 Decline it"), "decline", rewards.on_wish, "is_new_reward"),
        _switch(__("⬅️ Back"), "back_reward", MailboxSG.card),
        on_message=inputs.on_card_message,
    )


def _sure() -> ScreenWindow:
    return _window(
        MailboxSG.reward_sure,
        rewards.write_sure,
        _button(__("Yes"), "sure", rewards.on_sure),
        _switch(__("⬅️ Back"), "back_sure", MailboxSG.reward),
        on_message=inputs.on_card_message,
    )
