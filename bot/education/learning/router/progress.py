"""/progress: a picture of what is strong, fading and still to come."""

from __future__ import annotations

import asyncio

from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.entries import EntryCallback
from bot.chat.keyboards import button, help_button, menu_button, rows
from bot.chat.notices import PRACTICE
from bot.drawing.progress import ProgressChart, ProgressRow, ProgressWords, draw_progress
from bot.education.learning.router.closings import streak_words
from bot.education.learning.router.doors import reminders_button
from bot.education.learning.rules.practice import Standing
from bot.education.learning.service.progress import ProgressView, ShowProgress


async def progress_command(message: Message, show_progress: ShowProgress, i18n: I18n) -> None:
    view = await show_progress(message.chat.id)
    await _send(message, view, i18n.current_locale)


async def progress_pressed(query: CallbackQuery, show_progress: ShowProgress, i18n: I18n) -> None:
    view = await show_progress(query.from_user.id)
    await query.answer()
    if isinstance(query.message, Message):
        await _send(query.message, view, i18n.current_locale)


async def _send(message: Message, view: ProgressView, locale: str) -> None:
    picture = await asyncio.to_thread(draw_progress, chart_of(view, locale))
    practise = button(_("▶️ Practise now"), EntryCallback(name=PRACTICE).pack())
    await message.answer_photo(
        BufferedInputFile(picture, "progress.png"),
        caption=in_words(view, locale),
        reply_markup=rows([practise, reminders_button()], [help_button(), menu_button()]),
    )


def chart_of(view: ProgressView, locale: str) -> ProgressChart:
    return ProgressChart(
        course=view.course.title.to(locale),
        rows=tuple(
            ProgressRow(
                title=each.lesson.title.to(locale),
                strong=each.points.count(Standing.STRONG),
                fading=each.points.count(Standing.FADING),
                unseen=each.points.count(Standing.UNSEEN),
            )
            for each in view.lessons
        ),
        words=ProgressWords(
            title=_("What you know"),
            strong=_("Strong"),
            fading=_("Fading, practise soon"),
            unseen=_("Still to come"),
            streak=streak_words(view.streak) if view.streak > 1 else "",
        ),
    )


def in_words(view: ProgressView, locale: str) -> str:
    """Return the caption, which says everything that the picture shows."""
    parts = [f"<b>{view.course.title.to(locale)}</b>"]
    parts += [
        _("{lesson} (strong {strong}, fading {fading}, still to come {unseen})").format(
            lesson=each.lesson.title.to(locale),
            strong=each.points.count(Standing.STRONG),
            fading=each.points.count(Standing.FADING),
            unseen=each.points.count(Standing.UNSEEN),
        )
        for each in view.lessons
    ]
    if view.streak > 1:
        parts.append(streak_words(view.streak))
    return "\n".join(parts)
