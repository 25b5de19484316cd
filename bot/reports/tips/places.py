"""Choosing where it is: down the tree of regions and up again, one level a screen."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.chat.menu import unknown_button
from bot.reports.tips.choices import PLACES_SHOWN, count_pages, region_within
from bot.reports.tips.draft import take_draft
from bot.reports.tips.guided import route
from bot.reports.tips.handlers import go_on
from bot.reports.tips.receipt import put_away
from bot.reports.tips.states import TipSG
from bot.reports.tips.view import view_of
from content.schema.regions import Regions


async def on_region(
    query: CallbackQuery, _select: Any, manager: DialogManager, region_id: str
) -> None:
    """Show what lies in the region, or take it where nothing does; it must be offered here."""
    view = view_of(manager)
    regions, within = view.library.regions, region_within(view)
    if region_id in _passed(regions, within.id):
        # The tap before this one chose it, and what lies in it is shown.
        return
    if region_id not in [each.id for each in regions.children(within.id)]:
        await unknown_button(query)
        return
    chosen = regions.fork(region_id)
    if regions.children(chosen.id):
        draft = take_draft(manager)
        draft.within, draft.places_page = chosen.id, 0
        return
    await _choose(manager, chosen.id)


def _passed(regions: Regions, region_id: str) -> list[str]:
    """Return the regions that were chosen on the way down to this one."""
    path = [each.id for each in regions.path(region_id)]
    top = regions.fork(regions.home.id).id
    return path[path.index(top) + 1 :]


async def on_whole(
    query: CallbackQuery, _select: Any, manager: DialogManager, region_id: str
) -> None:
    if region_id != region_within(view_of(manager)).id:
        await unknown_button(query)
        return
    await _choose(manager, region_id)


async def _choose(manager: DialogManager, region_id: str) -> None:
    draft = take_draft(manager)
    draft.region = region_id
    await route(manager, draft)
    await go_on(manager)


async def on_page(query: CallbackQuery, _select: Any, manager: DialogManager, page: str) -> None:
    if page not in [str(each) for each in range(count_pages(view_of(manager)))]:
        await unknown_button(query)
        return
    take_draft(manager).places_page = int(page)


async def on_back(
    _query: CallbackQuery, _select: Any, manager: DialogManager, region_id: str
) -> None:
    """Go one level up, or to the window before; a tap repeated goes no further."""
    view = view_of(manager)
    regions, within = view.library.regions, region_within(view)
    if region_id != within.id:
        return
    draft = take_draft(manager)
    above = regions.fork_above(within.id) if _passed(regions, within.id) else None
    if above is None:
        await put_away(manager, draft)
        await manager.switch_to(TipSG.category)
        return
    path = [each.id for each in regions.path(within.id)]
    places = [each.id for each in regions.children(above.id)]
    draft.within = above.id
    draft.places_page = places.index(path[path.index(above.id) + 1]) // PLACES_SHOWN
