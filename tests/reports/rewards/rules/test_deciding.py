"""What the engine leaves to a person, what earns nothing, and how edges are read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.chat.catalogue_files import read_catalogue
from bot.reports.rewards.rules.choosing import (
    choose_scheme,
    engine_for,
    find_unrecorded,
    is_code,
)
from bot.reports.rewards.rules.deciding import Reason, allowed, may_propose
from bot.reports.rewards.rules.money import Span
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
ENGLISH = Tongue(locale="en", gettext=read_catalogue("en").gettext, lists=lists())
CHINESE = Tongue(locale="zh_Hans", gettext=read_catalogue("zh_Hans").gettext, lists=lists())
UNKNOWN = [row for row in ROWS if row.pays is None]


@pytest.mark.parametrize("row", UNKNOWN, ids=lambda row: row.name)
def test_every_row_that_nobody_knows_is_for_a_person_with_the_reason(row: Row) -> None:
    amount = Decimal(row.start) + (0 if row.end is None else 1)
    found = propose(row.scheme, facts_of(row.thing, amount))
    assert found.verdict is Verdict.UNDECIDED
    assert (found.total, found.sum, found.least, found.heads) == (None, None, None, ())
    for tongue in (ENGLISH, CHINESE):
        own = replace(found, national=None)
        words = [write_headline(own, tongue), *write_working(own, tongue)]
        assert len(words) >= 2
        assert not re.search(r"\d", "".join(words))


@pytest.mark.parametrize(
    "people", [{"role": "user", "count": 1}, {"role": "user", "count": 2}, {"role": "fugitive"}]
)
def test_what_is_certain_is_a_floor_under_what_is_not(people: dict[str, Any]) -> None:
    found = propose("national-2018", TWELVE_GRAMS | {"people": [{"count": 1, **people}]})
    assert (found.verdict, found.least, found.total) == (Verdict.AT_LEAST, 50_000, None)
    assert allowed(found, None) == Span(50_000, 30_000_000)
    assert not may_propose(found, None, 49_999, Reason.BY_HAND)
    assert may_propose(found, None, 50_000, Reason.BY_HAND)
    assert may_propose(found, None, 0, Reason.EXCLUDED)
    words = [write_headline(found, ENGLISH), *write_working(found, ENGLISH)]
    assert words[0] == "At least 500 yuan, plus what a person decides."
    assert words.index("A person decides:") < len(words) - 1


# Found, and what the national measures pay for it, which the local record does not know.
FRAGMENTS = [
    ("guangdong-2015", {"people": [{"role": "user", "count": 10}]}, None, "20,000 yuan"),
    ("shanghai-2019", {"people": [{"role": "user", "count": 10}]}, None, "20,000 yuan"),
    ("fuzhou-2023", {"people": [{"role": "user", "count": 3}]}, None, "3,000 yuan"),
    ("fuzhou-2023", TWELVE_GRAMS | {"people": [{"role": "user", "count": 3}]}, 500, "3,000 yuan"),
    ("fuzhou-2023", TWELVE_GRAMS | {"flags": ["making_lead"]}, 500, "10,000 to 100,000 yuan"),
    ("henan-2017", {"seizures": [{"substance": "ketamine", "grams": "5"}]}, None, "300 yuan"),
    ("guangdong-2015", {"sites": [{"kind": "factory", "count": 1}]}, None, "200,000 yuan"),
]


@pytest.mark.parametrize(("scheme", "facts", "least", "national"), FRAGMENTS)
@pytest.mark.parametrize("pays", [True, False], ids=["users paid", "users not paid"])
def test_what_a_fragment_does_not_say_is_unknown_and_not_nothing(
    scheme: str, facts: dict[str, Any], least: int | None, national: str, *, pays: bool
) -> None:
    switched = replace(rules(), pays_for_users=pays)
    engine = engine_for(switched, switched.scheme(scheme), lists())
    case = Case(facts=OutcomeFacts.model_validate(facts), on=IN_FORCE)
    found = engine.propose(case)
    assert found.verdict is (Verdict.UNDECIDED if least is None else Verdict.AT_LEAST)
    assert found.least == (None if least is None else least * 100)
    assert allowed(found, None) is not None
    words = write_working(found, ENGLISH)
    title = next(i for i, line in enumerate(words) if "Unknown in the recorded schedule." in line)
    assert any(national in line for line in words[title:])


def test_less_than_the_least_that_is_printed_is_for_a_person_too() -> None:
    for thing, amount in (("poppy seedlings", 4999), ("cannabis seedlings", 49_999)):
        found = propose("national-2018", facts_of(thing, Decimal(amount)))
        assert (found.verdict, found.obstacles[0].why) == (Verdict.UNDECIDED, Why.BELOW_BANDS)


def test_what_no_head_speaks_of_is_named_and_not_dropped() -> None:
    facts = TWELVE_GRAMS | {"people": [{"role": "trafficker", "count": 1}]}
    found = propose("national-2018", facts | {"sites": [{"kind": "den", "count": 1}]})
    assert (found.verdict, found.total) == (Verdict.PROPOSED, Span(50_000, 50_000))
    assert write_working(found, CHINESE)[-1] == "⚠️ 标准中没有对应条目：贩卖、运输、走私、吸毒窝点"


def test_the_known_part_of_a_mixture_is_certain() -> None:
    mixed = {"seizures": [*TWELVE_GRAMS["seizures"], {"substance": "etomidate", "grams": "3"}]}
    found = propose("national-2018", mixed)
    assert (found.verdict, found.least) == (Verdict.AT_LEAST, 50_000)
    assert [each.why for each in found.obstacles] == [Why.NO_RATIO]


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


def test_reporting_a_child_earns_nothing_by_our_own_rule_which_says_so() -> None:
    for scheme in rules().schemes:
        found = propose(scheme, TWELVE_GRAMS | {"flags": ["minor_reported"]})
        assert (found.verdict, found.total) == (Verdict.NONE, None)
        assert "own rule, not the measures'" in "".join(write_working(found, ENGLISH))
        assert "不是奖励办法的" in "".join(write_working(found, CHINESE))


def test_whoever_reports_a_dealer_selling_to_children_is_paid() -> None:
    found = propose("national-2018", TWELVE_GRAMS | {"flags": ["minor_involved"]})
    assert (found.verdict, found.total) == (Verdict.PROPOSED, Span(50_000, 50_000))


def test_on_the_word_of_a_child_a_person_decides_of_any_amount() -> None:
    found = propose("national-2018", TWELVE_GRAMS | {"flags": ["by_minor"]})
    assert found.verdict is Verdict.UNDECIDED
    assert may_propose(found, None, 50_000, Reason.BY_HAND)
    assert may_propose(found, None, 0, Reason.EXCLUDED)


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
    switched = replace(rules(), pays_for_users=False)
    engine = engine_for(switched, switched.scheme("national-2018"), lists())
    facts = OutcomeFacts.model_validate({"people": [{"role": "user", "count": 4}]})
    found = engine.propose(Case(facts=facts, on=IN_FORCE))
    assert (found.verdict, found.obstacles[0].why) == (Verdict.UNDECIDED, Why.USERS_NOT_PAID)
    assert propose("national-2018", facts_of("users", Decimal(4))).total == Span(300_000, 300_000)


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
    minor = OutcomeFacts.model_validate(TWELVE_GRAMS | {"flags": ["minor_reported"]})
    assert without_scheme(Case(facts=minor, on=IN_FORCE)).verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("region", "scheme", "unrecorded"),
    [
        ("440111", "guangdong-2015", "440111"),
        ("440106", "guangdong-2015", None),
        ("421022", "gongan-2025", None),
        ("429005001", "national-2018", "420000"),
        ("370285", "laixi-2017", None),
        ("370102", "national-2018", "370000"),
        ("640000", "national-2018", None),
        (None, "national-2018", None),
    ],
)
def test_a_local_schedule_that_is_not_recorded_is_named(
    region: str | None, scheme: str, unrecorded: str | None
) -> None:
    chosen = choose_scheme(rules(), region)
    assert chosen is not None
    assert (chosen.id, find_unrecorded(rules(), region)) == (scheme, unrecorded)
    facts = OutcomeFacts.model_validate(TWELVE_GRAMS)
    case = Case(facts=facts, on=IN_FORCE, unrecorded=unrecorded)
    words = write_working(engine_for(rules(), chosen, lists()).propose(case), ENGLISH)
    assert any("exists and is not recorded" in each for each in words) is (unrecorded is not None)


def test_no_place_is_both_recorded_and_not() -> None:
    recorded = {code for each in rules().schemes.values() for code in each.regions}
    assert rules().unrecorded
    assert not recorded & set(rules().unrecorded)
    assert all(is_code(code) for code in (*recorded, *rules().unrecorded))
