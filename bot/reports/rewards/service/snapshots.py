"""What the engine needs of a tip: its settled outcome, who was first, and who solved the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.reports.rewards.rules.choosing import choose_scheme
from bot.reports.rewards.rules.proposal import Case
from bot.reports.rewards.service.dossiers import RewardBooks, Snapshot
from bot.reports.triage.duplicates.rules import Verdict
from content.schema.outcomes import OutcomeFacts
from content.schema.regions import Regions
from storage.reports.outcomes import TipOutcome
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork

CRACKED: Final = "case_cracked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Takes snapshots; the same tip gives the same one until something about it changes."""

    books: RewardBooks
    regions: Regions

    async def take(self, work: ReportsUnitOfWork, tip: Tip) -> Snapshot | None:
        """Return None unless the tip was verified and its close can no longer be undone."""
        outcome = await work.outcomes.find(tip.id)
        if outcome is None or not (outcome.is_settled and outcome.verified):
            return None
        return await self._snapshot(work, tip, outcome)

    async def is_current(self, work: ReportsUnitOfWork, number: str, known: Snapshot) -> bool:
        """Return whether nothing has changed; a tip that has ended can change no more."""
        tip = await work.tips.find_by_number(number)
        if tip is None:
            return True
        now = await self.take(work, tip)
        return now is not None and now.to_json() == known.to_json()

    async def _snapshot(self, work: ReportsUnitOfWork, tip: Tip, outcome: TipOutcome) -> Snapshot:
        facts = OutcomeFacts.model_validate(outcome.facts)
        path = [region.id for region in self.regions.path(tip.region_id)]
        scheme = choose_scheme(self.books.rules, path)
        same = await same_tips(work, tip)
        case = Case(
            facts=facts,
            on=tip.closed_on or self.books.today(),
            is_first=all(tip.acceptance < other.acceptance for other in same),
            is_cracked_here=CRACKED in facts.flags
            or not await _is_cracked_elsewhere(work, tip, same),
        )
        scheme_id = None if scheme is None else scheme.id
        return Snapshot(unit_id=tip.unit_id, scheme_id=scheme_id, case=case)


async def _is_cracked_elsewhere(work: ReportsUnitOfWork, tip: Tip, same: list[Tip]) -> bool:
    """Return whether another unit says of the same facts that they solved its case."""
    for other in same:
        outcome = await work.outcomes.find(other.id)
        flags = [] if outcome is None else outcome.facts.get("flags", [])
        if other.unit_id != tip.unit_id and CRACKED in flags:
            return True
    return False


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
