"""The card's simple buttons: taking, returning, and what a holder says of a report."""

from __future__ import annotations

from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.reports.staff.service import Post
from bot.reports.triage.router.callbacks import Action, TipCallback
from bot.reports.triage.router.desk import PRIVATE, Triage, refuse, whisper
from bot.reports.triage.router.keyboards import full_keyboard
from bot.reports.triage.rules import WorkState
from bot.reports.triage.service import TipCard
from storage.reports.kinds import Urgency


async def take_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    post = await triage.post_of(query, callback_data.tip)
    card = None if post is None else await triage.take(post, callback_data.tip)
    if card is None:
        await refuse(query)
        return
    if card.holder == query.from_user.id:
        text = _("You hold it now. “Read” opens it in our private chat.")
        await triage.answer(query, card, text)
        return
    await query.answer(_("Somebody else was quicker."), show_alert=True)
    await triage.refresh(card)


async def return_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    post = await triage.post_of(query, callback_data.tip)
    card = None if post is None else await triage.give_back(post, callback_data.tip)
    if card is None:
        await refuse(query)
        return
    await triage.showing.hide_tip(card.tip_id)
    await triage.answer(query, card, _("It is back in the queue."))


async def more_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    """Show all that a holder can do, in the private chat, where it is nobody else's."""
    card = await held_card(query, callback_data.tip, triage)
    if card is None:
        return
    text, keyboard = await triage.draw(card), full_keyboard(card)
    message = query.message
    if isinstance(message, Message) and message.chat.type == PRIVATE:
        await message.edit_text(text, reply_markup=keyboard)
        await query.answer()
    elif await whisper(triage, query, text, reply_markup=keyboard):
        await triage.drop_stale(query, card)
        await query.answer(_("It is open in our private chat."))


async def state_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    """Keep what the holder says: urgency, state, or that a minor is in it."""
    post = await triage.post_of(query, callback_data.tip)
    card = None if post is None else await _state(triage, post, callback_data)
    if card is None:
        await refuse(query)
        return
    if callback_data.action is Action.MINOR:
        await triage.showing.hide_tip(card.tip_id)
        text = _("Kept. From now on a supervisor approves each reader; what was open is closed.")
    else:
        text = _("Kept.")
    await triage.answer(query, card, text)


async def _state(triage: Triage, post: Post, data: TipCallback) -> TipCard | None:
    say, tip_id = triage.stating, data.tip
    match data.action:
        case Action.URGENT | Action.ROUTINE:
            is_urgent = data.action is Action.URGENT
            urgency = Urgency.URGENT if is_urgent else Urgency.ROUTINE
            return await say.urgency(post, tip_id, urgency)
        case Action.WORKING:
            return await say.state(post, tip_id, WorkState.TAKEN)
        case Action.VERIFYING:
            return await say.state(post, tip_id, WorkState.VERIFYING)
        case Action.MINOR | Action.NOT_MINOR:
            is_minor = data.action is Action.MINOR
            return await say.minor(post, tip_id, is_minor=is_minor)
        case Action.REPORTED_MINOR | Action.NOT_REPORTED_MINOR:
            is_minor = data.action is Action.REPORTED_MINOR
            return await say.minor.reported(post, tip_id, is_minor=is_minor)
        case _:
            return None


async def held_card(query: CallbackQuery, tip_id: str, triage: Triage) -> TipCard | None:
    """Return the card of an open report that whoever taps holds; refuse everybody else."""
    post = await triage.post_of(query, tip_id)
    card = await triage.find_card(tip_id)
    is_his = card is not None and card.holder == query.from_user.id and not card.is_closed
    if post is None or card is None or not is_his or card.unit_id != post.unit_id:
        await refuse(query)
        return None
    return card


async def unknown_pressed(query: CallbackQuery) -> None:
    """Answer whatever is no button of ours as every refusal is answered."""
    await refuse(query)
