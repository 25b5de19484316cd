"""Passing a report to another unit: chosen, asked once more, and gone from this unit at once."""

from __future__ import annotations

from html import escape

from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button
from bot.errors import NoAdminChatError
from bot.reports.triage.router.callbacks import (
    Action,
    PassCallback,
    PassPageCallback,
    TipCallback,
    ref_of,
)
from bot.reports.triage.router.cards import held_card
from bot.reports.triage.router.desk import PRIVATE, Triage, refuse, tip_button
from bot.reports.triage.router.handing import show
from bot.reports.triage.router.paging import page_of, page_turns
from bot.reports.triage.transfer.service import UnitChoice
from storage.errors import StorageError


async def pass_on_pressed(
    query: CallbackQuery, callback_data: TipCallback, triage: Triage
) -> None:
    """Ask in the private chat to which unit, the one above first."""
    await _ask_unit(query, callback_data.tip, 0, triage)


async def units_turned(
    query: CallbackQuery, callback_data: PassPageCallback, triage: Triage
) -> None:
    await _ask_unit(query, callback_data.tip, callback_data.page, triage)


async def _ask_unit(query: CallbackQuery, tip_id: str, page: int, triage: Triage) -> None:
    card = await held_card(query, tip_id, triage)
    post = await triage.post_of(query, tip_id)
    if card is None or post is None:
        return
    choices = await triage.transfer.choices(post, card.tip_id)
    if not choices:
        await query.answer(_("There is no other unit that could read it."), show_alert=True)
        return
    buttons = [
        [button(_name(triage, each), _data(each, card.tip_id, sure=False))]
        for each in page_of(choices, page)
    ]
    turns = page_turns(page, len(choices), lambda to: PassPageCallback(page=to, tip=card.tip_id))
    text = _("Report {number}: to which unit does it belong?").format(number=card.number)
    back = [tip_button(_("‹ Back"), Action.MORE, card)]
    await show(triage, query, text, [*buttons, turns, back])


async def unit_pressed(query: CallbackQuery, callback_data: PassCallback, triage: Triage) -> None:
    post = await triage.post_of(query, callback_data.tip)
    choices = [] if post is None else await triage.transfer.choices(post, callback_data.tip)
    chosen = next((each for each in choices if ref_of(each.unit_id) == callback_data.unit), None)
    if post is None or chosen is None:
        await refuse(query)
        return
    if not callback_data.sure:
        await _ask_once_more(query, chosen, callback_data.tip, triage)
        return
    try:
        done = await triage.transfer(post, callback_data.tip, chosen.unit_id)
    except StorageError:
        await query.answer(_("The key to this report is not here."), show_alert=True)
        return
    if done is None:
        await refuse(query)
        return
    await triage.showing.hide_tip(callback_data.tip)
    text = _("🏢 Report {number} is with {unit} now, and no longer opens here.").format(
        number=done.card.number, unit=escape(triage.wording.region(chosen.region_id))
    )
    if isinstance(query.message, Message) and query.message.chat.type == PRIVATE:
        await query.message.edit_text(text)
    await query.answer()


async def _ask_once_more(
    query: CallbackQuery, chosen: UnitChoice, tip_id: str, triage: Triage
) -> None:
    card = await held_card(query, tip_id, triage)
    if card is None:
        return
    text = _(
        "Report {number} goes to {unit}, with words, notes and files. Your unit can no longer "
        "open it; who did what stays in the audit of both."
    ).format(number=card.number, unit=escape(triage.wording.region(chosen.region_id)))
    sure = button(_("🏢 Pass it on"), _data(chosen, tip_id, sure=True))
    await show(triage, query, text, [[sure, tip_button(_("‹ Back"), Action.MORE, card)]])


def _name(triage: Triage, choice: UnitChoice) -> str:
    name = triage.wording.region(choice.region_id)
    return _("⬆️ {unit}, the unit above").format(unit=name) if choice.is_above else name


def _data(choice: UnitChoice, tip_id: str, *, sure: bool) -> str:
    return PassCallback(unit=ref_of(choice.unit_id), sure=sure, tip=tip_id).pack()


async def send_moved_card(triage: Triage, unit_id: str, tip_id: str, message_id: int) -> None:
    """Write over the card in the chat of the unit that passed the report on."""
    card = await triage.find_card(tip_id)
    if card is None:
        return
    place = await triage.chats.find_place(unit_id)
    region = await triage.queue.unit_region(card.unit_id)
    with triage.i18n.context(), triage.i18n.use_locale(place.locale):
        text = _("<b>Report {number}</b>\n🏢 Passed on to {unit}.").format(
            number=card.number, unit=escape(triage.wording.region(region or card.unit_id))
        )
        try:
            await triage.chats.edit(unit_id, message_id, text)
        except NoAdminChatError:
            # The unit has no chat any more in which an old card could stand.
            return
