"""No two figures that are shown tell anything about one to four tips."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from bot.reports.insight.rules.periods import LENGTHS, MONTH, QUARTER, YEAR, Period, period_of
from bot.reports.insight.rules.withholding import ALL, LEAST, UNNAMED, Box, Disclosure, Places

PLACES = Places({"p": None, "c": "p", "d": "p", "c1": "c", "c2": "c", "c3": "c", "d1": "d"})
REGIONS = ["c1", "c2", "c3", "d1", "c", "d"]
CELLS = ["selling", "growing", "other"]
JANUARY = 2026 * 12


def atoms_of(random: Random, months: int, mean: int) -> dict[tuple[str, int, str], int]:
    atoms = {}
    for month in range(JANUARY, JANUARY + months):
        for region in REGIONS:
            for cell in CELLS:
                count = max(0, int(random.gauss(mean, mean)))
                if count:
                    atoms[region, month, cell] = count
    return atoms


def judge(atoms: dict[tuple[str, int, str], int], until: int = JANUARY + 12) -> Disclosure:
    return Disclosure(atoms, PLACES, CELLS, range(JANUARY, until))


def members(box: Box, atoms: dict[tuple[str, int, str], int]) -> set[tuple[str, int, str]]:
    """Return what a box counts, found by looking at each atom and not as the rules do it."""
    return {
        key
        for key in atoms
        if key[1] in box.period.months
        and box.cell in {ALL, key[2]}
        and (
            (box.place.endswith(UNNAMED) and key[0] == box.place[:-1])
            or _lies_in(key[0], box.place)
        )
    }


def _lies_in(region: str | None, place: str) -> bool:
    while region is not None:
        if region == place:
            return True
        region = PLACES.parents[region]
    return False


@pytest.mark.parametrize("seed", range(12))
def test_no_shown_figure_and_no_difference_of_two_counts_fewer_than_five(seed: int) -> None:
    random = Random(seed)
    atoms = atoms_of(random, 12, 1 + seed % 4 * 2)
    disclosure = judge(atoms)
    counted = {box: members(box, atoms) for box in disclosure.shown}
    assert counted
    for box, keys in counted.items():
        assert disclosure.figure(box) == sum(atoms[key] for key in keys) >= LEAST
    nested = 0
    for one, other in combinations(counted, 2):
        if _inside(one, other) or _inside(other, one):
            difference = counted[one] ^ counted[other]
            assert sum(atoms[key] for key in difference) >= LEAST, (one, other)
            nested += 1
    assert nested


def _inside(box: Box, wider: Box) -> bool:
    return (
        wider.place in set(PLACES.path(box.place))
        and set(box.period.months) <= set(wider.period.months)
        and wider.cell in {ALL, box.cell}
    )


@pytest.mark.parametrize("seed", range(12))
def test_a_whole_without_its_shown_parts_leaves_five_or_nothing(seed: int) -> None:
    atoms = atoms_of(Random(100 + seed), 12, 2 + seed % 3)
    disclosure = judge(atoms)
    checked = 0
    for whole in disclosure.shown:
        for parts in _families(whole):
            shown = [part for part in parts if part in disclosure.shown]
            if not shown or len(shown) == len(parts):
                continue
            rest = members(whole, atoms).difference(*(members(part, atoms) for part in shown))
            assert sum(atoms[key] for key in rest) >= LEAST, (whole, shown)
            checked += 1
    assert checked


def _families(whole: Box) -> list[list[Box]]:
    places = [Box(each, whole.period, whole.cell) for each in PLACES.parts(whole.place)]
    times = [Box(whole.place, each, whole.cell) for each in whole.period.parts()]
    cells = [Box(whole.place, whole.period, each) for each in CELLS] if whole.cell == ALL else []
    return [family for family in (places, times, cells) if family]


@pytest.mark.parametrize("seed", range(6))
def test_what_was_shown_stays_as_it_was_when_months_follow(seed: int) -> None:
    atoms = atoms_of(Random(200 + seed), 18, 3)
    early = {key: count for key, count in atoms.items() if key[1] < JANUARY + 7}
    before, after = judge(early, JANUARY + 7), judge(atoms, JANUARY + 18)
    over = {box for box in after.shown if box.period.months[-1] < JANUARY + 7}
    assert before.shown == over
    assert before.shown


def test_a_place_alone_below_five_takes_another_with_it() -> None:
    atoms = {
        ("c1", JANUARY, "other"): 9,
        ("c2", JANUARY, "other"): 8,
        ("c3", JANUARY, "other"): 2,
        ("d", JANUARY, "other"): 5,
    }
    disclosure = judge(atoms)
    month = Period(JANUARY, MONTH)
    assert disclosure.figure(Box("c", month)) == 19
    shown = [place for place in ("c1", "c2", "c3") if disclosure.figure(Box(place, month))]
    assert shown == ["c1"], "8 + 2 are left, so that neither can be told"


def test_a_quarter_that_would_betray_a_thin_month_is_withheld() -> None:
    atoms = {("d1", JANUARY, "other"): 7, ("d1", JANUARY + 1, "other"): 3}
    disclosure = judge(atoms)
    assert disclosure.figure(Box("d1", Period(JANUARY, QUARTER))) is None
    assert disclosure.figure(Box("p", Period(JANUARY, MONTH))) == 7
    assert disclosure.figure(Box("d1", Period(JANUARY, MONTH))) is None, "or it would say: d has 0"


def test_a_period_that_is_not_over_says_nothing() -> None:
    atoms = {("d1", JANUARY + 1, "other"): 700}
    disclosure = judge(atoms, JANUARY + 2)
    assert disclosure.figure(Box("p", Period(JANUARY + 1, MONTH))) == 700
    assert disclosure.figure(Box("p", Period(JANUARY, QUARTER))) is None


def test_a_period_that_began_before_anything_was_counted_says_nothing() -> None:
    atoms = {("d1", month, "other"): 70 for month in (JANUARY + 2, JANUARY + 3)}
    disclosure = Disclosure(atoms, PLACES, CELLS, range(JANUARY + 2, JANUARY + 12))
    assert disclosure.figure(Box("p", Period(JANUARY + 2, MONTH))) == 70
    assert disclosure.figure(Box("p", Period(JANUARY, QUARTER))) is None
    assert disclosure.figure(Box("p", Period(JANUARY, YEAR))) is None


def test_periods_nest() -> None:
    for length in LENGTHS:
        assert period_of(JANUARY + 11, length).months[-1] == JANUARY + 11
    assert [part.length for part in Period(JANUARY, YEAR).parts()] == [QUARTER] * 4
    assert str(Period(JANUARY + 11, MONTH).end) == "2027-01-01"
