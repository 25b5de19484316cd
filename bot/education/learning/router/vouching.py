"""What a certificate's code vouches for, in the words of the chat and of the web page."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.utils.i18n import gettext as _

from bot.drawing.certificate import group_code
from bot.education.learning.router.closings import day_words
from bot.education.learning.service.certificates import IssuedCertificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """The verdict, what is certain, and by whose word and how far it goes."""

    verdict: str
    facts: tuple[str, ...]
    limits: tuple[str, ...]


def vouch(issued: IssuedCertificate, locale: str) -> Vouched:
    """Return plain text, in the current language."""
    return Vouched(
        verdict=_("✅ This certificate is genuine."),
        facts=(
            *_lesson_words(issued, locale),
            day_words(issued.issued_on, locale),
            f"{_('Right at once')} {score_words(issued)}",
            f"{_('Verification code')} {group_code(issued.code)}",
        ),
        limits=(
            _("Issued by Humen. The code proves the course, the result and the date, no more."),
            _("We do not keep the holder's name, so please compare it yourself."),
        ),
    )


def _lesson_words(issued: IssuedCertificate, locale: str) -> list[str]:
    if issued.course is None or issued.lesson is None:
        return [_("This lesson is no longer offered.")]
    return [issued.course.title.to(locale), issued.lesson.title.to(locale)]


def score_words(issued: IssuedCertificate) -> str:
    return f"{issued.correct} / {issued.asked}"
