"""Questions and notes: written in the private chat, shown once more, then sealed and sent."""

from __future__ import annotations

import secrets
from dataclasses import replace
from html import escape

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from aiogram.utils.i18n import gettext as _
from pydantic import BaseModel, Field, ValidationError

from bot.chat.keyboards import button, rows
from bot.reports.triage.router.callbacks import Action, ReadyCallback, TipCallback
from bot.reports.triage.router.cards import held_card
from bot.reports.triage.router.desk import Triage, refuse, tip_button, whisper
from bot.reports.triage.router.held import warning_of
from bot.reports.triage.router.keyboards import words_keyboard
from bot.reports.triage.service import TipCard, Written
from content.errors import ContentNotFoundError

LONGEST = 1000


class WritingSG(StatesGroup):
    """An officer is writing."""

    text = State()


class Draft(BaseModel):
    """What an officer is about to send; `tongue` is the tipster's language, if it is known."""

    tip: str
    number: str
    is_question: bool
    nonce: str
    text: str = Field(default="", repr=False)
    tongue: str = ""


async def write_pressed(
    query: CallbackQuery, callback_data: TipCallback, triage: Triage, state: FSMContext
) -> None:
    """Ask for the words in the private chat, wherever the button was tapped."""
    card = await held_card(query, callback_data.tip, triage)
    if card is None:
        return
    is_question = callback_data.action is Action.ASK
    prompt = (
        _("Report {number}: what would you like to ask? Please never ask who the reporter is.")
        if is_question
        else _("Report {number}: what should stand in the note? Only your unit reads it.")
    )
    cancel = [tip_button(_("Cancel"), Action.CANCEL, card)]
    ready = _ready_rows(triage, card) if is_question else []
    tongue = (await triage.find_tongue(card.tip_id) or "") if is_question else ""
    draft = Draft(
        tip=card.tip_id,
        number=card.number,
        is_question=is_question,
        nonce=secrets.token_hex(16),
        tongue=tongue,
    )
    # Before the prompt is sent: who is quick answers it at once.
    private = private_state(state, query.from_user.id)
    await private.set_state(WritingSG.text)
    await private.set_data(draft.model_dump())
    text = prompt.format(number=card.number)
    if not await whisper(triage, query, text, reply_markup=rows(*ready, cancel)):
        await private.clear()
        return
    await query.answer(_("Please write it in our private chat."))


def _ready_rows(triage: Triage, card: TipCard) -> list[list[InlineKeyboardButton]]:
    locale = triage.i18n.current_locale
    buttons = [
        button(each.label.to(locale), ReadyCallback(question=each.id, tip=card.tip_id).pack())
        for each in triage.words.questions
    ]
    return [buttons[start : start + 2] for start in range(0, len(buttons), 2)]


async def ready_pressed(
    query: CallbackQuery, callback_data: ReadyCallback, triage: Triage, state: FSMContext
) -> None:
    """Take a ready-made question, in the language of whoever reads it."""
    card = await held_card(query, callback_data.tip, triage)
    draft = await _draft(state)
    if card is None:
        return
    if draft is None or draft.tip != callback_data.tip or not draft.is_question:
        await _say_gone(query)
        return
    try:
        question = triage.words.question(callback_data.question)
    except ContentNotFoundError:
        await refuse(query)
        return
    own = triage.i18n.current_locale
    draft = draft.model_copy(update={"text": question.text.to(draft.tongue or own)})
    await state.set_data(draft.model_dump())
    meaning = question.text.to(own) if draft.tongue not in {"", own} else ""
    if isinstance(query.message, Message):
        await _review(query.message, draft, meaning)
    await query.answer()


async def text_written(message: Message, triage: Triage, state: FSMContext) -> None:
    """Show the words once more; nothing is sent before the officer says so."""
    draft = await _draft(state)
    if await triage.post_of(message, None if draft is None else draft.tip) is None:
        await state.clear()
        await refuse(message)
        return
    text = (message.text or "").strip()
    if draft is None or not text or len(text) > LONGEST:
        await message.answer(
            _("Please write 1 to {most} characters, as text.").format(most=LONGEST)
        )
        return
    held = triage.question_rules.look(text) if draft.is_question else None
    draft = draft.model_copy(update={"text": "" if held else text})
    await state.set_data(draft.model_dump())
    if held is None:
        await _review(message, draft)
        return
    cancel = TipCallback(action=Action.CANCEL, tip=draft.tip).pack()
    await message.answer(warning_of(held), reply_markup=rows([button(_("Cancel"), cancel)]))


async def _review(message: Message, draft: Draft, meaning: str = "") -> None:
    heading = (
        _("To the reporter of {number}:") if draft.is_question else _("Note on {number}:")
    ).format(number=draft.number)
    parts = [f"<b>{heading}</b>\n{escape(draft.text)}"]
    if meaning:
        parts.append(_("It means: {words}").format(words=escape(meaning)))
    parts.append(_("Write again to change it, or send it."))
    send = TipCallback(action=Action.SEND, tip=draft.tip).pack()
    cancel = TipCallback(action=Action.CANCEL, tip=draft.tip).pack()
    await message.answer(
        "\n\n".join(parts),
        reply_markup=rows([button(_("📨 Send"), send), button(_("Cancel"), cancel)]),
    )


async def send_pressed(
    query: CallbackQuery, callback_data: TipCallback, triage: Triage, state: FSMContext
) -> None:
    draft = await _draft(state)
    if draft is None or draft.tip != callback_data.tip or not draft.text:
        await _say_gone(query)
        return
    post = await triage.post_of(query, draft.tip)
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
        reply_markup=words_keyboard(card),
    )


async def stray_written(message: Message, triage: Triage) -> None:
    """Say that words went nowhere, and offer their two ways for what the officer is reading."""
    if await triage.post_of(message) is None:
        await message.answer(_("This went nowhere and was not kept."))
        return
    card = await _card_read(message, triage)
    if card is None:
        await message.answer(
            _("This went nowhere and was not kept. To write, please tap “Ask” or “Note” first.")
        )
        return
    await message.answer(
        _("This went nowhere and was not kept. For report {number}, please tap first:").format(
            number=card.number
        ),
        reply_markup=words_keyboard(card),
    )


async def _card_read(message: Message, triage: Triage) -> TipCard | None:
    """Return the report that a message replies to, or the only one on the screen."""
    shown = await triage.showing.tips_shown(message.chat.id)
    replied = message.reply_to_message
    tip_id = None if replied is None else shown.get(replied.message_id)
    if tip_id is None and len(set(shown.values())) == 1:
        tip_id = next(iter(shown.values()))
    card = None if tip_id is None else await triage.find_card(tip_id)
    person = message.from_user
    is_his = card is not None and person is not None and card.holder == person.id
    return card if card is not None and is_his and not card.is_closed else None


async def _say_gone(query: CallbackQuery) -> None:
    await query.answer(
        _("This is sent already, or the desk has restarted. Please look at the card."),
        show_alert=True,
    )


async def _draft(state: FSMContext) -> Draft | None:
    try:
        return Draft.model_validate(await state.get_data())
    except ValidationError:
        return None


def private_state(state: FSMContext, person: int) -> FSMContext:
    """Return the officer's state in the private chat with the staff bot."""
    key = replace(state.key, chat_id=person, user_id=person, thread_id=None)
    return FSMContext(storage=state.storage, key=key)
