"""Closing a report with an outcome, and taking that back."""

from __future__ import annotations

from datetime import timedelta

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button, rows
from bot.reports.triage.router.callbacks import Action, CloseCallback, TipCallback
from bot.reports.triage.router.cards import held_card
from bot.reports.triage.router.desk import Triage, refuse, tip_button, whisper
from bot.reports.triage.router.outcome_steps import begin_outcome
from bot.reports.triage.router.protecting import begin_passing_on, waiting_text
from bot.reports.triage.rules import Outcome
from bot.reports.triage.service import TipCard


async def close_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    """Ask for the outcome in the private chat, where a slip of the finger is nobody else's."""
    card = await held_card(query, callback_data.tip, triage)
    if card is None:
        return
    if card.referral is not None:
        keyboard = rows([tip_button(_("↩️ Take the record back"), Action.WITHDRAW, card)])
        if await whisper(triage, query, waiting_text(card), reply_markup=keyboard):
            await query.answer()
        return
    outcomes = [
        [button(triage.wording.outcome(outcome), _data(outcome, card))]
        for outcome in await triage.close.endings(card.tip_id)
    ]
    keyboard = rows(*outcomes, [tip_button(_("Cancel"), Action.CANCEL, card)])
    text = _("Report {number}: how does it end?").format(number=card.number)
    if card.about_minor or card.asks_help:
        text += "\n" + _(
            "Where a child may be in danger, tell the police (110) or child protection at once, "
            "as the law asks. It ends as handed on, its words stay, and two of you say so."
        )
    if await whisper(triage, query, text, reply_markup=keyboard):
        await query.answer()


async def outcome_pressed(
    query: CallbackQuery, callback_data: CloseCallback, triage: Triage, state: FSMContext
) -> None:
    """Close at once what was not verified; of what was, ask what came of it."""
    post = await triage.post_of(query, callback_data.tip)
    if post is None or callback_data.outcome not in set(Outcome):
        await refuse(query)
        return
    outcome = Outcome(callback_data.outcome)
    if outcome is Outcome.PROTECTION:
        await begin_passing_on(query, callback_data.tip, triage)
        return
    if outcome.is_verified:
        await begin_outcome(query, outcome, callback_data.tip, triage, state)
        return
    card = await triage.close(post, callback_data.tip, outcome)
    if card is None:
        await refuse(query)
        return
    await say_closed(query, card, triage)


async def say_closed(query: CallbackQuery, card: TipCard, triage: Triage) -> None:
    """Tell how it was closed, and for how long that can be taken back."""
    await triage.refresh(card)
    if query.message is not None:
        await triage.bot.edit_message_text(
            _closed_text(card, triage),
            chat_id=query.message.chat.id,
            message_id=query.message.message_id,
            reply_markup=_undo_keyboard(card),
        )
    await query.answer()


def _closed_text(card: TipCard, triage: Triage) -> str:
    lines = [
        _("Report {number}: {outcome}.").format(
            number=card.number, outcome=triage.wording.state(card)
        )
    ]
    if card.may_undo:
        lines.append(
            _(
                "Closed by mistake? It can be undone within {minutes} min; "
                "the reporter is told after."
            ).format(minutes=triage.close.undo_for // timedelta(minutes=1))
        )
    if card.may_undo and card.closed_as == Outcome.HELP:
        lines.append(
            _(
                "Then the reporter gets an answer with where to find help, and the words are "
                "destroyed. No case is opened."
            )
        )
    return "\n".join(lines)


def _undo_keyboard(card: TipCard) -> InlineKeyboardMarkup | None:
    if not card.may_undo:
        return None
    return rows([tip_button(_("↩️ Undo"), Action.UNDO, card)])


async def undo_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    post = await triage.post_of(query, callback_data.tip)
    card = None if post is None else await triage.ending.undo(post, callback_data.tip)
    if card is None:
        await refuse(query)
        return
    await triage.answer(query, card, _("Undone. The reporter has noticed nothing."))


async def reopen_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    post = await triage.post_of(query, callback_data.tip)
    card = None if post is None else await triage.ending.reopen(post, callback_data.tip)
    if card is None:
        await refuse(query)
        return
    await triage.answer(query, card, _("It is open again."))


async def forget_draft(query: CallbackQuery, state: FSMContext) -> None:
    """End an outcome that is being put together; the report stays open."""
    await state.clear()
    if isinstance(query.message, Message):
        await query.message.edit_text(_("Cancelled. The report stays open."))
    await query.answer()


def _data(outcome: Outcome, card: TipCard) -> str:
    return CloseCallback(outcome=outcome, tip=card.tip_id).pack()
