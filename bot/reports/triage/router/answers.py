"""The answers of the guided form, as the holder reads them under the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from aiogram.utils.i18n import gettext as _

from bot.reports.tips.rules import MINOR, SPOT, YES
from bot.reports.triage.router.desk import Triage
from content.schema.tip_form import Question


def field_lines(triage: Triage, fields: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each answer, in the form's order, with the labels of the content."""
    locale = triage.i18n.current_locale
    if fields.get(MINOR) == YES:
        yield _(
            "⚠️ The reporter is under 18, so they say: ask nothing that sends a child to watch."
        )
    for question in triage.library.tip_form.questions:
        if answer := fields.get(question.id):
            words = escape(_words_of(question, answer, locale))
            yield f"<b>{question.label.to(locale)}</b> · {words}"
    if spot := fields.get(SPOT):
        yield _("<b>Location</b>, to about 100 m · <code>{spot}</code>").format(spot=escape(spot))


def _words_of(question: Question, answer: str, locale: str) -> str:
    """Return the label of a chosen option, or what was written."""
    labels = {option.id: option.label.to(locale) for option in question.options}
    return labels.get(answer, answer)
