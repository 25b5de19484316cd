"""The age band, and a guardian's consent on the child's phone or on a school's paper slip."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from secrets import SystemRandom

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardButton, Message
from aiogram.types import Update as TelegramUpdate
from aiogram.utils.i18n import I18n, get_i18n
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card, send_card, show_card
from bot.chat.entries import EntryCallback
from bot.chat.guard import Danger
from bot.chat.keyboards import button, column, help_button, menu_button, rows
from bot.drawing.slip import draw_slips
from bot.education.learning.router.callbacks import AgeCallback, AttemptCallback
from bot.education.learning.router.doors import MY_DATA
from bot.education.learning.router.lessons import update_of
from bot.education.learning.router.profiles import Profiles, show_result
from bot.education.learning.router.results import age_buttons, leave_question
from bot.education.learning.router.slips import slip_of
from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.rules.slips import create_number, read_number
from bot.education.learning.service.parts import Update
from bot.education.learning.service.remembering import Consent
from bot.education.learning.service.slips import IsSlipTaken
from content.schema import ConsentSlip
from storage.education.kinds import ConsentBy

SLIP_FILE = "humen-consent.pdf"


class ConsentCallback(CallbackData, prefix="cs"):
    """A step on the way to consent."""

    action: str
    attempt: str
    learner: str = ""


class ConsentSG(StatesGroup):
    """What a paper slip asks, and what the guardian says in words."""

    number = State()
    guardian = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consenting:
    """What the handlers of consent use; `contact` says who answers for children's data."""

    slip: ConsentSlip
    contact: str
    profiles: Profiles
    is_slip_taken: IsSlipTaken


async def remember_pressed(query: CallbackQuery, callback_data: AttemptCallback) -> None:
    """Ask for the age band of whoever now wants to be remembered."""
    attempt = callback_data.attempt
    keyboard = rows(age_buttons(attempt), [_back(attempt)], _below())
    await show_card(query, Card(text=leave_question(), keyboard=keyboard))


async def age_pressed(
    query: CallbackQuery,
    callback_data: AgeCallback,
    event_update: TelegramUpdate,
    consenting: Consenting,
) -> None:
    """Keep the age band, and show the result again without the question."""
    if callback_data.band not in set(AgeBand):
        await query.answer()
        return
    band = AgeBand(callback_data.band)
    update, attempt = update_of(query, event_update), callback_data.attempt
    learner = callback_data.learner
    is_kept = await consenting.profiles.remember(update, band, None, attempt, learner)
    if is_kept is None:
        await query.answer(not_their_turn(), show_alert=True)
    elif not is_kept:
        await show_card(query, consent_card(attempt, learner))
    else:
        await _show(query, attempt, consenting)


async def read_pressed(
    query: CallbackQuery, callback_data: ConsentCallback, consenting: Consenting, i18n: I18n
) -> None:
    """Show the guardian what is agreed to, on the child's phone."""
    agree = callback_data.model_copy(update={"action": "agree"}).pack()
    parts = [f"<b>{consenting.slip.title.to(i18n.current_locale)}</b>"]
    parts.append(consenting.slip.short.to(i18n.current_locale))
    if consenting.contact:
        parts.append(_("Questions and complaints: {contact}").format(contact=consenting.contact))
    card = Card(
        text="\n\n".join(parts),
        keyboard=rows(
            [button(_("I am the guardian, go on"), agree)],
            [_back(callback_data.attempt)],
            [help_button(), menu_button()],
        ),
    )
    await show_card(query, card)


async def agree_pressed(
    query: CallbackQuery, callback_data: ConsentCallback, state: FSMContext
) -> None:
    """Ask the guardian to say it in words: a button alone is pressed by a child, or by mistake."""
    attempt = callback_data.attempt
    await send_card(query, Card(text=_say_it(), keyboard=rows([_back(attempt)], _below())))
    await state.set_state(ConsentSG.guardian)
    await state.set_data({"attempt": attempt, "learner": callback_data.learner})


async def agreed(
    message: Message,
    event_update: TelegramUpdate,
    state: FSMContext,
    consenting: Consenting,
    danger: Danger | None = None,
) -> None:
    """Take the sentence, however it sounds; words of danger are answered already."""
    if _bare(message.text or "") != _bare(_sentence()):
        if danger is not None:
            return
        attempt = (await state.get_data()).get("attempt", "")
        await _ask_again(message, _say_it(), attempt)
        return
    consent = Consent(version=consenting.slip.version, by=ConsentBy.GUARDIAN)
    await _keep(message, state, consenting, consent, update_of(message, event_update))


def _sentence() -> str:
    return _("I am the guardian and I agree")


