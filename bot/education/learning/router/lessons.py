"""A lesson is one card, edited in place from the story to the result."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from aiogram import Bot
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.types import Update as TelegramUpdate
from aiogram.utils.i18n import I18n, get_i18n
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import show_card
from bot.chat.picture_cards import PictureCard, show_picture_card
from bot.chat.unread import unread_card
from bot.drawing.trap import draw_trap
from bot.education.learning.router.asking_once import may_ask
from bot.education.learning.router.callbacks import (
    AnswerCallback,
    ChooseCallback,
    CourseCallback,
    GoOnCallback,
    LessonCallback,
    LookCallback,
    MarkCallback,
    MoveCallback,
    SubmitCallback,
    UndoCallback,
)
from bot.education.learning.router.catalogue import CatalogueCallback, catalogue_card
from bot.education.learning.router.courses import course_card
from bot.education.learning.router.screens import Screens
from bot.education.learning.rules.asking import Answer, Mark, Submit, Undo
from bot.education.learning.rules.plan import QuestionStep
from bot.education.learning.rules.progress import (
    Choose,
    GoOn,
    Move,
    asking_at,
    is_finished,
    step_at,
)
from bot.education.learning.rules.typed import read_typed
from bot.education.learning.service.lessons import (
    LessonView,
    MakeMove,
    OpenCourse,
    ShowLesson,
    StartLesson,
)
from bot.education.learning.service.parts import Update
from content.errors import ContentNotFoundError
from content.library import Library


class LessonSG(StatesGroup):
    """A lesson is under way, so that what is typed may be an answer."""

    under_way = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """What the handlers of lessons use."""

    library: Library
    open_course: OpenCourse
    start_lesson: StartLesson
    make_move: MakeMove
    show_lesson: ShowLesson


async def learn_command(message: Message, learning: Learning, i18n: I18n) -> None:
    view = await learning.open_course(message.chat.id)
    await show_card(message, course_card(view, i18n.current_locale))


async def learn_pressed(query: CallbackQuery, learning: Learning, i18n: I18n) -> None:
    view = await learning.open_course(query.from_user.id)
    await show_card(query, course_card(view, i18n.current_locale))


async def lesson_pressed(
    query: CallbackQuery,
    callback_data: LessonCallback,
    event_update: TelegramUpdate,
    learning: Learning,
    state: FSMContext,
) -> None:
    try:
        view = await learning.start_lesson(update_of(query, event_update), callback_data.lesson)
    except ContentNotFoundError:
        await query.answer(_("This lesson is no longer offered."), show_alert=True)
        return
    await _show(query, await _standing(view, learning.library, state))


async def course_pressed(
    query: CallbackQuery, callback_data: CourseCallback, learning: Learning, i18n: I18n
) -> None:
    try:
        view = await learning.open_course(query.from_user.id, callback_data.course)
    except ContentNotFoundError:
        await query.answer(_("This course is no longer offered."), show_alert=True)
        return
    await show_card(query, course_card(view, i18n.current_locale))


async def catalogue_pressed(
    query: CallbackQuery, callback_data: CatalogueCallback, learning: Learning, i18n: I18n
) -> None:
    await show_card(
        query, catalogue_card(learning.library, callback_data.stage, i18n.current_locale)
    )


async def move_pressed(
    query: CallbackQuery,
    callback_data: MoveCallback,
    event_update: TelegramUpdate,
    learning: Learning,
    state: FSMContext,
) -> None:
    """Make the move; one made already is answered with the card as it stands."""
    update = update_of(query, event_update)
    view = await learning.make_move(update, callback_data.attempt, move_of(callback_data))
    if view is None:
        await _gone(query)
        return
    await _show(query, await _standing(view, learning.library, state))


async def look_pressed(
    query: CallbackQuery, callback_data: LookCallback, learning: Learning, state: FSMContext
) -> None:
    """Show the card as it stands with its sources, or its picture in words; nothing changes."""
    view = await learning.show_lesson(query.from_user.id, callback_data.attempt)
    if view is None:
        await _gone(query)
        return
    is_here = callback_data.position == view.progress.position
    screens = replace(
        await _standing(view, learning.library, state),
        sources=is_here and callback_data.at == "sources",
        in_words=is_here and callback_data.at == "words",
    )
    await _show(query, screens)


async def _gone(query: CallbackQuery) -> None:
    await query.answer(
        _("This lesson is over or was forgotten. Open the menu with /start."), show_alert=True
    )


async def _show(query: CallbackQuery | Message, screens: Screens) -> None:
    """Show the card; a picture is drawn beside the event loop."""
    trap = None if screens.in_words else screens.trap()
    picture = None if trap is None else await asyncio.to_thread(draw_trap, trap)
    shown = PictureCard(
        card=screens.card(),
        picture=picture,
        keeps_picture=screens.is_pictured,
        is_repeated=not (screens.view.is_applied or screens.view.is_over),
    )
    await show_picture_card(query, shown)


async def show_attempt(
    event: CallbackQuery | Message, view: LessonView, library: Library, state: FSMContext
) -> None:
    """Show the card where an attempt stands, from another feature's door."""
    await _show(event, await _standing(view, library, state))


