"""What the engine needs of a tip: its settled outcome, who was first, and who solved the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.reports.rewards.rules.choosing import choose_scheme, find_unrecorded
from bot.reports.rewards.rules.proposal import Case
from bot.reports.rewards.rules.standing import GIVEN
from bot.reports.rewards.service.dossiers import (
    Dossier,
    RewardBooks,
    Snapshot,
    find_dossier_by_number,
)
from bot.reports.triage.duplicates.rules import Verdict
from content.schema.outcomes import OutcomeFacts
from storage.reports.outcomes import TipOutcome
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork

CRACKED: Final = "case_cracked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Takes snapshots; the same tip gives the same one until something about it changes."""

    books: RewardBooks

    async def take(self, work: ReportsUnitOfWork, tip: Tip) -> Snapshot | None:
        """Return None unless the tip was verified and its close can no longer be undone."""
        outcome = await work.outcomes.find(tip.id)
        if outcome is None or not (outcome.is_settled and outcome.verified):
            return None
        fresh = await self._snapshot(work, tip, outcome)
        before = await find_dossier_by_number(work, tip.number)
        if before is None or not await _has_ended(work, before.snapshot.same):
            return fresh
        return _remember(before.snapshot, fresh)

    async def is_current(self, work: ReportsUnitOfWork, number: str, known: Snapshot) -> bool:
        """Return whether nothing has changed; a tip that has ended can change no more."""
        tip = await work.tips.find_by_number(number)
        if tip is None:
            return True
        now = await self.take(work, tip)
        return now is not None and now.to_json() == known.to_json()

    async def holds(self, work: ReportsUnitOfWork, dossier: Dossier) -> bool:
        """Return whether what was promised may be given out: the tip is verified as it was then.

        A tip that was opened again, or closed with other findings, holds its reward back.
        """
        tip = await work.tips.find_by_number(dossier.number)
        if tip is None:
            return True
        now = await self.take(work, tip)
        return now is not None and now.case.facts == dossier.snapshot.case.facts

    async def _snapshot(self, work: ReportsUnitOfWork, tip: Tip, outcome: TipOutcome) -> Snapshot:
        facts = OutcomeFacts.model_validate(outcome.facts)
        scheme = choose_scheme(self.books.rules, tip.region_id)
        same = await same_tips(work, tip)
        case = Case(
            facts=facts,
            on=tip.closed_on or self.books.today(),
            is_first=all(tip.acceptance < other.acceptance for other in same),
            is_cracked_here=CRACKED in facts.flags
            or not await _is_cracked_elsewhere(work, tip, same),
            is_promised_elsewhere=await _is_promised(work, same),
            unrecorded=find_unrecorded(self.books.rules, tip.region_id),
        )
        is_free = case.is_first and case.is_cracked_here and not case.is_promised_elsewhere
        return Snapshot(
            unit_id=tip.unit_id,
            scheme_id=None if scheme is None else scheme.id,
            case=case,
            same=() if is_free else tuple(sorted(other.id for other in same)),
        )


async def _has_ended(work: ReportsUnitOfWork, tip_ids: Sequence[str]) -> bool:
    """Return whether one of the tips has lost its links: its term ended, or it was shredded.

    A link that a person has judged anew stays as a row, and then it is the judgement that counts.
    """
    for tip_id in tip_ids:
        if not await work.likeness.list_links(tip_id):
            return True
    return False


def _remember(before: Snapshot, fresh: Snapshot) -> Snapshot:
    """Keep what stood in the way, which no link tells any more."""
    known, case = before.case, fresh.case
    solved_it = CRACKED in case.facts.flags
    case = replace(
        case,
        is_first=case.is_first and known.is_first,
        is_cracked_here=solved_it or (case.is_cracked_here and known.is_cracked_here),
        is_promised_elsewhere=case.is_promised_elsewhere or known.is_promised_elsewhere,
    )
    return replace(fresh, case=case, same=tuple(sorted({*before.same, *fresh.same})))


async def _is_promised(work: ReportsUnitOfWork, same: list[Tip]) -> bool:
    """Return whether money is promised or paid for the same facts already."""
    for other in same:
        dossier = await find_dossier_by_number(work, other.number)
        if dossier is not None and dossier.state in GIVEN:
            return True
    return False


async def _is_cracked_elsewhere(work: ReportsUnitOfWork, tip: Tip, same: list[Tip]) -> bool:
    """Return whether another unit says of the same facts that they solved its case."""
    for other in same:
        outcome = await work.outcomes.find(other.id)
        flags = [] if outcome is None else outcome.facts.get("flags", [])
        if other.unit_id != tip.unit_id and CRACKED in flags:
            return True
    return False


async def unjudged_tips(work: ReportsUnitOfWork, tip: Tip) -> list[Tip]:
    """Return the tips that are likely the same, of which nobody has said yet whether they are."""
    links = await work.likeness.list_links(tip.id)
    return [other for link, other in links if link.verdict is None]


async def same_tips(work: ReportsUnitOfWork, tip: Tip) -> list[Tip]:
    """Return the tips that staff found to be the same, over however many links."""
    found: dict[str, Tip] = {}
    waiting = [tip.id]
    while waiting:
        for link, other in await work.likeness.list_links(waiting.pop()):
            is_same = link.verdict == Verdict.SAME.value
            if is_same and other.id != tip.id and other.id not in found:
                found[other.id] = other
                waiting.append(other.id)
    return list(found.values())