def _say_it() -> str:
    return _(
        "For the parent or guardian: you allow me to keep which lessons your child does and how "
        "the answers go, until you take that back with /mydata. No name, no birthday.\n\n"
        "If you are the guardian and agree, please type: <b>{sentence}</b>"
    ).format(sentence=_sentence())


def _bare(text: str) -> str:
    """Return the letters alone: commas, spaces and capitals are nothing to stumble over."""
    return "".join(each for each in text.casefold() if each.isalnum())


async def school_pressed(
    query: CallbackQuery, callback_data: ConsentCallback, state: FSMContext
) -> None:
    text = _(
        "Which number stands at the top of the signed slip? Please type it, for example "
        "ABCD-EFGH-JKMN. The paper stays with your school."
    )
    card = Card(text=text, keyboard=rows([_back(callback_data.attempt)], _below()))
    await send_card(query, card)
    await state.set_state(ConsentSG.number)
    await state.set_data({"attempt": callback_data.attempt, "learner": callback_data.learner})


async def number_typed(
    message: Message,
    event_update: TelegramUpdate,
    state: FSMContext,
    consenting: Consenting,
) -> None:
    number = read_number(message.text or "")
    asked = await state.get_data()
    attempt = asked.get("attempt", "")
    if number is None:
        text = _("No slip has this number. Please compare it and type it again.")
        await _ask_again(message, text, attempt)
        return
    if await consenting.is_slip_taken(message.chat.id, attempt, number):
        text = _(
            "This number already stands for another child; each child has a slip of their own. "
            "Please compare it and type it again, or ask your school for a fresh slip."
        )
        await _ask_again(message, text, attempt)
        return
    consent = Consent(version=consenting.slip.version, by=ConsentBy.SCHOOL, slip=number)
    await _keep(message, state, consenting, consent, update_of(message, event_update))


async def _keep(
    message: Message, state: FSMContext, consenting: Consenting, consent: Consent, update: Update
) -> None:
    """Remember the child on the word that was typed, and lead on."""
    asked = await state.get_data()
    attempt, learner = asked.get("attempt", ""), asked.get("learner", "")
    told = await consenting.profiles.remember(update, AgeBand.UNDER_14, consent, attempt, learner)
    await state.clear()
    if told is None:
        await message.answer(not_their_turn(), reply_markup=rows(_below()))
        return
    await _show(message, attempt, consenting)


async def slip_pressed(query: CallbackQuery, consenting: Consenting, i18n: I18n) -> None:
    """Send one slip, with a number of its own, as a PDF."""
    number = create_number(SystemRandom())
    slip = slip_of(consenting.slip, i18n.current_locale, consenting.contact, number)
    printed = await asyncio.to_thread(draw_slips, [slip])
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.answer_document(
            BufferedInputFile(printed, SLIP_FILE),
            caption=_("📄 To be printed, read and signed by a parent or guardian."),
            reply_markup=rows(_below()),
        )


async def _show(event: CallbackQuery | Message, attempt: str, consenting: Consenting) -> None:
    locale = get_i18n().current_locale
    await show_result(event, attempt, consenting.profiles, locale, thanks())


def not_their_turn() -> str:
    return _(
        "Somebody else is learning on this phone now, or this lesson was forgotten. Nothing has "
        "changed. With /profile you choose who is learning; then try again."
    )


def consent_card(attempt: str, learner: str = "") -> Card:
    """Offer a child the ways to consent, and the way without."""
    ways = {
        "read": _("👪 My parent or guardian is here"),
        "school": _("🏫 My school has the signed slip"),
        "slip": _("📄 The slip, to print"),
    }
    return Card(
        text=_(
            "Below 14 the law wants a parent or guardian to agree before I may remember how you "
            "learn.\n\n"
            "You can do every lesson without it, too: then nothing of it is written down, and "
            "all is gone two days after your last tap, or when I restart."
        ),
        keyboard=column(
            *(
                button(
                    label,
                    ConsentCallback(action=action, attempt=attempt, learner=learner).pack(),
                )
                for action, label in ways.items()
            ),
            _back(attempt),
            help_button(),
            menu_button(),
        ),
    )


def thanks() -> str:
    return _(
        "Thank you. I will remember which lessons you have done. Neither your name nor your "
        "birthday is kept. With /mydata you see everything, take it with you or delete it."
    )


async def _ask_again(message: Message, text: str, attempt: str) -> None:
    await message.answer(text, reply_markup=rows([_back(attempt)], _below()))


def _back(attempt: str) -> InlineKeyboardButton:
    """Lead back to the result, or to /mydata where no attempt led here."""
    result = AttemptCallback(attempt=attempt, action="result").pack()
    return button(_("Not now"), result if attempt else EntryCallback(name=MY_DATA).pack())


def _below() -> list[InlineKeyboardButton]:
    return [help_button(), menu_button()]
