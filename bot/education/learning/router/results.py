"""What stands at the end of a lesson, and whether we may remember it."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card
from bot.chat.keyboards import button, help_button, menu_button, rows
from bot.education.learning.router.callbacks import (
    AgeCallback,
    AttemptCallback,
    LessonCallback,
)
from bot.education.learning.router.doors import (
    probe_row,
    progress_button,
    reminders_button,
)
from bot.education.learning.rules.progress import asked as asked_in
from bot.education.learning.rules.progress import count_correct, is_correct
from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.lessons import LessonView
from content.library import Library


def result_card(view: LessonView, library: Library, locale: str, *, asks: bool = True) -> Card:
    """Return the result: what went well, what is worth another look, and where to go.

    Who is not remembered is asked for leave, or has one quiet button to give it.
    """
    counted = asked_in(view.plan, view.progress)
    correct, asked = count_correct(view.plan, view.progress), len(counted)
    title = view.plan.lesson.title.to(locale)
    parts = [
        _("🎉 <b>You have finished “{lesson}”</b>").format(lesson=title),
        _("{correct} of {asked} answered right at once.").format(correct=correct, asked=asked),
    ]
    again = _worth_another_look(view, locale)
    if again:
        parts.append(_("Worth another look:") + "\n" + "\n".join(f"· {each}" for each in again))
    if asks and not view.is_remembered:
        parts.append(leave_question())
    certificate = AttemptCallback(attempt=view.attempt_id, action="certificate").pack()
    return Card(
        text="\n\n".join(parts),
        keyboard=rows(
            [button(_("🎓 My certificate"), certificate)],
            _next_lesson(view, library),
            _leave_row(view, asks=asks),
            probe_row(view.outlook.course_id, view.outlook.probes.offered),
            [progress_button(), reminders_button()] if view.is_remembered else [],
            [help_button(), menu_button()],
        ),
    )


def leave_question() -> str:
    return _(
        "May I remember how far you have come? Then please tell me your age band. "
        "Otherwise nothing is written down, and I forget it two days after your last tap."
    )


def age_labels() -> dict[AgeBand, str]:
    return {
        AgeBand.UNDER_14: _("Under 14"),
        AgeBand.FROM_14_TO_17: _("14 to 17"),
        AgeBand.ADULT: _("18 or over"),
    }


def age_buttons(attempt: str, learner: str = "") -> list[InlineKeyboardButton]:
    """Ask for the age band of whoever made the attempt, or of a profile without one."""
    return [
        button(label, AgeCallback(band=band, attempt=attempt, learner=learner).pack())
        for band, label in age_labels().items()
    ]


def _leave_row(view: LessonView, *, asks: bool) -> list[InlineKeyboardButton]:
    if view.is_remembered:
        return []
    if asks:
        return age_buttons(view.attempt_id)
    later = AttemptCallback(attempt=view.attempt_id, action="remember").pack()
    return [button(_("🗂 Remember my progress"), later)]


def _worth_another_look(view: LessonView, locale: str) -> list[str]:
    return [
        question.prompt.to(locale).splitlines()[0]
        for question in asked_in(view.plan, view.progress)
        if not is_correct(question, view.progress.answers.get(question.id, ()))
    ][:3]


def _next_lesson(view: LessonView, library: Library) -> list[InlineKeyboardButton]:
    lessons = library.course_of(view.plan.lesson.id).lessons
    place = [lesson.id for lesson in lessons].index(view.plan.lesson.id)
    if place + 1 == len(lessons):
        return []
    callback = LessonCallback(lesson=lessons[place + 1].id).pack()
    return [button(_("▶️ Next lesson"), callback)]
