"""Which band a quantity falls into, and what the band earns."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.reports.rewards.rules.money import Span, to_fen
from bot.reports.rewards.rules.proposal import Obstacle, Why
from content.schema.rewards import Band, Edges, Scheme, Track


@dataclass(frozen=True, slots=True)
class Placed:
    """A band, and whether the printed text counts the quantity to its neighbour too."""

    band: Band
    is_at_edge: bool = False


def place(track: Track, amount: Decimal, scheme_edges: Edges) -> Placed | Obstacle:
    """Find the band of a quantity.

    Chinese law reads 以上 and 以下 as including the number (Criminal Law, Article 99; Civil Code,
    Article 1259), so two printed neighbours both hold their common edge; the edge rule chooses.
    """
    bands, edges = track.bands, track.edges or scheme_edges
    if amount < bands[0].start:
        return Obstacle(why=Why.BELOW_BANDS)
    for index, band in enumerate(bands):
        if band.end is None or amount < band.end or (amount == band.end and edges == "lower"):
            shared = index > 0 and amount == band.start
            is_at_edge = not track.edges_printed and (shared or amount == band.end)
            return Placed(band, is_at_edge)
    return Obstacle(why=Why.ABOVE_BANDS, band=bands[-1])


def count_units(band: Band, amount: Decimal) -> int:
    """Return how many whole steps are paid; one where the band is paid once."""
    return 1 if band.every is None else int(amount // band.every)


def span_of(band: Band, scheme: Scheme) -> Span:
    """Return what one unit of a known band earns; a floor reaches up to the scheme's cap."""
    lower = to_fen(band.min or 0)
    if band.kind == "floor":
        assert scheme.cap is not None, "the schema refuses a floor without a cap"
        return Span(lower, max(lower, to_fen(scheme.cap.amount)))
    return Span(lower, to_fen(band.max or 0))