def update_of(event: CallbackQuery | Message, update: TelegramUpdate) -> Update:
    """Return whose tap or message it is, and by which update it came."""
    bot = event.bot
    assert isinstance(bot, Bot)
    chat_id = event.chat.id if isinstance(event, Message) else event.from_user.id
    return Update(bot_id=bot.id, update_id=update.update_id, chat_id=chat_id)


def move_of(data: MoveCallback) -> Move:
    match data:
        case ChooseCallback():
            return Choose(position=data.position, node=data.node, option=data.option)
        case AnswerCallback():
            return Answer(position=data.position, option=data.option, nth=data.nth)
        case UndoCallback():
            return Undo(position=data.position, nth=data.nth)
        case MarkCallback():
            return Mark(position=data.position, option=data.option, on=data.on)
        case SubmitCallback():
            return Submit(position=data.position)
        case GoOnCallback():
            return GoOn(position=data.position)


async def typed(
    message: Message, event_update: TelegramUpdate, learning: Learning, state: FSMContext
) -> None:
    """Take the letters of the card for its taps; whatever else is typed, say where one is."""
    attempt = str((await state.get_data()).get("attempt", ""))
    view = await learning.show_lesson(message.chat.id, attempt)
    if view is None:
        await state.clear()
        raise SkipHandler
    moves = _typed_moves(view, message.text or "")
    if moves:
        view = await learning.make_move(update_of(message, event_update), attempt, *moves)
    else:
        await show_card(message, unread_card(message, _where(view)))
    if view is not None:
        await _show(message, await _standing(view, learning.library, state))


def _typed_moves(view: LessonView, text: str) -> tuple[Move, ...]:
    step = step_at(view.plan, view.progress)
    is_answered = isinstance(step, QuestionStep) and step.question.id in view.progress.answers
    if view.is_over or is_answered or not isinstance(step, QuestionStep):
        return ()
    asking = asking_at(view.plan, view.progress, step.question)
    return read_typed(asking, view.progress.position, text)


def _where(view: LessonView) -> str:
    step, asked = step_at(view.plan, view.progress), len(view.plan.questions)
    if not isinstance(step, QuestionStep):
        return _("You are in a lesson; the card below goes on with it.")
    return _("You are at question {number} of {asked}. Tap a letter below, or type it.").format(
        number=step.number, asked=asked
    )


async def keep_place(state: FSMContext, view: LessonView) -> None:
    """Let what is typed count for this attempt, until it ends or another door is opened."""
    if not view.is_over and not is_finished(view.plan, view.progress):
        await state.set_state(LessonSG.under_way)
        await state.set_data({"attempt": view.attempt_id})
    elif await state.get_state() == LessonSG.under_way.state:
        await state.clear()


async def _standing(view: LessonView, library: Library, state: FSMContext) -> Screens:
    await keep_place(state, view)
    locale, asks = get_i18n().current_locale, await may_ask(state, view)
    return Screens(view=view, library=library, locale=locale, asks=asks)
