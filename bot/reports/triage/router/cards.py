"""The card in the admin chat: who takes the report, and who gives it back."""

from __future__ import annotations

from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.reports.triage.router.callbacks import TipCallback
from bot.reports.triage.router.desk import Triage, refuse


async def take_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    post = await triage.post_of(query)
    card = None if post is None else await triage.take(post, callback_data.tip)
    if card is None:
        await refuse(query)
        return
    await triage.refresh(card)
    if card.holder == query.from_user.id:
        await query.answer(_("You hold it now. “Read” opens it in our private chat."))
    else:
        await query.answer(_("Somebody else was quicker."), show_alert=True)


async def return_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    post = await triage.post_of(query)
    card = None if post is None else await triage.give_back(post, callback_data.tip)
    if card is None:
        await refuse(query)
        return
    await triage.refresh(card)
    await query.answer(_("It is back in the queue."))


async def unknown_pressed(query: CallbackQuery) -> None:
    """Answer whatever is no button of ours as every refusal is answered."""
    await refuse(query)
