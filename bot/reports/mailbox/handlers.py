"""What the mailbox's buttons do."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _
from aiogram_dialog import DialogManager

from bot.chat.cards import Card
from bot.chat.keyboards import column, help_button, menu_button
from bot.reports.mailbox.service import AddWordsRequest
from bot.reports.mailbox.session import MailboxSession, desk_of, read_session, take_session
from bot.reports.mailbox.states import MailboxSG
from bot.reports.tips.closing import close_with, put_all_away
from bot.reports.tips.draft import Notice, NoticeKind
from bot.reports.tips.notices import write_notices
from bot.reports.tips.sealing import Words
from storage.errors import NotFoundError


async def on_leave(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    """Clear what was told once, before another window is shown."""
    take_session(manager)


async def on_send(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    session = take_session(manager)
    # It is empty where this tap is taken up again, because its answer did not get through.
    if not session.is_empty:
        with suppress(NotFoundError):
            # The report has ended meanwhile; the card says so, and that nothing more is taken.
            minutes = await desk_of(manager).add_words(_request(session))
            if minutes:
                session.tell(NoticeKind.ANSWER_PAUSE, number=minutes)
                return
        session.empty()
        if await put_all_away(manager):
            session.tell(NoticeKind.OWN_UNDELETED)
    await look_again(manager, session)
    if session.mailbox is not None and not session.mailbox.is_over:
        session.tell(NoticeKind.ANSWER_SENT)
    await manager.switch_to(MailboxSG.card)


def _request(session: MailboxSession) -> AddWordsRequest:
    assert session.receipt is not None
    return AddWordsRequest(
        receipt=session.receipt,
        nonce=session.nonce,
        words=Words(text=session.text, files=tuple(session.files)),
    )


async def look_again(manager: DialogManager, session: MailboxSession) -> bool:
    """Open the mailbox anew; return whether anything in it has changed."""
    before = session.mailbox
    session.mailbox = await desk_of(manager).open_mailbox(session.receipt) or before
    if session.mailbox != before:
        session.page = 0
    return session.mailbox != before


async def on_look_again(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    session = take_session(manager)
    if not await look_again(manager, session):
        session.tell(NoticeKind.NOTHING_NEW)


async def on_earlier(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    session = take_session(manager)
    assert session.mailbox is not None
    session.page = min(session.page + 1, len(session.mailbox.questions) - 1)


async def on_later(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    session = take_session(manager)
    session.page = max(session.page - 1, 0)


async def on_drop(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    take_session(manager).empty()
    await manager.switch_to(MailboxSG.card)


async def on_close(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    session = read_session(manager)
    session.receipt = None
    text = _("🔒 The mailbox is closed, and your receipt is forgotten here.")
    if await put_all_away(manager):
        text = "\n\n".join((text, write_notices([Notice(NoticeKind.OWN_UNDELETED)])))
    card = Card(
        text=text,
        keyboard=column(menu_button(), help_button()),
    )
    await close_with(manager, card)
