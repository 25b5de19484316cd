"""The words of the board."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from html import escape

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

from bot.reports.triage.board.service import BoardState
from storage.reports.kinds import TipStatus

LABELS: Mapping[TipStatus, LazyProxy] = {
    TipStatus.NEW: __("waiting"),
    TipStatus.TAKEN: __("taken"),
    TipStatus.VERIFYING: __("being verified"),
    TipStatus.ASKED: __("question asked"),
    TipStatus.ANSWERED: __("answered"),
}


def write_board(state: BoardState, place: str, zone: tzinfo) -> str:
    """Return the board's text, which changes with the queue and never with the time alone."""
    lines = [_("📌 <b>Board · {place}</b>").format(place=escape(place))]
    if not state.total:
        return "\n".join([*lines, _("No report is open.")])
    lines.append(_("Open reports: {count}").format(count=state.total))
    lines.extend(
        _("{state}: {count}").format(state=label, count=count)
        for status, label in LABELS.items()
        if (count := state.counts.get(status))
    )
    if state.urgent:
        lines.append(_("🔴 Urgent: {count}").format(count=state.urgent))
    if state.overdue:
        lines.append(_("⏰ Overdue: {count}").format(count=state.overdue))
    if state.oldest is not None and state.oldest_hour is not None:
        since = f"{state.oldest_hour.astimezone(zone):%m-%d %H:00}"
        lines.append(
            _("Open longest: {number}, since {since}").format(number=state.oldest, since=since)
        )
    return "\n".join(lines)
