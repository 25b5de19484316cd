"""A lesson is one card, edited in place from the story to the result."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram import Bot
from aiogram.types import CallbackQuery, Message
from aiogram.types import Update as TelegramUpdate
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card, show_card
from bot.chat.keyboards import button, help_button, menu_button, rows
from bot.education.learning.router.callbacks import (
    AnswerCallback,
    ChooseCallback,
    GoOnCallback,
    LessonCallback,
    MarkCallback,
    MoveCallback,
    SubmitCallback,
)
from bot.education.learning.router.screens import Screens
from bot.education.learning.rules.progress import Answer, Choose, GoOn, Mark, Move, Submit
from bot.education.learning.service.lessons import (
    CourseView,
    LessonView,
    MakeMove,
    OpenCourse,
    StartLesson,
)
from bot.education.learning.service.parts import Update
from content.errors import ContentNotFoundError
from content.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """What the handlers of lessons use."""

    library: Library
    open_course: OpenCourse
    start_lesson: StartLesson
    make_move: MakeMove


async def learn_command(message: Message, learning: Learning, i18n: I18n) -> None:
    view = await learning.open_course(message.chat.id)
    await show_card(message, _course_card(view, i18n.current_locale))


async def learn_pressed(query: CallbackQuery, learning: Learning, i18n: I18n) -> None:
    view = await learning.open_course(query.from_user.id)
    await show_card(query, _course_card(view, i18n.current_locale))


async def lesson_pressed(
    query: CallbackQuery,
    callback_data: LessonCallback,
    event_update: TelegramUpdate,
    learning: Learning,
    i18n: I18n,
) -> None:
    try:
        view = await learning.start_lesson(update_of(query, event_update), callback_data.lesson)
    except ContentNotFoundError:
        await query.answer(_("This lesson is no longer offered."), show_alert=True)
        return
    await show_card(query, _lesson_card(view, learning.library, i18n))


async def move_pressed(
    query: CallbackQuery,
    callback_data: MoveCallback,
    event_update: TelegramUpdate,
    learning: Learning,
    i18n: I18n,
) -> None:
    """Make the move; one made already is answered with the card as it stands."""
    update = update_of(query, event_update)
    view = await learning.make_move(update, callback_data.attempt, move_of(callback_data))
    if view is None:
        await query.answer(
            _("This lesson is over or was forgotten. Open the menu with /start."), show_alert=True
        )
        return
    await show_card(query, _lesson_card(view, learning.library, i18n))


def update_of(event: CallbackQuery | Message, update: TelegramUpdate) -> Update:
    """Return whose tap or message it is, and by which update it came."""
    bot = event.bot
    assert isinstance(bot, Bot)
    chat_id = event.chat.id if isinstance(event, Message) else event.from_user.id
    return Update(bot_id=bot.id, update_id=update.update_id, chat_id=chat_id)


def move_of(data: MoveCallback) -> Move:
    match data:
        case ChooseCallback():
            return Choose(position=data.position, node=data.node, choice=data.choice)
        case AnswerCallback():
            return Answer(position=data.position, option=data.option)
        case MarkCallback():
            return Mark(position=data.position, option=data.option, on=data.on)
        case SubmitCallback():
            return Submit(position=data.position)
        case GoOnCallback():
            return GoOn(position=data.position)


def _lesson_card(view: LessonView, library: Library, i18n: I18n) -> Card:
    return Screens(view=view, library=library, locale=i18n.current_locale).card()


def _course_card(view: CourseView, locale: str) -> Card:
    parts = [f"<b>{view.course.title.to(locale)}</b>", view.course.audience.to(locale)]
    lessons = [
        f"{'✅' if lesson.id in view.finished else '▫️'} {number}. {lesson.title.to(locale)}"
        f" · {_('{minutes} min').format(minutes=lesson.minutes)}"
        for number, lesson in enumerate(view.course.lessons, 1)
    ]
    parts.append("\n".join(lessons))
    buttons = [
        [button(_lesson_label(view, lesson.id, number), LessonCallback(lesson=lesson.id).pack())]
        for number, lesson in enumerate(view.course.lessons, 1)
    ]
    return Card(text="\n\n".join(parts), keyboard=rows(*buttons, [help_button(), menu_button()]))


def _lesson_label(view: CourseView, lesson_id: str, number: int) -> str:
    if lesson_id == view.open_lesson:
        return _("▶️ Go on with lesson {number}").format(number=number)
    if lesson_id == view.next_lesson:
        return _("▶️ Start lesson {number}").format(number=number)
    if lesson_id in view.finished:
        return _("🔁 Lesson {number} again").format(number=number)
    return _("Lesson {number}").format(number=number)
