"""/mydata: what is kept, seen, taken along, corrected and erased."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram import Bot
from aiogram.filters.callback_data import CallbackData
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram.types import Update as TelegramUpdate
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card, show_card
from bot.chat.delivery.refusals import at_best
from bot.chat.keyboards import button, column, help_button, menu_button, rows
from bot.chat.shown.removing import Removal, take_off
from bot.education.learning.router.closings import day_words
from bot.education.learning.router.lessons import update_of
from bot.education.learning.router.results import age_buttons, age_labels
from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.mydata import ExportMyData, MyData, ShowMyData
from bot.education.learning.service.profiles import ForgetLearner
from storage.education.kinds import ConsentBy

EXPORT_FILE = "humen-my-data.json"


class DataCallback(CallbackData, prefix="md"):
    """Something about a learner's data; the learner is named so that no other one is erased."""

    action: str
    learner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyDataDesk:
    """What the handlers of /mydata use."""

    show: ShowMyData
    export: ExportMyData
    forget: ForgetLearner


async def mydata_command(message: Message, my_data: MyDataDesk, i18n: I18n) -> None:
    await show_card(message, _card(await my_data.show(message.chat.id), i18n.current_locale))


async def show_pressed(query: CallbackQuery, my_data: MyDataDesk, i18n: I18n) -> None:
    await show_card(query, _card(await my_data.show(query.from_user.id), i18n.current_locale))


async def export_pressed(query: CallbackQuery, my_data: MyDataDesk) -> None:
    """Send the file in place of the overview, so that one tap then leaves neither in the chat."""
    exported = await my_data.export(query.from_user.id)
    await query.answer()
    if exported is not None and isinstance(query.message, Message):
        await query.message.answer_document(
            BufferedInputFile(exported, EXPORT_FILE),
            caption=_(
                "📦 All that is kept of you. Once you have saved it, take the file off this chat: "
                "nothing of it is then left here."
            ),
            reply_markup=rows(
                [button(_("🧹 Saved, delete it here"), _data("clear"))],
                [button(_("🗂 My data"), _data("show"))],
                [help_button(), menu_button()],
            ),
        )
        with at_best():
            await query.message.delete()


async def clear_pressed(query: CallbackQuery, bot: Bot) -> None:
    """Take the file off the screen; what cannot be, the person has to delete."""
    message = query.message
    removal = message and await take_off(bot, message.chat.id, message.message_id)
    if removal is not Removal.GONE:
        text = _("I can no longer delete it. Please hold your finger on it and delete it.")
        await query.answer(text, show_alert=True)
        return
    await query.answer(_("Deleted from this chat."))


async def age_pressed(query: CallbackQuery, callback_data: DataCallback) -> None:
    card = Card(
        text=_("Which age band is right?"),
        keyboard=rows(age_buttons("", callback_data.learner), [help_button(), menu_button()]),
    )
    await show_card(query, card)


async def erase_pressed(query: CallbackQuery, callback_data: DataCallback) -> None:
    """Ask once more, and whether the certificates go as well."""
    learner = callback_data.learner
    text = _(
        "Erase everything? Lessons, answers, reviews, reminders and consent go at once and "
        "cannot be brought back.\n\n"
        "Certificates name nobody. They can go too; then their codes no longer verify."
    )
    card = Card(
        text=text,
        keyboard=column(
            button(_("🗑 Erase, keep certificates valid"), _data("really", learner)),
            button(_("🗑 Erase certificates too"), _data("all", learner)),
            button(_("↩️ Leave it"), _data("show")),
            help_button(),
            menu_button(),
        ),
    )
    await show_card(query, card)


async def really_pressed(
    query: CallbackQuery,
    callback_data: DataCallback,
    event_update: TelegramUpdate,
    my_data: MyDataDesk,
) -> None:
    is_erased = await my_data.forget(
        update_of(query, event_update),
        callback_data.learner,
        with_certificates=callback_data.action == "all",
    )
    if not is_erased:
        await say_no_longer_here(query)
        return
    text = _("🗑 Erased. Nothing of it is left. You can go on learning at any time.")
    await show_card(query, Card(text=text, keyboard=column(menu_button(), help_button())))


async def withdraw_pressed(
    query: CallbackQuery,
    callback_data: DataCallback,
    event_update: TelegramUpdate,
    my_data: MyDataDesk,
) -> None:
    """Take the consent back: what it allowed us to keep goes with it."""
    update = update_of(query, event_update)
    if not await my_data.forget(update, callback_data.learner, goes_on=True):
        await say_no_longer_here(query)
        return
    text = _(
        "The consent is withdrawn, and what it allowed me to keep is erased.\n\n"
        "Every lesson stays open. From now on nothing is written down."
    )
    await show_card(query, Card(text=text, keyboard=column(menu_button(), help_button())))


async def say_no_longer_here(query: CallbackQuery) -> None:
    """Tell beside the card, so that a second tap does not take away the answer to the first."""
    text = _("Nothing was erased just now: this profile is no longer on this phone.")
    await query.answer(text, show_alert=True)


def _card(data: MyData, locale: str) -> Card:
    if data.learner is None:
        text = _("🗂 Nothing is kept of you.")
        return Card(text=text, keyboard=column(menu_button(), help_button()))
    learner = data.learner.id
    lines = [_("🗂 <b>What is kept of you</b>"), _where(data), "\n".join(_lines(data, locale))]
    consent = data.learner.consented_on is not None
    is_told = data.learner.age_band in set(AgeBand)
    age = _("✏️ Correct the age band") if is_told else _("🗂 Remember my progress")
    return Card(
        text="\n\n".join(lines),
        keyboard=rows(
            [button(_("📦 Take it with me"), _data("export"))],
            [button(age, _data("age", learner))],
            [button(_("↩️ Withdraw the consent"), _data("withdraw", learner))] if consent else [],
            [button(_("🗑 Erase all my data"), _data("erase", learner))],
            [help_button(), menu_button()],
        ),
    )


def _where(data: MyData) -> str:
    if data.is_kept:
        return _(
            "It is on our disk, without name, telephone or birthday, until you erase it; "
            "after a year without a visit it is erased by itself."
        )
    return _(
        "It is in memory only, on no disk, and is gone two days after your last tap, or when I "
        "restart."
    )


def _lines(data: MyData, locale: str) -> list[str]:
    learner = data.learner
    assert learner is not None
    counts = [
        _("Chat number: {number}").format(number=learner.chat_id),
        _("Attempts at lessons and practice: {count}").format(count=data.count("attempts")),
        _("Answers: {count}").format(count=data.count("answers")),
        _("Points under review: {count}").format(count=data.count("reviews")),
    ]
    if learner.age_band in set(AgeBand):
        counts.insert(
            0, _("Age band: {band}").format(band=age_labels()[AgeBand(learner.age_band)])
        )
    if learner.consented_on is not None:
        day = day_words(learner.consented_on, locale)
        counts.append(_consent_words(learner.consent_by, learner.consent_slip).format(day=day))
    return [f"· {each}" for each in counts]


def _consent_words(by: str | None, slip: str | None) -> str:
    if by == ConsentBy.SCHOOL:
        told = _("A guardian agreed on paper, slip {slip}, told on {day}")
        return told.replace("{slip}", slip or "")
    return _("A guardian agreed on this phone on {day}")


def _data(action: str, learner: str = "") -> str:
    return DataCallback(action=action, learner=learner).pack()
