"""The last card of an attempt: of a lesson, of practice, of a probe."""

from __future__ import annotations

from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.i18n import gettext as _
from babel.dates import format_date

from bot.chat.cards import Card
from bot.chat.entries import EntryCallback
from bot.chat.keyboards import button, help_button, menu_button, rows
from bot.chat.notices import PRACTICE
from bot.education.learning.router.doors import learn_button, progress_button, reminders_button
from bot.education.learning.router.results import result_card
from bot.education.learning.rules.progress import count_correct, is_correct
from bot.education.learning.service.lessons import LessonView
from content.library import Library
from content.schema import Question
from storage.education.kinds import AttemptKind


class GuessCallback(CallbackData, prefix="gu"):
    """A right answer was a guess."""

    attempt: str
    question: str


def closing_card(view: LessonView, library: Library, locale: str, *, asks: bool = True) -> Card:
    match view.plan.kind:
        case AttemptKind.LESSON:
            return result_card(view, library, locale, asks=asks)
        case AttemptKind.PRACTICE:
            return _practised(view, locale)
        case _:
            return _probed(view)


def over_card(view: LessonView) -> Card:
    """Say that what was left open takes no more answers, and where to go on."""
    if view.plan.kind is AttemptKind.PRACTICE:
        text = _("🌤 This round belonged to another day. A new one has what is due today.")
        on = button(_("▶️ Practise now"), EntryCallback(name=PRACTICE).pack())
    else:
        text = _(
            "📏 These questions had their time, and they no longer count. Just go on learning."
        )
        on = learn_button()
    return Card(text=text, keyboard=rows([on], [help_button(), menu_button()]))


def guess_row(view: LessonView, question: Question) -> list[InlineKeyboardButton]:
    """Offer, after a right answer in practice, to say that it was luck."""
    is_right = is_correct(question, view.progress.answers.get(question.id, ()))
    if view.plan.kind is not AttemptKind.PRACTICE or not is_right:
        return []
    data = GuessCallback(attempt=view.attempt_id, question=question.id).pack()
    return [button(_("🤔 I only guessed"), data)]


def day_words(day: date, locale: str) -> str:
    return format_date(day, "long", locale=locale)


def streak_words(days: int) -> str:
    return _("🌱 Days of practice in a row, rest days free: {days}").format(days=days)


def _practised(view: LessonView, locale: str) -> Card:
    correct, outlook = count_correct(view.plan, view.progress), view.outlook
    parts = [
        _("🌤 <b>Done for now</b>"),
        _("{correct} of {asked} came back to you. The others come again soon.").format(
            correct=correct, asked=len(view.progress.answers)
        ),
    ]
    if outlook.streak > 1:
        parts.append(streak_words(outlook.streak))
    if not outlook.due and outlook.next_due:
        day = day_words(outlook.next_due, locale)
        parts.append(_("The next questions come on {day}.").format(day=day))
    more = [button(_("▶️ A few more"), EntryCallback(name=PRACTICE).pack())]
    return Card(
        text="\n\n".join(parts),
        keyboard=rows(
            more if outlook.due else [],
            [progress_button(), reminders_button()],
            [help_button(), menu_button()],
        ),
    )


def _probed(view: LessonView) -> Card:
    parts = [_("📏 <b>Thank you, that was all</b>"), _probe_words(view)]
    practise = button(_("▶️ Practise now"), EntryCallback(name=PRACTICE).pack())
    return Card(
        text="\n\n".join(parts),
        keyboard=rows([learn_button(), practise], [help_button(), menu_button()]),
    )


def _probe_words(view: LessonView) -> str:
    if view.plan.kind is AttemptKind.PROBE_BEFORE:
        return _(
            "What was right I will not say yet. After the course come the same points once more; "
            "then you see how far you have come."
        )
    results = view.outlook.probes.results
    labels = {
        AttemptKind.PROBE_BEFORE: _("Before the course: {right} of {asked}"),
        AttemptKind.PROBE_AFTER: _("After the course: {right} of {asked}"),
        AttemptKind.PROBE_LATER: _("A month later: {right} of {asked}"),
    }
    return "\n".join(
        label.format(right=results[kind][0], asked=results[kind][1])
        for kind, label in labels.items()
        if kind in results
    )
