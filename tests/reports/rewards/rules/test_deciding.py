"""What the engine leaves to a person, what earns nothing, and how edges are read."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.chat.catalogue_files import read_catalogue
from bot.reports.rewards.rules.choosing import choose_scheme, engine_for, is_code
from bot.reports.rewards.rules.proposal import Case, Verdict, Why
from bot.reports.rewards.rules.without import without_scheme
from bot.reports.rewards.wording.tongue import Tongue
from bot.reports.rewards.wording.working import write_headline, write_working
from content.schema.outcomes import OutcomeFacts
from content.schema.rewards import Scheme
from tests.reports.rewards.rules.engines import IN_FORCE, lists, propose, rules
from tests.reports.rewards.rules.schedules import ROWS, Row
from tests.reports.rewards.rules.things import facts_of

TWELVE_GRAMS: dict[str, Any] = {"seizures": [{"substance": "heroin", "grams": "12"}]}
UNKNOWN = [row for row in ROWS if row.pays is None]


@pytest.mark.parametrize("row", UNKNOWN, ids=lambda row: row.name)
def test_every_row_that_nobody_knows_is_for_a_person_with_the_reason(row: Row) -> None:
    amount = Decimal(row.start) + (0 if row.end is None else 1)
    found = propose(row.scheme, facts_of(row.thing, amount))
    assert found.verdict is Verdict.UNDECIDED
    assert (found.total, found.sum, found.heads) == (None, None, ())
    for locale in ("zh_Hans", "en"):
        tongue = Tongue(locale=locale, gettext=read_catalogue(locale).gettext, lists=lists())
        words = [write_headline(found, tongue), *write_working(found, tongue)]
        assert len(words) >= 2
        assert not re.search(r"\d", "".join(words))


def test_one_unknown_head_leaves_the_whole_to_a_person() -> None:
    facts = TWELVE_GRAMS | {"people": [{"role": "user", "count": 1}]}
    assert propose("national-2018", facts).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ({"is_verified": False}, Why.NOT_VERIFIED),
        ({"is_first": False}, Why.LATER_REPORTER),
        ({"is_cracked_here": False}, Why.CRACKED_ELSEWHERE),
    ],
)
def test_who_is_not_paid_learns_why(case: dict[str, bool], why: Why) -> None:
    found = propose("national-2018", TWELVE_GRAMS, **case)
    assert found.verdict is Verdict.NONE
    assert [each.why for each in found.obstacles] == [why]


def test_a_report_about_a_minor_earns_nothing_whatever_was_found() -> None:
    for scheme in rules().schemes:
        found = propose(scheme, TWELVE_GRAMS | {"flags": ["about_minor"]})
        assert (found.verdict, found.total) == (Verdict.NONE, None)


@pytest.mark.parametrize(
    ("on", "verdict"),
    [
        (date(2025, 12, 31), Verdict.PROPOSED),
        (date(2026, 1, 1), Verdict.UNDECIDED),
        (date(2017, 5, 17), Verdict.UNDECIDED),
        (date(2017, 5, 18), Verdict.PROPOSED),
    ],
)
def test_a_schedule_counts_on_its_days_only(on: date, verdict: Verdict) -> None:
    assert propose("laixi-2017", TWELVE_GRAMS, on=on).verdict is verdict


def test_reporting_people_who_use_drugs_is_paid_only_where_it_is_switched_on() -> None:
    scheme = rules().scheme("national-2018").model_copy(update={"pays_for_users": False})
    engine = engine_for(rules(), scheme, lists())
    facts = OutcomeFacts.model_validate({"people": [{"role": "user", "count": 4}]})
    found = engine.propose(Case(facts=facts, on=IN_FORCE))
    assert (found.verdict, found.obstacles[0].why) == (Verdict.NONE, Why.USERS_NOT_PAID)


def test_without_its_table_nothing_is_converted() -> None:
    scheme = rules().scheme("national-2018").model_copy(update={"conversion": None})
    facts = OutcomeFacts.model_validate({"seizures": [{"substance": "ketamine", "grams": "5"}]})
    found = engine_for(rules(), scheme, lists()).propose(Case(facts=facts, on=IN_FORCE))
    assert (found.verdict, found.obstacles[0].why) == (Verdict.UNDECIDED, Why.NO_TABLE)


def test_the_edge_rule_is_the_schemes_own() -> None:
    scheme = rules().scheme("national-2018")
    lower = scheme.model_copy(update={"edges": "lower"})
    assert _at_ten(scheme) == (50_000, True)
    assert _at_ten(lower) == (30_000, True)


def _at_ten(scheme: Scheme) -> tuple[int, bool]:
    facts = OutcomeFacts.model_validate({"seizures": [{"substance": "heroin", "grams": "10"}]})
    found = engine_for(rules(), scheme, lists()).propose(Case(facts=facts, on=IN_FORCE))
    assert found.total is not None
    return found.total.lower, found.is_at_edge


def test_an_edge_that_is_printed_needs_nobody_to_confirm_it() -> None:
    assert not propose("guangdong-2015", facts_of("heroin kg", Decimal(10))).is_at_edge
    assert not propose("national-2018", facts_of("users", Decimal(5))).is_at_edge
    assert propose("national-2018", facts_of("mu", Decimal(1))).is_at_edge


def test_what_is_inferred_is_marked_to_be_confirmed() -> None:
    assert not propose("national-2018", TWELVE_GRAMS).needs_confirming
    ketamine = {"seizures": [{"substance": "ketamine", "grams": "50"}]}
    assert propose("national-2018", ketamine).needs_confirming
    assert propose("national-2018", facts_of("drivers", Decimal(1))).needs_confirming
    assert propose("henan-2017", facts_of("class 2 kg", Decimal(150))).needs_confirming


def test_the_nearest_schedule_above_a_region_holds_by_the_digits_of_its_code() -> None:
    nearest = {
        "361124100": "yanshan",
        "361002": "fuzhou-2023",
        "410100": "henan-2017",
        "440100": "guangdong-2015",
        "440106001001": "guangdong-2015",
        "429005001": "national-2018",
        None: "national-2018",
    }
    found = {region: choose_scheme(rules(), region) for region in nearest}
    assert {region: each and each.id for region, each in found.items()} == nearest


def test_what_is_no_code_of_a_region_is_known() -> None:
    assert all(is_code(each) for each in ("440100", "429005001", "440106001001"))
    assert not any(is_code(each) for each in ("000000", "990000", "4401", "44010a", "广东", ""))


def test_where_there_is_no_schedule_at_all_a_person_decides() -> None:
    facts = OutcomeFacts.model_validate(TWELVE_GRAMS)
    assert without_scheme(Case(facts=facts, on=IN_FORCE)).verdict is Verdict.UNDECIDED
    minor = OutcomeFacts.model_validate(TWELVE_GRAMS | {"flags": ["about_minor"]})
    assert without_scheme(Case(facts=minor, on=IN_FORCE)).verdict is Verdict.NONE
