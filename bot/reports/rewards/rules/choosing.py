"""Which schedule holds for a region: its own, the nearest one above it, or the national one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reports.rewards.rules.engine import RewardEngine
from content.schema.conversions import RewardRules
from content.schema.outcomes import OutcomeLists
from content.schema.rewards import Scheme


def choose_scheme(rules: RewardRules, path: Sequence[str]) -> Scheme | None:
    """Take region ids from the root down; an expired schedule is still the region's own."""
    local = {region: each for each in rules.schemes.values() for region in each.regions}
    found = [local[region] for region in reversed(path) if region in local]
    return found[0] if found else rules.national()


def engine_for(rules: RewardRules, scheme: Scheme, lists: OutcomeLists) -> RewardEngine:
    return RewardEngine(scheme=scheme, table=rules.conversion_of(scheme), lists=lists)
