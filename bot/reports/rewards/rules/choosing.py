"""Which schedule holds for a region: its own, the nearest one above it, or the national one."""

from __future__ import annotations

from typing import Final

from bot.reports.rewards.rules.engine import RewardEngine
from content.schema.conversions import RewardRules
from content.schema.outcomes import OutcomeLists
from content.schema.rewards import Scheme

PROVINCES: Final = frozenset(
    (
        *(*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47)),
        *(*range(50, 55), *range(61, 66), 71, 81, 82),
    )
)
"""The first two digits of a code, by GB/T 2260."""


def choose_scheme(rules: RewardRules, region: str | None) -> Scheme | None:
    """Take a region's code; an expired schedule is still the region's own."""
    local = {code: each for each in rules.schemes.values() for code in each.regions}
    above = () if region is None else lineage(region)
    found = [local[code] for code in reversed(above) if code in local]
    return found[0] if found else rules.national()


def find_unrecorded(rules: RewardRules, region: str | None) -> str | None:
    """Return the nearest place with a schedule that is not recorded, if no recorded is as near."""
    local = {code for each in rules.schemes.values() for code in each.regions}
    for code in reversed(() if region is None else lineage(region)):
        if code in local:
            return None
        if code in rules.unrecorded:
            return code
    return None


def lineage(region: str) -> tuple[str, ...]:
    """Return the codes from the province down to the region: by GB/T 2260 they are in its digits.

    The city and the county of a place that its province governs itself do not exist, and no
    schedule names them.
    """
    above = (region[:2] + "0000", region[:4] + "00", region[:6])
    return (*dict.fromkeys(above), *([region] if len(region) > 6 else []))


def is_code(region: str) -> bool:
    """Return whether this can be a code: of a province that exists, as long as codes are.

    That it is in use is not checked: codes change each year, and no list of them is kept here.
    """
    return region.isdecimal() and len(region) in {6, 9, 12} and int(region[:2]) in PROVINCES


def engine_for(rules: RewardRules, scheme: Scheme, lists: OutcomeLists) -> RewardEngine:
    """Return the engine; that of a local schedule knows the national one to compare with."""
    above = rules.national() if scheme.level == "local" else None
    return RewardEngine(
        scheme=scheme,
        table=rules.conversion_of(scheme),
        lists=lists,
        # To compare with, the national amounts stand as they are printed.
        national=None if above is None else _national(rules, above, lists),
        pays_for_users=rules.pays_for_users,
        unrecorded=rules.unrecorded,
    )


def _national(rules: RewardRules, scheme: Scheme, lists: OutcomeLists) -> RewardEngine:
    table = rules.conversion_of(scheme)
    return RewardEngine(scheme=scheme, table=table, lists=lists, pays_for_users=True)
