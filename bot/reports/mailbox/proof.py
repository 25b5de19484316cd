"""The proof that a report was filed, for whoever opened its mailbox."""

from __future__ import annotations

import asyncio
from typing import Any

from aiogram import Bot
from aiogram.types import BufferedInputFile, CallbackQuery
from aiogram.utils.i18n import gettext as _
from aiogram_dialog import DialogManager

from bot.chat.shown.rows import ScreenKind
from bot.drawing.proof import Proof, ProofWords, draw_proof
from bot.reports.mailbox.session import desk_of, take_session
from bot.reports.tips.view import chat_of, screens_of


async def on_proof(query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    """Send the picture; the one that was sent before goes."""
    mailbox, screens, chat_id = (
        take_session(manager).mailbox,
        screens_of(manager),
        chat_of(manager),
    )
    if mailbox is None or mailbox.filed is None or query.message is None:
        return
    proof = Proof(
        number=mailbox.number,
        day=mailbox.filed.astimezone(desk_of(manager).zone).date(),
        words=_words(manager.middleware_data["i18n"].current_locale),
    )
    bot: Bot = manager.middleware_data["bot"]
    picture = await asyncio.to_thread(draw_proof, proof)
    await screens.hide(chat_id, {ScreenKind.ASIDE})
    sent = await bot.send_photo(
        chat_id,
        BufferedInputFile(picture, "proof.png"),
        caption=_(
            "Save it now. It is deleted here when you close the mailbox, or after {minutes} "
            "minutes."
        ).format(minutes=screens.minutes),
    )
    await screens.keep(chat_id, sent.message_id, ScreenKind.ASIDE)


def _words(locale: str) -> ProofWords:
    return ProofWords(
        locale=locale,
        brand=_("HUMEN"),
        title=_("Proof of filing"),
        number_label=_("Report number"),
        day_label=_("Received on"),
        note=_("It says that this report came in, and nothing of what it says."),
    )
