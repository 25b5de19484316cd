"""The words of the windows of care, and of the guided form."""

from __future__ import annotations

from aiogram import html
from aiogram.utils.i18n import gettext as _

from bot.reports.tips.rules import cut_text
from bot.reports.tips.view import TipView

ANSWER_SHOWN = 300
ANSWER_IN_LIST = 40


def write_minor(view: TipView) -> str:
    return (
        _("💛 <b>You are under 18</b>")
        + "\n\n"
        + view.library.tip_form.notes.minor.to(view.locale)
    )


def write_about_me(view: TipView) -> str:
    return view.library.tip_form.notes.about_me.to(view.locale)


def write_about_family(view: TipView) -> str:
    notes = view.library.tip_form.notes
    note = notes.minor_family if view.draft.is_minor else notes.about_family
    return note.to(view.locale)


def write_question(view: TipView) -> str:
    name = view.draft.asking
    if name is None:
        return ""
    question = view.library.tip_form.question(name)
    asks = view.asks
    place = asks.index(name) + 1 if name in asks else len(asks)
    parts = [
        _("<b>{label}</b> · {place} of {count}, optional").format(
            label=question.label.to(view.locale), place=place, count=len(asks)
        ),
        question.prompt.to(view.locale),
    ]
    answer = view.answer_to(name)
    if answer:
        shown = html.quote(cut_text(answer, ANSWER_SHOWN))
        parts.append(_("Your answer so far:") + f"\n<blockquote>{shown}</blockquote>")
    return "\n\n".join(parts)


def write_answers(view: TipView) -> str:
    del view
    return "\n\n".join(
        (
            _("<b>Your answers</b>"),
            _("Tap one to answer it or to change it. All of them are optional."),
        )
    )


def answer_lines(view: TipView) -> list[str]:
    """Return a line for each answer, for the review."""
    form = view.library.tip_form
    return [
        _("{label}: {answer}").format(
            label=form.question(name).label.to(view.locale),
            answer=html.quote(cut_text(view.answer_to(name), ANSWER_IN_LIST)),
        )
        for name in view.asks
        if view.answer_to(name)
    ]
