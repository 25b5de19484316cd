"""What can be chosen in the form's windows, as pairs of an id and its words."""

from __future__ import annotations

from typing import Any

from aiogram_dialog import DialogManager

from bot.reports.tips.view import TipView, view_of

LONGEST_NARROW = 12

Pairs = list[tuple[str, str]]


async def options_getter(dialog_manager: DialogManager, **data: Any) -> dict[str, Any]:
    """Return the choices of every window, and which of its buttons are in place."""
    del data
    view = view_of(dialog_manager)
    categories, places = _categories(view), _places(view)
    is_long = max(len(label) for _id, label in categories + places) > LONGEST_NARROW
    city = view.library.regions.root_city
    draft = view.draft
    return {
        "categories": categories,
        "regions": places,
        "city": [(city.id, city.name.to(view.locale))],
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
    regions = view.library.regions
    return [(e.id, e.name.to(view.locale)) for e in regions.children(regions.root_city.id)]


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
