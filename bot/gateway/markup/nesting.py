"""Makes entities nest as Telegram stores them: equal styles joined, overlaps cut or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from bot.gateway.markup.entities import (
    OPAQUE,
    QUOTES,
    STYLES,
    Entity,
    end_of,
    in_order,
    make_entity,
)


def nest(entities: Iterable[Entity], found: Iterable[Entity] = ()) -> list[Entity]:
    """Arrange entities as Telegram returns them; `found` give way to all that hold their place.

    Styles (bold and so on) that touch become one, and are cut where a link, a quote or another
    style begins; inside code they vanish. Of two links that overlap the first stays.
    """
    ordered = in_order([entity for entity in entities if entity["length"] > 0])
    quotes = first_of_overlapping(e for e in ordered if e["type"] in QUOTES)
    solid = first_of_overlapping(
        e for e in ordered if e["type"] not in QUOTES and e["type"] not in STYLES
    )
    solid += [new for new in found if not any(_overlap(new, old) for old in solid)]
    solid = [entity for entity in solid if all(_fits(entity, quote) for quote in quotes)]
    fixed = in_order(solid + quotes)
    return in_order(fixed + _cut_styles([e for e in ordered if e["type"] in STYLES], fixed))


def first_of_overlapping(entities: Iterable[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity["offset"] >= end_of(kept[-1]):
            kept.append(entity)
    return kept


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < end_of(other) and other["offset"] < end_of(one))


def _fits(entity: Entity, quote: Entity) -> bool:
    inside = quote["offset"] <= entity["offset"] and end_of(entity) <= end_of(quote)
    return inside or not _overlap(entity, quote)


def _cut_styles(styles: list[Entity], fixed: list[Entity]) -> list[Entity]:
    runs = [run for style in sorted(STYLES) for run in _runs(style, styles)]
    cuts = {run["offset"] for run in runs}
    for entity in fixed:
        cuts |= {entity["offset"], end_of(entity)}
    code = [entity for entity in fixed if entity["type"] in OPAQUE]
    pieces = [piece for run in runs for piece in _pieces(run, sorted(cuts))]
    return [piece for piece in pieces if not any(_overlap(piece, block) for block in code)]


def _runs(style: str, styles: list[Entity]) -> list[Entity]:
    """List the stretches that `style` covers, those that touch or overlap joined."""
    runs: list[Entity] = []
    for entity in styles:
        if entity["type"] != style:
            continue
        if runs and entity["offset"] <= end_of(runs[-1]):
            end = max(end_of(runs[-1]), end_of(entity))
            runs[-1]["length"] = end - runs[-1]["offset"]
        else:
            runs.append(make_entity(style, entity["offset"], entity["length"]))
    return runs


def _pieces(run: Entity, cuts: list[int]) -> list[Entity]:
    inner = [cut for cut in cuts if run["offset"] < cut < end_of(run)]
    edges = [run["offset"], *inner, end_of(run)]
    return [make_entity(run["type"], begin, end - begin) for begin, end in pairwise(edges)]
