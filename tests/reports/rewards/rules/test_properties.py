"""What holds for every quantity: bounds never fall, never pass the cap, and the sum adds up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.rewards.rules.money import Span
from bot.reports.rewards.rules.proposal import Verdict
from tests.reports.rewards.rules.engines import propose, rules
from tests.reports.rewards.rules.schedules import CAPS, ROWS
from tests.reports.rewards.rules.things import FLAGS, WHOLE, facts_of

THINGS = sorted({(row.scheme, row.head, row.thing) for row in ROWS if row.thing not in FLAGS})
MOST = 2_000_000


def _amounts(thing: str) -> st.SearchStrategy[Decimal]:
    if thing in WHOLE:
        return st.integers(1, 1000).map(Decimal)
    edges = {Decimal(row.start) for row in ROWS if row.thing == thing} - {Decimal(0)}
    near = st.sampled_from(sorted(edges) or [Decimal(1)])
    places = st.decimals("-0.002", "0.002", places=3)
    wide = st.decimals("0.001", MOST // 1000, places=3)
    return st.one_of(st.builds(lambda a, b: a + b, near, places), wide)


def _earned(scheme: str, thing: str, amount: Decimal) -> Span | None:
    return propose(scheme, facts_of(thing, amount)).total


@pytest.mark.parametrize(("scheme", "head", "thing"), THINGS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_more_never_earns_less_within_known_bands(
    scheme: str, head: str, thing: str, data: st.DataObject
) -> None:
    less, more = sorted([data.draw(_amounts(thing)), data.draw(_amounts(thing))])
    low, high = _earned(scheme, thing, less), _earned(scheme, thing, more)
    if low is None or high is None:
        return
    assert low.lower <= high.lower
    assert low.upper <= high.upper
    assert low.lower <= low.upper
    cap = CAPS[scheme]
    assert cap is None or high.upper <= cap * 100


@settings(max_examples=60, deadline=None)
@given(
    grams=st.decimals("0.001", "200000", places=3),
    kilos=st.decimals("0.001", "24.999", places=3),
    users=st.integers(3, 50),
    drivers=st.integers(1, 900),
    factories=st.integers(1, 5),
)
def test_several_heads_add_up_to_the_cap_and_no_further(
    grams: Decimal, kilos: Decimal, users: int, drivers: int, factories: int
) -> None:
    facts = (
        facts_of("heroin g", grams)
        | facts_of("ephedrine kg", kilos)
        | facts_of("factory", Decimal(factories))
        | {"people": [{"role": "user", "count": users}, {"role": "drug-driver", "count": drivers}]}
    )
    found = propose("national-2018", facts)
    assert found.sum is not None
    assert found.total is not None
    assert found.sum.lower == sum(head.earns.lower for head in found.heads)
    assert found.sum.upper == sum(head.earns.upper for head in found.heads)
    assert found.total == Span(min(found.sum.lower, 30_000_000), min(found.sum.upper, 30_000_000))
    assert found.is_capped == (found.sum.upper > 30_000_000)


@settings(max_examples=80, deadline=None)
@given(scheme=st.sampled_from(sorted(CAPS)), data=st.data())
def test_no_outcome_whatever_makes_the_engine_fail(scheme: str, data: st.DataObject) -> None:
    things = st.sampled_from(sorted({row.thing for row in ROWS} - set(FLAGS)))
    facts: dict[str, object] = {}
    for thing in data.draw(st.sets(things, max_size=5)):
        facts |= facts_of(thing, data.draw(st.integers(1, 1000).map(Decimal)))
    found = propose(scheme, facts)
    assert (found.total is None) == (found.verdict is not Verdict.PROPOSED)
    assert bool(found.obstacles) == (found.total is None)
    cap = rules().scheme(scheme).cap
    assert found.total is None or cap is None or found.total.upper <= cap.amount * 100
