"""Passing a child's danger on: to whom, how, when; and the second person who confirms it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button, rows
from bot.reports.triage.outcomes.protecting import NotConfirmed
from bot.reports.triage.router.callbacks import ALL, Action, PassedOnCallback, SecondCallback
from bot.reports.triage.router.callbacks import TipCallback as Tapped
from bot.reports.triage.router.cards import held_card
from bot.reports.triage.router.desk import PRIVATE, Triage, refuse, tip_button
from bot.reports.triage.router.wording import when_words
from bot.reports.triage.service import PassedOn, TipCard
from content.errors import ContentNotFoundError

HOURS_AGO: Final = (0, 1, 2, 4, 8, 24)
_HOUR: Final = 3600


async def begin_passing_on(query: CallbackQuery, tip_id: str, triage: Triage) -> None:
    await _ask_next(query, PassedOnCallback(tip=tip_id), triage)


async def passed_on_pressed(
    query: CallbackQuery, callback_data: PassedOnCallback, triage: Triage
) -> None:
    """Ask for what is not said yet; once all is said and sure, record it."""
    if not callback_data.sure:
        await _ask_next(query, callback_data, triage)
        return
    post = await triage.post_of(query, callback_data.tip)
    card = None
    if post is not None and _is_known(callback_data, triage):
        said = PassedOn(
            organ=callback_data.organ, way=callback_data.way, hour=_hour(callback_data)
        )
        card = await triage.protecting.record(post, callback_data.tip, said)
    if card is None:
        await refuse(query)
        return
    await triage.refresh(card)
    if isinstance(query.message, Message):
        keyboard = rows([tip_button(_("↩️ Take the record back"), Action.WITHDRAW, card)])
        await query.message.edit_text(waiting_text(card), reply_markup=keyboard)
    await query.answer()


async def _ask_next(query: CallbackQuery, data: PassedOnCallback, triage: Triage) -> None:
    card = await held_card(query, data.tip, triage)
    if card is None:
        return
    try:
        text, choices = _next_screen(data, card, triage)
    except ContentNotFoundError:
        await refuse(query)
        return
    cancel = tip_button(_("Cancel"), Action.CANCEL, card)
    if isinstance(query.message, Message):
        keyboard = rows(*[[each] for each in choices], [cancel])
        await query.message.edit_text(text, reply_markup=keyboard)
    await query.answer()


def _next_screen(
    data: PassedOnCallback, card: TipCard, triage: Triage
) -> tuple[str, list[InlineKeyboardButton]]:
    if data.organ == ALL:
        return _law(card), _list(data, "organs", triage)
    if data.way == ALL:
        return _("How did you pass it on?"), _list(data, "ways", triage)
    if not data.hour:
        return _("When did you pass it on?"), _hours(data, card, triage)
    text = _(
        "Report {number}: passed on to {said}. Nothing of what the report says is kept with it. "
        "Is that so?"
    ).format(number=card.number, said=_said(data, triage))
    return text, [button(_("✅ Record it"), data.model_copy(update={"sure": True}).pack())]


def _law(card: TipCard) -> str:
    return _(
        "🧒 Report {number}: a child may be in danger. State organs tell the police, civil "
        "affairs, education or another department at once (Law on the Protection of Minors, "
        "Article 11). First pass it on, then say here to whom, how and when. Somebody else "
        "confirms it; until then the words stay.\n\nTo whom did you pass it on?"
    ).format(number=card.number)


def _list(data: PassedOnCallback, name: str, triage: Triage) -> list[InlineKeyboardButton]:
    field, locale = name.removesuffix("s"), triage.i18n.current_locale
    return [
        button(each.label.to(locale), data.model_copy(update={field: each.id}).pack())
        for each in triage.wording.outcomes.items(name)
    ]


def _hours(data: PassedOnCallback, card: TipCard, triage: Triage) -> list[InlineKeyboardButton]:
    """Offer hours since the report came; each button keeps its hour, whenever it is tapped."""
    now = triage.protecting.record.clock().astimezone(UTC)
    found = [now - timedelta(hours=ago) for ago in HOURS_AGO]
    return [
        button(
            when_words(hour, triage.zone),
            data.model_copy(update={"hour": int(hour.timestamp()) // _HOUR}).pack(),
        )
        for hour in found
        if int(hour.timestamp()) // _HOUR >= int(card.hour.timestamp()) // _HOUR
    ]


def _hour(data: PassedOnCallback) -> datetime:
    return datetime.fromtimestamp(data.hour * _HOUR, UTC)


def _said(data: PassedOnCallback, triage: Triage) -> str:
    said = PassedOn(organ=data.organ, way=data.way, hour=_hour(data))
    return triage.wording.passed_on(said, triage.zone)


def _is_known(data: PassedOnCallback, triage: Triage) -> bool:
    try:
        _said(data, triage)
    except ContentNotFoundError:
        return False
    return True


def waiting_text(card: TipCard) -> str:
    return _(
        "Report {number}: recorded as handed to child protection. Somebody else confirms it in "
        "the admin chat; until then the report stays open and its words stay."
    ).format(number=card.number)


async def second_wanted(triage: Triage, card: TipCard, *, is_alone: bool) -> str:
    """Ask the admin chat for a second person, or say that there is none."""
    assert card.referral is not None, "only what was recorded is asked about"
    region = await triage.queue.unit_region(card.unit_id)
    words = {
        "number": card.number,
        "unit": triage.wording.region(region or card.unit_id),
        "said": triage.wording.passed_on(card.referral, triage.zone),
    }
    asked = _(
        "🧒 Report {number} ({unit}): a child's danger was passed on to {said}. Please make sure "
        "that it arrived, and confirm it; whoever recorded it cannot."
    ).format(**words)
    if not is_alone:
        return asked
    return f"{asked}\n" + _(
        "Nobody else works here, and no unit above can be asked: please invite a colleague. "
        "Until then the words stay."
    )


async def withdraw_pressed(query: CallbackQuery, callback_data: Tapped, triage: Triage) -> None:
    post = await triage.post_of(query, callback_data.tip)
    card = None
    if post is not None:
        card = await triage.protecting.withdraw(post, callback_data.tip)
    if card is None:
        await refuse(query)
        return
    await triage.answer(query, card, _("Taken back. The report stays open."))


async def second_pressed(
    query: CallbackQuery, callback_data: SecondCallback, triage: Triage
) -> None:
    post = await triage.post_of(query, callback_data.tip)
    found = None
    if post is not None:
        confirm = triage.protecting.confirm
        found = await confirm.second(post, callback_data.tip, callback_data.mark)
    if found is None:
        await refuse(query)
    elif isinstance(found, NotConfirmed):
        await query.answer(_why_not(found), show_alert=True)
    else:
        await triage.answer(query, found, _("Confirmed by two, and closed."))
        await _take_question_away(query, found)


async def _take_question_away(query: CallbackQuery, card: TipCard) -> None:
    """Delete what the unit above was asked; the unit's own goes with its card."""
    message = query.message
    if not isinstance(message, Message) or message.chat.id == card.admin_chat:
        return
    if message.chat.type != PRIVATE:
        with suppress(TelegramAPIError):
            await message.delete()


def _why_not(why: NotConfirmed) -> str:
    if why is NotConfirmed.OWN:
        return _("You recorded it yourself: somebody else confirms it.")
    return _("This button is out of date: the record was changed, or taken back.")
