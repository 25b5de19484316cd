"""What can be chosen in the form's windows, as pairs of an id and its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from aiogram_dialog import DialogManager
from babel.support import LazyProxy

from bot.reports.tips.view import TipView, view_of
from content.schema.regions import Region

LONGEST_NARROW = 12
# What a phone shows without long scrolling, three or two a line.
PLACES_SHOWN = 24
_WHOLE: Mapping[str, LazyProxy] = {
    "province": __("Not sure, or the whole province"),
    "city": __("Not sure, or the whole city"),
    "county": __("Not sure, or the whole county"),
}

Pairs = list[tuple[str, str]]


async def options_getter(dialog_manager: DialogManager, **data: Any) -> dict[str, Any]:
    """Return the choices of every window, and which of its buttons are in place."""
    del data
    view = view_of(dialog_manager)
    categories, places = _categories(view), _places(view)
    is_long = max(len(label) for _id, label in categories + places) > LONGEST_NARROW
    draft, within = view.draft, region_within(view)
    page_turns = _page_turns(view)
    return {
        "categories": categories,
        "regions": places,
        "city": [(within.id, _whole(view))],
        "page_turns": page_turns,
        "has_pages": bool(page_turns),
        "back": [(within.id, _("⬅️ Back"))],
        "is_long": is_long,
        "is_short": not is_long,
        "questions": _questions(view),
        "answer_options": _answer_options(view),
        "is_answered": draft.asking is not None and view.answer_to(draft.asking) != "",
        "is_open_question": draft.asking is not None and view.answer_to(draft.asking) == "",
        "has_questions": bool(view.asks) and not draft.is_minor,
        "has_text": bool(draft.text),
        "has_receipt": not draft.is_forgotten,
        "is_receipt_shown": not view.is_receipt_hidden,
        "is_receipt_hidden": view.is_receipt_hidden,
        "is_grown_up": not draft.is_minor,
    }


def _categories(view: TipView) -> Pairs:
    return [(each.id, each.label.to(view.locale)) for each in view.library.tip_form.categories]


def _places(view: TipView) -> Pairs:
    places = view.library.regions.children(region_within(view).id)
    first = view.draft.places_page * PLACES_SHOWN
    return [(e.id, e.name.to(view.locale)) for e in places[first : first + PLACES_SHOWN]]


def region_within(view: TipView) -> Region:
    """Return the region whose places are offered: at first the one we answer for, or its fork."""
    regions = view.library.regions
    within = view.draft.within
    return regions.fork(regions.home.id) if within is None else regions.get(within)


def count_pages(view: TipView) -> int:
    """Return over how many screens the places of the region go."""
    places = view.library.regions.children(region_within(view).id)
    return max(1, -(-len(places) // PLACES_SHOWN))


def _page_turns(view: TipView) -> Pairs:
    page, pages = view.draft.places_page, count_pages(view)
    turns = ((page - 1, _("‹ Earlier page")), (page + 1, _("Next page ›")))
    return [(str(to), words) for to, words in turns if 0 <= to < pages]


def _whole(view: TipView) -> str:
    within = region_within(view)
    return str(_WHOLE.get(within.level, within.name.to(view.locale)))


def _questions(view: TipView) -> Pairs:
    form = view.library.tip_form
    return [
        (
            name,
            f"{'✅' if view.answer_to(name) else '▫️'} {form.question(name).label.to(view.locale)}",
        )
        for name in view.asks
    ]


def _answer_options(view: TipView) -> Pairs:
    if view.draft.asking is None:
        return []
    question = view.library.tip_form.question(view.draft.asking)
    return [(each.id, each.label.to(view.locale)) for each in question.options]
