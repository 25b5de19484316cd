"""Every printed row at, just below and just above each of its edges."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.reports.rewards.rules.proposal import Proposal, Verdict
from tests.reports.rewards.rules.engines import propose, rules
from tests.reports.rewards.rules.schedules import CAPS, ROWS, Row
from tests.reports.rewards.rules.things import FLAGS, WHOLE, facts_of

ANYTHING = 10**9


def _amounts(row: Row) -> list[Decimal]:
    """Return the amounts around the row's edges that an outcome can hold."""
    if row.thing in FLAGS:
        return [Decimal(1)]
    step = Decimal(1) if row.thing in WHOLE else Decimal("0.001")
    edges = [Decimal(edge) for edge in (row.start, row.end) if edge is not None]
    around = {edge + shift for edge in edges for shift in (-step, Decimal(0), step)}
    return sorted(amount for amount in around if amount > 0)


CASES = [(row, amount) for row in ROWS for amount in _amounts(row)]


@pytest.mark.parametrize(("row", "amount"), CASES, ids=[f"{r.name}: {a}" for r, a in CASES])
def test_each_side_of_an_edge_earns_what_is_printed_for_it(row: Row, amount: Decimal) -> None:
    found = propose(row.scheme, facts_of(row.thing, amount))
    holder = _holder(row, amount)
    if holder is None or holder.pays is None:
        assert found.total is None
        assert found.verdict is Verdict.UNDECIDED
        return
    assert found.total is not None
    expected = holder.earns(amount, CAPS[row.scheme])
    assert (found.total.lower, found.total.upper) == expected
    _adds_up(found)


def _holder(row: Row, amount: Decimal) -> Row | None:
    same = [r for r in ROWS if (r.scheme, r.head, r.thing) == (row.scheme, row.head, row.thing)]
    return next((each for each in same if each.holds(amount)), None)


def _adds_up(found: Proposal) -> None:
    assert found.sum is not None
    assert sum(head.earns.lower for head in found.heads) == found.sum.lower
    assert sum(head.earns.upper for head in found.heads) == found.sum.upper


def test_the_content_holds_the_rows_that_were_typed_and_no_others() -> None:
    typed = dict.fromkeys(CAPS, 0)
    for row in ROWS:
        typed[row.scheme] += 1
    # Of Gong'an two rows more: its venue, which is played below.
    typed["gongan-2025"] += 2
    # Of Fuzhou the open end is no band of its own.
    typed["fuzhou-2023"] -= 1
    assert {
        key: len(scheme.bands()) for key, scheme in rules().schemes.items() if key in CAPS
    } == typed


@pytest.mark.parametrize(("scheme", "cap"), CAPS.items())
def test_the_cap_is_the_printed_one(scheme: str, cap: int | None) -> None:
    found = rules().scheme(scheme).cap
    assert (None if found is None else found.amount) == cap


@pytest.mark.parametrize(("users", "earned"), [(5, 2000), (9, 2000), (10, 5000), (11, 5000)])
def test_a_venue_earns_by_the_users_found_there(users: int, earned: int) -> None:
    """Beside it the same people count as users, and whether both add up is not printed."""
    venue = next(h for h in rules().scheme("gongan-2025").heads if h.id == "venue")
    band = next(
        b for b in venue.tracks[0].bands if b.start <= users and (b.end or ANYTHING) > users
    )
    assert (band.min, band.max) == (earned, earned)
    facts = {
        "people": [{"role": "user", "count": users}],
        "sites": [{"kind": "venue", "count": 1}],
    }
    found = propose("gongan-2025", facts)
    assert (found.verdict, found.least) == (Verdict.AT_LEAST, max(users * 500, earned) * 100)
