"""Practice, and the probes around a course."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.types import Update as TelegramUpdate
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card, show_card
from bot.chat.keyboards import help_button, menu_button, rows
from bot.education.learning.router.closings import GuessCallback, day_words, streak_words
from bot.education.learning.router.doors import (
    ProbeCallback,
    learn_button,
    progress_button,
    reminders_button,
)
from bot.education.learning.router.lessons import show_attempt, update_of
from bot.education.learning.service.practice import (
    ConfessGuess,
    PracticeView,
    ShowPractice,
    StartPractice,
)
from bot.education.learning.service.probes import StartLaterProbe, StartProbe
from content.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """What the handlers of practice use."""

    show: ShowPractice
    start: StartPractice
    guess: ConfessGuess
    start_probe: StartProbe
    start_later: StartLaterProbe
    library: Library


async def practice_command(
    message: Message,
    event_update: TelegramUpdate,
    practice: Practice,
    i18n: I18n,
    state: FSMContext,
) -> None:
    await _practise(message, event_update, practice, i18n, state)


async def practice_pressed(
    query: CallbackQuery,
    event_update: TelegramUpdate,
    practice: Practice,
    i18n: I18n,
    state: FSMContext,
) -> None:
    await _practise(query, event_update, practice, i18n, state)


async def guess_pressed(
    query: CallbackQuery,
    callback_data: GuessCallback,
    event_update: TelegramUpdate,
    practice: Practice,
) -> None:
    update = update_of(query, event_update)
    if await practice.guess(update, callback_data.attempt, callback_data.question):
        await query.answer(_("Thank you for saying so. It comes back a little sooner."))
    else:
        await query.answer()


async def probe_pressed(
    query: CallbackQuery,
    callback_data: ProbeCallback,
    event_update: TelegramUpdate,
    practice: Practice,
    state: FSMContext,
) -> None:
    if callback_data.course not in {course.id for course in practice.library.courses}:
        await query.answer()
        return
    view = await practice.start_probe(update_of(query, event_update), callback_data.course)
    if view is None:
        await query.answer(_("You have answered these already. Thank you."), show_alert=True)
        return
    await show_attempt(query, view, practice.library, state)


async def _practise(
    event: Message | CallbackQuery,
    event_update: TelegramUpdate,
    practice: Practice,
    i18n: I18n,
    state: FSMContext,
) -> None:
    """Begin at once where something is due; else tell when it will be."""
    update = update_of(event, event_update)
    view = await practice.start_later(update) or await practice.start(update)
    if view is not None:
        await show_attempt(event, view, practice.library, state)
        return
    chat_id = event.chat.id if isinstance(event, Message) else event.from_user.id
    await show_card(event, _nothing_due(await practice.show(chat_id), i18n.current_locale))


def _nothing_due(view: PracticeView, locale: str) -> Card:
    if view.next_due is None:
        text = _(
            "🌱 Nothing to practise yet. After a lesson its questions come back here, "
            "a few at a time and in other words."
        )
    else:
        text = _("🌤 Nothing is due today. The next questions come on {day}.").format(
            day=day_words(view.next_due, locale)
        )
    parts = [text, *([streak_words(view.streak)] if view.streak > 1 else [])]
    return Card(
        text="\n\n".join(parts),
        keyboard=rows(
            [learn_button()],
            [progress_button(), reminders_button()],
            [help_button(), menu_button()],
        ),
    )
