"""Closing a report with an outcome."""

from __future__ import annotations

from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button, rows
from bot.reports.triage.router.callbacks import Action, CloseCallback, TipCallback
from bot.reports.triage.router.desk import OUTCOMES, Triage, refuse, tip_button, whisper
from bot.reports.triage.rules import Outcome


async def close_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    """Ask for the outcome in the private chat, where a slip of the finger is nobody else's."""
    post = await triage.post_of(query)
    card = await triage.find_card(callback_data.tip)
    if post is None or card is None or card.holder != query.from_user.id:
        await refuse(query)
        return
    outcomes = [
        [button(str(label).capitalize(), CloseCallback(outcome=outcome, tip=card.tip_id).pack())]
        for outcome, label in OUTCOMES.items()
    ]
    keyboard = rows(*outcomes, [tip_button(_("Cancel"), Action.CANCEL, card)])
    text = _("Report {number}: how does it end?").format(number=card.number)
    if await whisper(triage, query, text, reply_markup=keyboard):
        await query.answer()


async def outcome_pressed(
    query: CallbackQuery, callback_data: CloseCallback, triage: Triage
) -> None:
    post = await triage.post_of(query)
    if post is None or callback_data.outcome not in set(Outcome):
        await refuse(query)
        return
    card = await triage.close(post, callback_data.tip, Outcome(callback_data.outcome))
    if card is None:
        await refuse(query)
        return
    await triage.refresh(card)
    if query.message is not None:
        text = _("Report {number}: {outcome}.")
        await triage.bot.edit_message_text(
            text.format(number=card.number, outcome=triage.state(card)),
            chat_id=query.message.chat.id,
            message_id=query.message.message_id,
        )
    await query.answer()
