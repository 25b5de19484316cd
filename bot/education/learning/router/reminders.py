"""When to be reminded, and the reminder itself."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from aiogram.exceptions import (
    TelegramAPIError,
)
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.types import Update as TelegramUpdate
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card, show_card
from bot.chat.delivery.outbox import OutboxItem
from bot.chat.delivery.refusals import UNREACHABLE, Refusal, refusal_of
from bot.chat.i18n import DEFAULT_LOCALE
from bot.chat.keyboards import button, column, help_button, menu_button, rows
from bot.chat.notices import DailyNotices
from bot.education.learning.router.closings import day_words, streak_words
from bot.education.learning.router.doors import learn_button
from bot.education.learning.router.lessons import update_of
from bot.education.learning.rules.habits import HOURS
from bot.education.learning.service.reminders import (
    ChooseHour,
    HabitView,
    PutBackReminder,
    RestFromReminders,
    ShowHabits,
    StopReminders,
    TakeUpReminder,
)

log = structlog.get_logger(__name__)

# With more, the chosen hour's tick and time do not fit side by side on a small phone.
PER_ROW = 3


class HourCallback(CallbackData, prefix="ho"):
    """The hour of the daily reminder; without one there is none."""

    hour: int | None = None


class RestCallback(CallbackData, prefix="re"):
    """Two weeks without reminders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """What the handlers of reminders use."""

    show: ShowHabits
    choose: ChooseHour
    rest: RestFromReminders
    stop: StopReminders


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSender:
    """Sends a planned reminder, if it is still wanted."""

    notices: DailyNotices
    take_up: TakeUpReminder
    put_back: PutBackReminder
    stop: StopReminders

    async def __call__(self, item: OutboxItem) -> None:
        reminder = await self.take_up(item.id)
        if reminder is None:
            return
        locale = reminder.locale or DEFAULT_LOCALE
        try:
            await self.notices.send(reminder.chat_id, reminder.count, locale)
        except TelegramAPIError as error:
            refusal = refusal_of(error)
            if refusal in UNREACHABLE:
                log.info("reminder_unwanted")
                await self.stop(reminder.chat_id)
            elif refusal is Refusal.TRY_AGAIN:
                # It may have arrived with its answer lost; better none than a second one.
                log.info("reminder_unanswered")
            else:
                # Telegram answered that it did not take it.
                await self.put_back(item.id)
                raise


async def reminders_command(message: Message, reminders: Reminders, i18n: I18n) -> None:
    await show_card(message, _card(await reminders.show(message.chat.id), i18n.current_locale))


async def reminders_pressed(query: CallbackQuery, reminders: Reminders, i18n: I18n) -> None:
    await show_card(query, _card(await reminders.show(query.from_user.id), i18n.current_locale))


async def hour_pressed(
    query: CallbackQuery,
    callback_data: HourCallback,
    event_update: TelegramUpdate,
    reminders: Reminders,
    i18n: I18n,
) -> None:
    update = update_of(query, event_update)
    await reminders.choose(update, callback_data.hour, i18n.current_locale)
    await _redraw(query, reminders, i18n)


async def rest_pressed(
    query: CallbackQuery, event_update: TelegramUpdate, reminders: Reminders, i18n: I18n
) -> None:
    await reminders.rest(update_of(query, event_update))
    await _redraw(query, reminders, i18n)


async def _redraw(query: CallbackQuery, reminders: Reminders, i18n: I18n) -> None:
    """Show what holds now; below a card from before an erasure, say that nothing comes."""
    view = await reminders.show(query.from_user.id)
    if not view.is_kept and isinstance(query.message, Message):
        await query.message.edit_text(off_words(), reply_markup=_below())
        await query.answer(_("Reminders are off now."))
        return
    await show_card(query, _card(view, i18n.current_locale))


async def quiet_pressed(query: CallbackQuery, reminders: Reminders) -> None:
    """Turn reminders off at one tap, also for whoever never turned them on."""
    await reminders.stop(query.from_user.id)
    text = _("🔕 No more reminders. You can turn them on again with /reminders.")
    await show_card(query, Card(text=text, keyboard=_below()))


def off_words() -> str:
    return _(
        "🔕 Reminders are off now: nothing is kept of you.\n\n"
        "To be reminded again, finish a lesson and let me remember your progress."
    )


def _below() -> InlineKeyboardMarkup:
    """Lead on to a lesson: there is nothing to remind of without one."""
    return column(learn_button(), menu_button(), help_button())


def _card(view: HabitView, locale: str) -> Card:
    if not view.is_kept:
        text = _(
            "⏰ I can only remind somebody I may remember. Finish a lesson and tell me your age "
            "band; then choose an hour here."
        )
        return Card(text=text, keyboard=_below())
    parts = [_("⏰ <b>When shall I remind you?</b>"), _state(view, locale)]
    parts.append(
        _("One message a day at most, only if something is due, and never between 21:00 and 8:00.")
    )
    if view.streak > 1:
        parts.append(streak_words(view.streak))
    hours = [
        button(("✅ " if hour == view.hour else "") + f"{hour}:00", HourCallback(hour=hour).pack())
        for hour in HOURS
    ]
    rest = button(_("📝 Exams: two weeks of quiet"), RestCallback().pack())
    off = button(_("🔕 No reminders"), HourCallback().pack())
    return Card(
        text="\n\n".join(parts),
        keyboard=rows(
            hours[:PER_ROW],
            hours[PER_ROW:],
            [rest] if view.hour else [],
            [off],
            [help_button(), menu_button()],
        ),
    )


def _state(view: HabitView, locale: str) -> str:
    if view.hour is None:
        return _("Now there are no reminders.")
    hour = _("Now: every day at {hour}:00.").format(hour=view.hour)
    if view.quiet_until is None:
        return hour
    day = day_words(view.quiet_until, locale)
    return hour + " " + _("Quiet until {day}.").format(day=day)
