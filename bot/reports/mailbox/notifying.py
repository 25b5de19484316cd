"""Turning notices on, after a plain word of what they cost, and off again."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _
from aiogram_dialog import DialogManager

from bot.reports.mailbox.handlers import look_again
from bot.reports.mailbox.session import MailboxSession, desk_of, take_session
from bot.reports.mailbox.states import MailboxSG
from bot.reports.tips.draft import NoticeKind
from storage.vault.addresses import Address


def write_notices_offer(session: MailboxSession) -> str:
    del session
    return "\n\n".join(
        (
            _("🔔 <b>Shall I tell you when something waits here?</b>"),
            _(
                "It costs you some cover. Until the end of this month the address of this chat "
                "is kept beside the report, sealed. Whoever gets hold of the delivery key and "
                "the database can open it and learn which account it is. Telegram sees that a "
                "message goes to you."
            ),
            _(
                "The message comes 10 to 120 minutes later, looks like a reminder to practise, "
                "and says nothing of a report. At the end of the month it stops by itself. "
                "/forget, on any screen, drops the address within a minute."
            ),
            _("You need not have it: just look in again after a few days."),
        )
    )


async def on_turn_on(query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    session = take_session(manager)
    assert session.receipt is not None
    locale = manager.middleware_data["i18n"].current_locale
    address = Address(chat_id=query.from_user.id, locale=locale)
    is_on = await desk_of(manager).turn_on(session.receipt, address)
    await look_again(manager, session)
    session.tell(NoticeKind.PUSH_ON if is_on else NoticeKind.PUSH_IMPOSSIBLE)
    await manager.switch_to(MailboxSG.card)


async def on_turn_off(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    session = take_session(manager)
    assert session.receipt is not None
    await desk_of(manager).turn_off(session.receipt)
    await look_again(manager, session)
    session.tell(NoticeKind.PUSH_OFF)
