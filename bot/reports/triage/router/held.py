"""The warning that a question held back gets: it names why, and leaves only rewriting."""

from __future__ import annotations

from collections.abc import Mapping

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

from bot.reports.triage.questions.rules import Held

_WHY: Mapping[Held, LazyProxy] = {
    Held.IDENTITY: __(
        "It asks who the reporter is, or how to reach them. They were promised that nobody asks; "
        "one answer can give them away."
    ),
    Held.APPROACH: __(
        "It sends the reporter to look, follow or ask around. That can cost a life; "
        "ask only what they know already."
    ),
    Held.PURCHASE: __(
        "It has the reporter buy, pay, try or take a sample. That is dangerous and may be an "
        "offence; it is never asked of a reporter."
    ),
}


def warning_of(held: Held) -> str:
    """Return why the question does not go, and what can be done."""
    return "\n\n".join(
        (
            _("✋ <b>This question is held back; nothing was sent.</b>"),
            str(_WHY[held]),
            _("Please write it anew, or take one of the ready-made questions above."),
        )
    )
