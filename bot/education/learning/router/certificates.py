"""The certificate: a name that is drawn and forgotten, and a code that a stranger can check."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from html import escape

from aiogram.filters import CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram.types import Update as TelegramUpdate
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card, send_card, show_card
from bot.chat.delivery.refusals import at_best
from bot.chat.keyboards import button, column, help_button, menu_button, rows
from bot.drawing.certificate import Certificate, CertificateWords, draw_certificate, group_code
from bot.drawing.designs import Design
from bot.education.learning.router.callbacks import AttemptCallback
from bot.education.learning.router.lessons import update_of
from bot.education.learning.router.vouching import score_words, vouch
from bot.education.learning.router.withdrawing import gone_card, kept_words, withdraw_button
from bot.education.learning.rules.certificates import design_for
from bot.education.learning.service.certificates import (
    IssueCertificate,
    IssuedCertificate,
    VerifyCertificate,
)

# The first ones were longer; pictures that have them are still about.
VERIFY_PREFIXES = ("v_", "verify-")
LONGEST_NAME = 40


class CertificateSG(StatesGroup):
    """The one thing a certificate asks."""

    name = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """What the handlers of certificates use."""

    issue: IssueCertificate
    verify: VerifyCertificate


async def certificate_pressed(
    query: CallbackQuery, callback_data: AttemptCallback, state: FSMContext
) -> None:
    nameless = AttemptCallback(attempt=callback_data.attempt, action="nameless").pack()
    asked_name = _(
        "🎓 Which name should stand on your certificate? Send it to me. "
        "It is drawn on the picture and not kept."
    )
    card = Card(
        text=f"{asked_name}\n\n{kept_words()}",
        keyboard=column(button(_("No name"), nameless), help_button()),
    )
    asked = await send_card(query, card)
    await state.set_state(CertificateSG.name)
    await state.set_data({"attempt": callback_data.attempt, "asked": asked})


async def nameless_pressed(
    query: CallbackQuery,
    callback_data: AttemptCallback,
    event_update: TelegramUpdate,
    certificates: Certificates,
    i18n: I18n,
) -> None:
    issued = await certificates.issue(update_of(query, event_update), callback_data.attempt)
    await query.answer()
    if isinstance(query.message, Message):
        await _send(query.message, issued, "", i18n, callback_data.attempt)
        await _take_away(query.message, query.message.message_id)


async def name_typed(
    message: Message,
    event_update: TelegramUpdate,
    state: FSMContext,
    certificates: Certificates,
    i18n: I18n,
) -> None:
    name = " ".join((message.text or "").split())
    if not name or len(name) > LONGEST_NAME:
        text = _("A name has 1 to {most} characters. Please send it again.")
        await message.answer(
            text.format(most=LONGEST_NAME), reply_markup=rows([help_button(), menu_button()])
        )
        return
    data = await state.get_data()
    attempt = data.get("attempt", "")
    issued = await certificates.issue(update_of(message, event_update), attempt)
    await _send(message, issued, name, i18n, attempt)
    await state.clear()
    await _take_away(message, data.get("asked"))


async def verify_link(
    message: Message, command: CommandObject, certificates: Certificates, i18n: I18n
) -> None:
    code = command.args or ""
    for prefix in VERIFY_PREFIXES:
        code = code.removeprefix(prefix)
    await verify(message, code, certificates, i18n)


async def verify_command(
    message: Message, command: CommandObject, certificates: Certificates, i18n: I18n
) -> None:
    await verify(message, command.args or "", certificates, i18n)


async def verify(message: Message, code: str, certificates: Certificates, i18n: I18n) -> None:
    issued = await certificates.verify(code) if code.strip() else None
    if issued is None:
        text = _(
            "No certificate has this code. Please compare it with the picture and send "
            "/verify and the code, for example /verify ABCD-EFGH-12."
        )
    else:
        said = vouch(issued, i18n.current_locale)
        parts = (said.verdict, "\n".join(said.facts), "\n".join(said.limits))
        text = escape("\n\n".join(parts), quote=False)
    await show_card(message, Card(text=text, keyboard=column(menu_button(), help_button())))


async def _send(
    message: Message, issued: IssuedCertificate | None, name: str, i18n: I18n, attempt: str
) -> None:
    """Send the picture as a file, which Telegram leaves as it is; photos it makes to JPEG."""
    if issued is None:
        await show_card(message, gone_card())
        return
    assert message.bot is not None
    link = verification_link((await message.bot.me()).username or "", issued.code)
    certificate = _certificate(issued, name, link, i18n.current_locale)
    picture = await asyncio.to_thread(draw_certificate, certificate)
    await message.answer_document(
        BufferedInputFile(picture, "certificate.png"),
        caption=_(
            "🎓 Well done! Anyone can check it: scan the code in the picture, open the link, "
            "or send this line:\n"
            "<code>/verify {code}</code>"
        ).format(code=group_code(issued.code))
        + f"\n{link}",
        reply_markup=rows([withdraw_button(attempt)], [help_button(), menu_button()]),
        disable_content_type_detection=True,
    )


def verification_link(username: str, code: str) -> str:
    """Return the deep link that the QR code leads to."""
    return f"https://t.me/{username}?start={VERIFY_PREFIXES[0]}{code}"


async def _take_away(message: Message, asked: int | None) -> None:
    """Delete the question about the name once it is answered; it may be gone already."""
    if asked is not None and message.bot is not None:
        with at_best():
            await message.bot.delete_message(message.chat.id, asked)


def _certificate(issued: IssuedCertificate, name: str, link: str, locale: str) -> Certificate:
    assert issued.course is not None
    assert issued.lesson is not None
    return Certificate(
        name=name,
        course=issued.course.title.to(locale),
        lesson=issued.lesson.title.to(locale),
        issued_on=issued.issued_on,
        code=issued.code,
        score=score_words(issued),
        link=link,
        design=Design(design_for(issued.age_band, issued.course.stage)),
        words=CertificateWords(
            locale=locale,
            brand=_("HUMEN"),
            title=_("Certificate of Learning"),
            given_to=_("given to"),
            completed=_("who has completed"),
            date_label=_("Date"),
            score_label=_("Right at once"),
            code_label=_("Verification code"),
        ),
    )
