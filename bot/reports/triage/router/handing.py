"""Handing over: to a colleague who accepts, report by report or all at the end of a shift."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.refusals import at_best
from bot.chat.keyboards import button, rows
from bot.reports.staff.service import Post
from bot.reports.triage.queue.service import Colleague
from bot.reports.triage.router.callbacks import (
    Action,
    HandCallback,
    HandPageCallback,
    ShiftCallback,
    TipCallback,
    View,
    ViewCallback,
    ref_of,
)
from bot.reports.triage.router.cards import held_card
from bot.reports.triage.router.desk import PRIVATE, Triage, refuse, tip_button, whisper
from bot.reports.triage.router.keyboards import full_keyboard
from bot.reports.triage.router.paging import page_of, page_turns
from bot.reports.triage.service import TipCard


async def hand_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    """Ask in the private chat to whom."""
    await _ask_colleague(query, callback_data.tip, 0, triage)


async def colleagues_turned(
    query: CallbackQuery, callback_data: HandPageCallback, triage: Triage
) -> None:
    await _ask_colleague(query, callback_data.tip, callback_data.page, triage)


async def _ask_colleague(query: CallbackQuery, tip_id: str, page: int, triage: Triage) -> None:
    card = await held_card(query, tip_id, triage)
    post = await triage.post_of(query, tip_id)
    if card is None or post is None:
        return
    others = await find_others(triage, post)
    buttons = [
        [button(text, HandCallback(colleague=ref_of(each.staff_id), tip=card.tip_id).pack())]
        for each, text in await name_colleagues(triage, post, page_of(others, page))
    ]
    turns = page_turns(page, len(others), lambda to: HandPageCallback(page=to, tip=card.tip_id))
    if not buttons and not turns:
        await query.answer(_("Nobody else of your unit works on reports."), show_alert=True)
        return
    text = _(
        "Report {number}: hand over to whom? You hold it until the colleague accepts."
    ).format(number=card.number)
    lines = [*buttons, turns]
    if card.offered_to is not None:
        lines.append([tip_button(_("✖️ Take the offer back"), Action.DECLINE, card)])
    more = [tip_button(_("‹ Back"), Action.MORE, card)]
    await show(triage, query, text, [*lines, more])


async def colleague_pressed(
    query: CallbackQuery, callback_data: HandCallback, triage: Triage
) -> None:
    post = await triage.post_of(query, callback_data.tip)
    colleague = (
        None if post is None else await find_colleague(triage, post, callback_data.colleague)
    )
    card = None
    if post is not None and colleague is not None:
        card = await triage.handing.offer(post, callback_data.tip, colleague.staff_id)
    if card is None or colleague is None:
        await refuse(query)
        return
    await triage.answer(query, card, _("Offered. You hold it until it is accepted."))
    await _tell(triage, colleague, [card])


async def accept_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    post = await triage.post_of(query, callback_data.tip)
    before = await triage.find_card(callback_data.tip)
    card = None if post is None else await triage.handing.accept(post, callback_data.tip)
    if card is None:
        await refuse(query)
        return
    await triage.showing.hide_tip(card.tip_id)
    await triage.answer(query, card, _("You hold it now. “Read” opens it in our private chat."))
    if before is not None and before.holder != card.holder:
        await tell_former(triage, before, _("🤝 Report {number}: accepted by your colleague."))


async def decline_pressed(
    query: CallbackQuery, callback_data: TipCallback, triage: Triage
) -> None:
    post = await triage.post_of(query, callback_data.tip)
    card = None if post is None else await triage.handing.end(post, callback_data.tip)
    if card is None:
        await refuse(query)
        return
    if card.holder == query.from_user.id:
        await triage.answer(query, card, _("The offer is taken back. You hold the report."))
        return
    await triage.refresh(card)
    if isinstance(query.message, Message) and query.message.chat.type == PRIVATE:
        await query.message.edit_text(
            _("Report {number}: not accepted. Your colleague holds it still.").format(
                number=card.number
            )
        )
    await query.answer()
    await tell_former(triage, card, _("Report {number}: not accepted. You hold it still."))


async def shift_pressed(
    query: CallbackQuery, callback_data: ShiftCallback, triage: Triage
) -> None:
    """Offer all that the officer holds to one colleague."""
    post = await triage.post_of(query)
    colleague = (
        None if post is None else await find_colleague(triage, post, callback_data.colleague)
    )
    cards = None
    if post is not None and colleague is not None:
        cards = await triage.handing.offer_all(post, colleague.staff_id)
    if cards is None or colleague is None:
        await refuse(query)
        return
    for card in cards:
        await triage.refresh(card)
    text = _("Offered: {count}. You hold them until they are accepted.").format(count=len(cards))
    if isinstance(query.message, Message) and query.message.chat.type == PRIVATE:
        await query.message.edit_text(text)
    await query.answer(text)
    if cards:
        await _tell(triage, colleague, cards)


async def find_others(triage: Triage, post: Post) -> Sequence[Colleague]:
    """Return who works on reports in the unit besides the officer."""
    colleagues = await triage.queue.colleagues(post)
    return [each for each in colleagues if each.staff_id != post.staff_id]


async def name_colleagues(
    triage: Triage, post: Post, colleagues: Sequence[Colleague]
) -> list[tuple[Colleague, str]]:
    """Return them, each with the name that Telegram has, where it has one, and his load."""
    found = []
    for each in colleagues:
        name = await triage.access.name_of(post.admin_chat, each.chat_id)
        if name:
            found.append((each, _("{name} · {count}").format(name=name, count=each.held)))
    return found


async def show(
    triage: Triage, query: CallbackQuery, text: str, lines: list[list[InlineKeyboardButton]]
) -> None:
    """Show a screen in the private chat: in place of the one tapped there, or as a new one."""
    message = query.message
    if isinstance(message, Message) and message.chat.type == PRIVATE:
        await message.edit_text(text, reply_markup=rows(*lines))
        await query.answer()
    elif await whisper(triage, query, text, reply_markup=rows(*lines)):
        await query.answer(_("It is open in our private chat."))


async def tell_former(triage: Triage, card: TipCard, text: str) -> None:
    """Tell whoever holds the report on that card; a shut chat is no reason to fail."""
    if card.holder is not None:
        with at_best():
            await triage.bot.send_message(card.holder, text.format(number=card.number))


async def _tell(triage: Triage, colleague: Colleague, cards: Sequence[TipCard]) -> None:
    """Tell the colleague in private; the cards in the admin chat offer the same buttons."""
    with at_best():
        if len(cards) == 1:
            await triage.bot.send_message(
                colleague.chat_id,
                await triage.draw(cards[0]),
                reply_markup=full_keyboard(cards[0]),
            )
            return
        numbers = "\n".join(escape(each.number) for each in cards)
        text = _("🤝 A colleague hands over to you: {count}").format(count=len(cards))
        await triage.bot.send_message(
            colleague.chat_id,
            f"{text}\n{numbers}"[:4000],
            reply_markup=rows(
                [
                    button(_("🤝 Accept all"), ViewCallback(view=View.ACCEPT_ALL).pack()),
                    button(_("🗂 One by one"), ViewCallback(view=View.MINE).pack()),
                ]
            ),
        )


async def find_colleague(triage: Triage, post: Post, ref: str) -> Colleague | None:
    """Return whom a button means, if he still works on reports in the unit."""
    colleagues = await triage.queue.colleagues(post)
    return next((each for each in colleagues if ref_of(each.staff_id) == ref), None)
