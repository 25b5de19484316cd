"""Linking a report to another one by its number."""

from __future__ import annotations

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import rows
from bot.reports.triage.router.callbacks import Action, TipCallback
from bot.reports.triage.router.cards import held_card
from bot.reports.triage.router.desk import Triage, refuse, tip_button, whisper
from bot.reports.triage.router.drafts import private_state
from bot.reports.triage.router.keyboards import full_keyboard
from storage.reports.numbers import parse_number


class NumberSG(StatesGroup):
    """An officer types a number: to link a report to, or to find."""

    link = State()
    find = State()


async def link_pressed(
    query: CallbackQuery, callback_data: TipCallback, triage: Triage, state: FSMContext
) -> None:
    card = await held_card(query, callback_data.tip, triage)
    if card is None:
        return
    text = _(
        "Report {number}: which one is the same? Please type its number. Both keep when they "
        "came, so the earlier reporter stays the earlier one."
    ).format(number=card.number)
    back = rows([tip_button(_("‹ Back"), Action.MORE, card)])
    if not await whisper(triage, query, text, reply_markup=back):
        return
    private = private_state(state, query.from_user.id)
    await private.set_state(NumberSG.link)
    await private.set_data({"tip": card.tip_id})
    await query.answer()


async def link_written(message: Message, triage: Triage, state: FSMContext) -> None:
    tip_id = str((await state.get_data()).get("tip", ""))
    post = await triage.post_of(message, tip_id)
    if post is None:
        await state.clear()
        await refuse(message)
        return
    number = parse_number(message.text or "")
    if number is None:
        await message.answer(
            _("That is no number of a report. It looks like 7K3M-9Q2C; please compare it.")
        )
        return
    card = await triage.stating.link(post, tip_id, number)
    if card is None:
        await message.answer(
            _(
                "There is no other report {number} in your unit, or you no longer hold this one."
            ).format(number=number)
        )
        return
    await state.clear()
    await triage.refresh(card)
    await message.answer(await triage.draw(card), reply_markup=full_keyboard(card))
