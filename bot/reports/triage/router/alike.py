"""What a card says of reports that are likely the same, and its holder's two buttons."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button
from bot.reports.triage.duplicates.judging import AlikeTip
from bot.reports.triage.duplicates.rules import Likeness, Verdict
from bot.reports.triage.router.callbacks import AlikeCallback
from bot.reports.triage.service import TipCard


def alike_lines(card: TipCard) -> list[str]:
    """Return a line for each report that is likely the same: its number, nothing else."""
    return [_line(each) for each in card.alike]


def _line(alike: AlikeTip) -> str:
    if alike.is_same:
        return _("🔗 The same as {number}").format(number=alike.number)
    if alike.likeness is Likeness.STRONG:
        return _("🔗 Very likely the same as {number}").format(number=alike.number)
    return _("🔗 Perhaps the same as {number}").format(number=alike.number)


def alike_rows(card: TipCard) -> list[list[InlineKeyboardButton]]:
    """Return two buttons for each report that nobody has judged yet."""
    return [
        [
            _button(_("🔗 Same as {number}"), Verdict.SAME, card, alike),
            _button(_("✖️ Not {number}"), Verdict.DIFFERENT, card, alike),
        ]
        for alike in card.alike
        if not alike.is_same
    ]


def _button(text: str, verdict: Verdict, card: TipCard, alike: AlikeTip) -> InlineKeyboardButton:
    data = AlikeCallback(verdict=verdict, tip=card.tip_id, number=alike.number)
    return button(text.format(number=alike.number), data.pack())
