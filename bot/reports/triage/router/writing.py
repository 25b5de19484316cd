"""Questions and notes: written in the private chat, shown once more, then sealed and sent."""

from __future__ import annotations

import secrets
from dataclasses import replace
from html import escape

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _
from pydantic import BaseModel, Field, ValidationError

from bot.chat.keyboards import button, rows
from bot.reports.triage.router.callbacks import Action, TipCallback
from bot.reports.triage.router.desk import Triage, refuse, tip_button, whisper
from bot.reports.triage.service import Written
from storage.reports.kinds import TipStatus

LONGEST = 1000


class WritingSG(StatesGroup):
    """An officer is writing."""

    text = State()


class Draft(BaseModel):
    """What an officer is about to send."""

    tip: str
    number: str
    is_question: bool
    nonce: str
    text: str = Field(default="", repr=False)


async def write_pressed(
    query: CallbackQuery, callback_data: TipCallback, triage: Triage, state: FSMContext
) -> None:
    """Ask for the words in the private chat, wherever the button was tapped."""
    post = await triage.post_of(query)
    card = await triage.find_card(callback_data.tip)
    is_open = card is not None and card.status is not TipStatus.CLOSED
    if post is None or card is None or not is_open or card.holder != query.from_user.id:
        await refuse(query)
        return
    is_question = callback_data.action is Action.ASK
    prompt = (
        _("Report {number}: what would you like to ask? Please never ask who the reporter is.")
        if is_question
        else _("Report {number}: what should stand in the note? Only your unit reads it.")
    )
    cancel = tip_button(_("Cancel"), Action.CANCEL, card)
    keyboard = rows([cancel])
    if not await whisper(triage, query, prompt.format(number=card.number), reply_markup=keyboard):
        return
    draft = Draft(
        tip=card.tip_id,
        number=card.number,
        is_question=is_question,
        nonce=secrets.token_hex(16),
    )
    private = _private(state, query.from_user.id)
    await private.set_state(WritingSG.text)
    await private.set_data(draft.model_dump())
    await query.answer(_("Please write it in our private chat."))


async def text_written(message: Message, state: FSMContext) -> None:
    """Show the words once more; nothing is sent before the officer says so."""
    draft = await _draft(state)
    text = (message.text or "").strip()
    if draft is None or not text or len(text) > LONGEST:
        await message.answer(
            _("Please write 1 to {most} characters, as text.").format(most=LONGEST)
        )
        return
    await state.set_data(draft.model_copy(update={"text": text}).model_dump())
    heading = (
        _("To the reporter of {number}:") if draft.is_question else _("Note on {number}:")
    ).format(number=draft.number)
    send = TipCallback(action=Action.SEND, tip=draft.tip).pack()
    cancel = TipCallback(action=Action.CANCEL, tip=draft.tip).pack()
    await message.answer(
        f"<b>{heading}</b>\n{escape(text)}\n\n" + _("Write again to change it, or send it."),
        reply_markup=rows([button(_("📨 Send"), send), button(_("Cancel"), cancel)]),
    )


async def send_pressed(
    query: CallbackQuery, callback_data: TipCallback, triage: Triage, state: FSMContext
) -> None:
    draft = await _draft(state)
    if draft is None or draft.tip != callback_data.tip or not draft.text:
        await query.answer(
            _("This is sent already, or the desk has restarted. Please look at the card."),
            show_alert=True,
        )
        return
    post = await triage.post_of(query)
    written = Written(
        tip_id=draft.tip,
        text=draft.text,
        nonce=bytes.fromhex(draft.nonce),
        is_question=draft.is_question,
    )
    card = None if post is None else await triage.write(post, written)
    if card is None:
        await refuse(query)
        return
    await state.clear()
    await triage.refresh(card)
    done = (
        _("✅ Asked. The reporter sees it with the receipt; the card says when an answer is here.")
        if draft.is_question
        else _("✅ Noted.")
    )
    if isinstance(query.message, Message):
        await query.message.edit_text(done)
    await query.answer()


async def cancel_pressed(
    query: CallbackQuery, callback_data: TipCallback, state: FSMContext
) -> None:
    """Drop what is being written; a prompt whose words are sent already just goes."""
    draft = await _draft(state)
    message = query.message
    if isinstance(message, Message) and message.chat.type == "private":
        if draft is not None and draft.tip == callback_data.tip:
            await state.clear()
            await message.edit_text(_("Cancelled. Nothing was sent."))
        else:
            await message.delete()
    await query.answer()


async def reply_written(message: Message, triage: Triage) -> None:
    """Let no reply under a card go nowhere silently: offer to ask or to note."""
    post = await triage.post_of(message)
    replied = message.reply_to_message
    if post is None or replied is None:
        return
    card = await triage.find_card.by_message(post.unit_id, replied.message_id)
    if card is None:
        return
    await message.reply(
        _("This reply went nowhere. To ask the reporter or to keep a note, please use:"),
        reply_markup=rows(
            [
                tip_button(_("❓ Ask"), Action.ASK, card),
                tip_button(_("📝 Note"), Action.NOTE, card),
            ]
        ),
    )


async def stray_written(message: Message) -> None:
    await message.answer(
        _("This went nowhere and was not kept. To write, please tap “Ask” or “Note” first.")
    )


async def _draft(state: FSMContext) -> Draft | None:
    try:
        return Draft.model_validate(await state.get_data())
    except ValidationError:
        return None


def _private(state: FSMContext, person: int) -> FSMContext:
    """Return the officer's state in the private chat with the staff bot."""
    key = replace(state.key, chat_id=person, user_id=person, thread_id=None)
    return FSMContext(storage=state.storage, key=key)
