"""What a card says of tips that are likely the same, and what its holder says of them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reports.triage.duplicates.rules import Likeness, Verdict
from storage.reports.unit_of_work import ReportsUnitOfWork

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeTip:
    """The other end of a link: a number, how sure it is, and whether somebody has judged it."""

    number: str
    likeness: Likeness
    is_same: bool


async def list_alike(work: ReportsUnitOfWork, tip_id: str) -> tuple[AlikeTip, ...]:
    """Return what the card shows: what was judged the same, then the likeliest; never the rest."""
    alike = [
        AlikeTip(
            number=tip.number,
            likeness=Likeness(link.score),
            is_same=link.verdict == Verdict.SAME,
        )
        for link, tip in await work.likeness.list_links(tip_id)
        if link.verdict != Verdict.DIFFERENT
    ]
    alike.sort(key=lambda each: (not each.is_same, each.likeness is Likeness.LIKELY, each.number))
    return tuple(alike[:MOST_SHOWN])
