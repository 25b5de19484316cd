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
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card, send_card, show_card
from bot.chat.keyboards import button, column, help_button, menu_button, rows
from bot.drawing.slip import Slip, SlipWords, draw_slips
from bot.education.learning.router.callbacks import AgeCallback, AttemptCallback
from bot.education.learning.router.lessons import update_of
from bot.education.learning.router.profiles import Profiles, show_result
from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.rules.slips import create_number, read_number, show_number
from bot.education.learning.service.remembering import Consent
from content.schema import ConsentSlip
from storage.education.kinds import ConsentBy

SLIP_FILE = "humen-consent.pdf"


class ConsentCallback(CallbackData, prefix="cs"):
    """A step on the way to consent."""

    action: str
    attempt: str


class ConsentSG(StatesGroup):
    """The one thing a paper slip asks."""

    number = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consenting:
    """What the handlers of consent use; `contact` says who answers for children's data."""

    slip: ConsentSlip
    contact: str
    profiles: Profiles


async def age_pressed(
    query: CallbackQuery,
    callback_data: AgeCallback,
    event_update: TelegramUpdate,
    consenting: Consenting,
    i18n: I18n,
) -> None:
    """Keep the age band, and show the result again without the question."""
    if callback_data.band not in set(AgeBand):
        await query.answer()
        return
    band = AgeBand(callback_data.band)
    is_kept = await consenting.profiles.remember(update_of(query, event_update), band)
    if not is_kept:
        await show_card(query, consent_card(callback_data.attempt))
        return
    await _show(query, callback_data.attempt, consenting, i18n)


async def read_pressed(
    query: CallbackQuery, callback_data: ConsentCallback, consenting: Consenting, i18n: I18n
) -> None:
    """Show the guardian what is agreed to, on the child's phone."""
    attempt = callback_data.attempt
    agree = ConsentCallback(action="agree", attempt=attempt).pack()
    parts = [f"<b>{consenting.slip.title.to(i18n.current_locale)}</b>"]
    parts.append(consenting.slip.short.to(i18n.current_locale))
    if consenting.contact:
        parts.append(_("Questions and complaints: {contact}").format(contact=consenting.contact))
    card = Card(
        text="\n\n".join(parts),
        keyboard=rows(
            [button(_("✅ I am the guardian and I agree"), agree)],
            [_back(attempt)],
            [help_button(), menu_button()],
        ),
    )
    await show_card(query, card)


async def agree_pressed(
    query: CallbackQuery,
    callback_data: ConsentCallback,
    event_update: TelegramUpdate,
    consenting: Consenting,
    i18n: I18n,
) -> None:
    consent = Consent(version=consenting.slip.version, by=ConsentBy.GUARDIAN)
    update = update_of(query, event_update)
    await consenting.profiles.remember(update, AgeBand.UNDER_14, consent)
    await _show(query, callback_data.attempt, consenting, i18n)


async def school_pressed(
    query: CallbackQuery, callback_data: ConsentCallback, state: FSMContext
) -> None:
    text = _(
        "Which number stands at the top of the signed slip? Please type it, for example "
        "ABCD-EFGH. The paper stays with your school."
    )
    card = Card(text=text, keyboard=rows([_back(callback_data.attempt)], _below()))
    await send_card(query, card)
    await state.set_state(ConsentSG.number)
    await state.set_data({"attempt": callback_data.attempt})


async def number_typed(
    message: Message,
    event_update: TelegramUpdate,
    state: FSMContext,
    consenting: Consenting,
    i18n: I18n,
) -> None:
    number = read_number(message.text or "")
    attempt = (await state.get_data()).get("attempt", "")
    if number is None:
        text = _("No slip has this number. Please compare it and type it again.")
        await message.answer(text, reply_markup=rows([_back(attempt)], _below()))
        return
    consent = Consent(version=consenting.slip.version, by=ConsentBy.SCHOOL, slip=number)
    await consenting.profiles.remember(update_of(message, event_update), AgeBand.UNDER_14, consent)
    await state.clear()
    await _show(message, attempt, consenting, i18n)


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


async def _show(
    event: CallbackQuery | Message, attempt: str, consenting: Consenting, i18n: I18n
) -> None:
    await show_result(event, attempt, consenting.profiles, i18n.current_locale, thanks())


def consent_card(attempt: str) -> Card:
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
            "all is gone within two days, or when I restart."
        ),
        keyboard=column(
            *(
                button(label, ConsentCallback(action=action, attempt=attempt).pack())
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


def slip_of(slip: ConsentSlip, locale: str, contact: str, number: str) -> Slip:
    return Slip(
        number=show_number(number),
        sections=tuple((each.heading.to(locale), each.text.to(locale)) for each in slip.sections),
        form=slip.form.to(locale),
        contact=contact,
        words=SlipWords(
            title=slip.title.to(locale),
            brand=_("HUMEN"),
            number_label=_("Slip no."),
            version=_("Version {version}").format(version=slip.version),
            child_label=_("Child's name (stays on this paper)"),
            guardian_label=_("Parent or guardian"),
            date_label=_("Date"),
            how=_(
                "The school keeps this sheet. The child types the slip number into the chat; "
                "nothing else of it is entered."
            ),
        ),
    )


def _back(attempt: str) -> InlineKeyboardButton:
    return button(_("Not now"), AttemptCallback(attempt=attempt, action="result").pack())


def _below() -> list[InlineKeyboardButton]:
    return [help_button(), menu_button()]
