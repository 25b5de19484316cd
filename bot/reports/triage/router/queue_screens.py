"""How the queue looks on a phone: a line a report, never more than a message holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

from bot.chat.keyboards import button, rows
from bot.reports.triage.queue.rules import QueueFilter
from bot.reports.triage.queue.service import QueuePage
from bot.reports.triage.router.callbacks import (
    ALL,
    Choose,
    FilterCallback,
    NumberCallback,
    QueueCallback,
    View,
    ViewCallback,
)
from bot.reports.triage.router.wording import STATUSES, Wording
from bot.reports.triage.service import TipCard
from storage.reports.kinds import QueuePart, Urgency

PARTS: Mapping[QueuePart, LazyProxy] = {
    QueuePart.OPEN: __("all open"),
    QueuePart.WAITING: __("waiting"),
    QueuePart.HELD: __("held"),
    QueuePart.ASKED: __("question asked"),
    QueuePart.ANSWERED: __("answered"),
    QueuePart.CLOSED: __("closed"),
}
URGENCIES: Mapping[Urgency, LazyProxy] = {
    Urgency.URGENT: __("🔴 Urgent"),
    Urgency.ROUTINE: __("🔵 Not urgent"),
}
MOST_PLACES: Final = 40


def filter_of(data: QueueCallback | FilterCallback) -> QueueFilter | None:
    """Return the filter that a button carries, or None for one that is none of ours."""
    try:
        return QueueFilter(
            part=QueuePart(data.part),
            urgency=None if data.urgency == ALL else Urgency(data.urgency),
            category=None if data.category == ALL else data.category,
            place=None if data.place == ALL else data.place,
            page=data.page if isinstance(data, QueueCallback) else 0,
        )
    except ValueError:
        return None


def queue_text(wording: Wording, page: QueuePage, wish: QueueFilter, now: datetime) -> str:
    title = _("📋 <b>Queue: {part}</b> · {count}").format(
        part=str(PARTS[wish.part]), count=page.total
    )
    chosen = [
        None if wish.urgency is None else str(URGENCIES[wish.urgency]),
        None if wish.category is None else wording.category(wish.category),
        None if wish.place is None else wording.region(wish.place),
    ]
    lines = [title, " · ".join(each for each in chosen if each)]
    lines += [card_line(wording, card, now) for card in page.cards]
    if not page.cards:
        lines.append(_("Nothing here."))
    if page.pages > 1:
        lines.append(_("Page {page} of {pages}").format(page=page.page + 1, pages=page.pages))
    return "\n".join(line for line in lines if line)


def card_line(wording: Wording, card: TipCard, now: datetime) -> str:
    """Return a report in a line or two: what the card says, shorter."""
    mark = "🔴 " if card.urgency is Urgency.URGENT else ""
    parts = [
        wording.category(card.category),
        wording.region(card.region_id),
        str(STATUSES[card.status]),
        wording.age(card.hour, now),
    ]
    if not card.is_verified:
        parts.append(_("unverified"))
    return f"{mark}<b>{card.number}</b> " + " · ".join(parts)


def queue_keyboard(page: QueuePage, wish: QueueFilter) -> InlineKeyboardMarkup:
    return rows(
        *number_rows(page.cards),
        _paging(page, wish),
        [
            _choose(_("State"), Choose.PART, wish),
            _choose(_("Urgency"), Choose.URGENCY, wish),
        ],
        [
            _choose(_("Kind"), Choose.CATEGORY, wish),
            _choose(_("Place"), Choose.PLACE, wish),
        ],
        *views(View.QUEUE),
    )


def number_rows(cards: Sequence[TipCard]) -> list[list[InlineKeyboardButton]]:
    buttons = [button(card.number, NumberCallback(number=card.number).pack()) for card in cards]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def views(here: View) -> list[list[InlineKeyboardButton]]:
    """Return the ways to the other screens."""
    names = {
        View.QUEUE: _("📋 Queue"),
        View.MINE: _("🗂 Mine"),
        View.FIND: _("🔎 Find"),
        View.SHIFT: _("🔁 Shift"),
        View.ROSTER: _("👥 Roster"),
    }
    buttons = [
        button(text, ViewCallback(view=view).pack())
        for view, text in names.items()
        if view is not here
    ]
    return [buttons[:2], buttons[2:]]


def choices(
    wording: Wording, choose: Choose, wish: QueueFilter, places: Mapping[str, int]
) -> list[list[InlineKeyboardButton]]:
    """Return what one part of the filter can be, with all of it first."""
    options: list[tuple[str, QueueFilter]]
    match choose:
        case Choose.PART:
            options = [(str(text), _with(wish, part=part)) for part, text in PARTS.items()]
            return [[_queue(text, to)] for text, to in options]
        case Choose.URGENCY:
            options = [(str(text), _with(wish, urgency=each)) for each, text in URGENCIES.items()]
            whole = _with(wish, urgency=None)
        case Choose.CATEGORY:
            options = [
                (wording.category(each.id), _with(wish, category=each.id))
                for each in wording.library.tip_form.categories
            ]
            whole = _with(wish, category=None)
        case Choose.PLACE:
            most = sorted(places.items(), key=lambda each: (-each[1], each[0]))[:MOST_PLACES]
            options = [
                (f"{wording.region(place)} · {count}", _with(wish, place=place))
                for place, count in most
            ]
            whole = _with(wish, place=None)
    buttons = [_queue(text, to) for text, to in options]
    lines = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    return [[_queue(_("All"), whole)], *lines]


def _with(wish: QueueFilter, **changes: object) -> QueueFilter:
    kept = {
        "part": wish.part,
        "urgency": wish.urgency,
        "category": wish.category,
        "place": wish.place,
    }
    return QueueFilter(**{**kept, **changes})  # type: ignore[arg-type]


def _queue(text: str, wish: QueueFilter, page: int = 0) -> InlineKeyboardButton:
    data = QueueCallback(
        part=wish.part.value,
        urgency=wish.urgency or ALL,
        category=wish.category or ALL,
        place=wish.place or ALL,
        page=page,
    )
    return button(text, data.pack())


def _choose(text: str, choose: Choose, wish: QueueFilter) -> InlineKeyboardButton:
    data = FilterCallback(
        choose=choose,
        part=wish.part.value,
        urgency=wish.urgency or ALL,
        category=wish.category or ALL,
        place=wish.place or ALL,
    )
    return button(text, data.pack())


def _paging(page: QueuePage, wish: QueueFilter) -> list[InlineKeyboardButton]:
    found = []
    if page.page > 0:
        found.append(_queue(_("‹ Earlier page"), wish, page.page - 1))
    if page.page + 1 < page.pages:
        found.append(_queue(_("Next page ›"), wish, page.page + 1))
    return found
