"""A course on a card: its lessons, the one to go on with, and the way to other courses."""

from __future__ import annotations

from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card
from bot.chat.keyboards import button, help_button, menu_button, rows
from bot.education.learning.router.callbacks import LessonCallback
from bot.education.learning.router.catalogue import catalogue_button
from bot.education.learning.router.doors import probe_row
from bot.education.learning.service.lessons import CourseView


def course_card(view: CourseView, locale: str) -> Card:
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
    probe = probe_row(view.course.id, view.probe)
    keyboard = rows(*buttons, probe, [catalogue_button()], [help_button(), menu_button()])
    return Card(text="\n\n".join(parts), keyboard=keyboard)


def _lesson_label(view: CourseView, lesson_id: str, number: int) -> str:
    if lesson_id == view.open_lesson:
        return _("▶️ Go on with lesson {number}").format(number=number)
    if lesson_id == view.next_lesson:
        return _("▶️ Start lesson {number}").format(number=number)
    if lesson_id in view.finished:
        return _("🔁 Lesson {number} again").format(number=number)
    return _("Lesson {number}").format(number=number)
