"""Questions and notes: written in the private chat, shown once more, then sealed and sent."""

from __future__ import annotations

import secrets

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.refusals import at_best, reaches
from bot.chat.keyboards import button, rows
from bot.reports.triage.router.callbacks import Action, ReadyCallback, TipCallback
from bot.reports.triage.router.cards import held_card
from bot.reports.triage.router.desk import (
    PRIVATE,
    Triage,
    refuse,
    say_how_to_open,
    tip_button,
    whisper,
)
from bot.reports.triage.router.drafts import Draft, Drafts
from bot.reports.triage.router.held import warning_of
from bot.reports.triage.router.keyboards import words_keyboard
from bot.reports.triage.service import TipCard, Written
from content.errors import ContentNotFoundError
from storage.reports.shown import ShownPlace

LONGEST = 1000


async def write_pressed(
    query: CallbackQuery, callback_data: TipCallback, triage: Triage, state: FSMContext
) -> None:
    """Ask for the words in the private chat, wherever the button was tapped."""
    card = await held_card(query, callback_data.tip, triage)
    if card is None:
        return
    drafts = Drafts(state, query.from_user.id)
    unsent = await drafts.find(card.tip_id)
    if unsent is not None and unsent.text:
        await _bring_back(query, triage, drafts, unsent)
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
    await drafts.await_words(triage, card.tip_id)
    await drafts.keep(draft)
    text = prompt.format(number=card.number)
    if not await whisper(triage, query, text, reply_markup=rows(*ready, cancel)):
        await drafts.end(card.tip_id)
        return
    await query.answer(_("Please write it in our private chat."))


async def _bring_back(query: CallbackQuery, triage: Triage, drafts: Drafts, unsent: Draft) -> None:
    """Show words again that left the screen before they were sent."""
    post = await triage.post_of(query, unsent.tip)
    if post is None:
        await refuse(query)
        return
    await drafts.await_words(triage, unsent.tip)
    if not await reaches(drafts.show(triage, post, unsent)):
        await say_how_to_open(triage, query)
        return
    await query.answer(
        _(
            "You have words on this report that are not sent yet. "
            "Send them, write anew, or cancel first."
        ),
        show_alert=True,
    )


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
    post = await triage.post_of(query, callback_data.tip)
    if card is None or post is None:
        return
    drafts = Drafts(state, query.from_user.id)
    draft = await drafts.find(card.tip_id)
    if draft is None or not draft.is_question:
        await _say_gone(query)
        return
    try:
        question = triage.words.question(callback_data.question)
    except ContentNotFoundError:
        await refuse(query)
        return
    own = triage.i18n.current_locale
    meaning = question.text.to(own) if draft.tongue not in {"", own} else ""
    words = {"text": question.text.to(draft.tongue or own), "meaning": meaning}
    draft = draft.model_copy(update=words)
    await drafts.await_words(triage, card.tip_id)
    await drafts.keep(draft)
    await drafts.show(triage, post, draft)
    await query.answer()


async def text_written(message: Message, triage: Triage, state: FSMContext) -> None:
    """Take the words off the screen and show them once more; sending is for the officer to say."""
    drafts = Drafts(state, message.chat.id)
    draft = await drafts.find(str((await state.get_data()).get("tip")))
    post = await triage.post_of(message, None if draft is None else draft.tip)
    if post is None or draft is None:
        await state.clear()
        await (refuse(message) if post is None else stray_written(message, triage))
        return
    typed = ShownPlace(
        staff_id=post.staff_id,
        chat_id=message.chat.id,
        message_id=message.message_id,
        tip_id=draft.tip,
    )
    # First, so that it goes whatever fails after; until then he can copy from it.
    await triage.showing.keep(typed)
    text = (message.text or "").strip()
    if not text or len(text) > LONGEST:
        await message.answer(
            _("Please write 1 to {most} characters, as text.").format(most=LONGEST)
        )
        return
    held = triage.question_rules.look(text) if draft.is_question else None
    draft = draft.model_copy(update={"text": "" if held else text, "meaning": ""})
    await drafts.await_words(triage, draft.tip)
    await drafts.keep(draft)
    if held is None:
        await drafts.show(triage, post, draft)
        await triage.showing.hide_message(message.chat.id, message.message_id)
        return
    cancel = TipCallback(action=Action.CANCEL, tip=draft.tip).pack()
    await message.answer(warning_of(held), reply_markup=rows([button(_("Cancel"), cancel)]))
    await triage.showing.hide_message(message.chat.id, draft.review)


async def send_pressed(
    query: CallbackQuery, callback_data: TipCallback, triage: Triage, state: FSMContext
) -> None:
    drafts = Drafts(state, query.from_user.id)
    draft = await drafts.find(callback_data.tip)
    if draft is None or not draft.text:
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
    await drafts.end(draft.tip)
    await triage.refresh(card)
    done = (
        _("✅ Asked. The reporter sees it with the receipt; the card says when an answer is here.")
        if draft.is_question
        else _("✅ Noted.")
    )
    await _settle(query, triage, draft, done)


async def cancel_pressed(
    query: CallbackQuery, callback_data: TipCallback, triage: Triage, state: FSMContext
) -> None:
    """Drop what is being written; a prompt whose words are sent already just goes."""
    drafts = Drafts(state, query.from_user.id)
    draft = await drafts.find(callback_data.tip)
    message = query.message
    if not isinstance(message, Message) or message.chat.type != PRIVATE:
        await query.answer()
        return
    is_review = draft is not None and draft.review == message.message_id
    if draft is None or not (is_review or await drafts.awaits_words(draft.tip)):
        await message.delete()
        await query.answer()
        return
    await drafts.end(draft.tip)
    await _settle(query, triage, draft, _("Cancelled. Nothing was sent."))


async def _settle(query: CallbackQuery, triage: Triage, draft: Draft, text: str) -> None:
    """Let the words go from the screen, and say there what came of them."""
    is_said = False
    if isinstance(query.message, Message):
        with at_best():
            await query.message.edit_text(text)
            is_said = True
        if is_said:
            await triage.showing.let_stay(query.message.chat.id, query.message.message_id)
    await triage.showing.hide_message(query.from_user.id, draft.review)
    await query.answer("" if is_said else text)


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
