"""Quantities as officers type them, and outcomes that are put together, changed and taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.triage.outcomes.rules import (
    FactList,
    lines_of,
    parse_quantity,
    quantity_of,
    with_flag,
    with_quantity,
)
from content.schema.outcomes import OutcomeFacts

GOOD = {
    "12.5": "12.5",
    "12.50 克": "12.5",
    "１２．５克": "12.5",
    " 1,250.125 g ": "1250.125",
    "600": "600",
    "0.001": "0.001",
    "100.0": "100",
    "1000000000": "1000000000",
}
BAD = [
    "",
    "一小包",
    "0",
    "0.0",
    "-3",
    "1.2345",
    "12,5",
    "1e5",
    "12.5 公斤",
    "12.5kg",
    "5-6",
    "5 6 g",
    "张三",
    "¼",
    "99999999999",
    "1000000001",
    "nan",
    "inf",
    "0x10",
    "12克半",
]


def test_a_quantity_is_read_exactly() -> None:
    assert {text: parse_quantity(text, FactList.SUBSTANCES) for text in GOOD} == GOOD


def test_what_is_no_quantity_is_none() -> None:
    assert [text for text in BAD if parse_quantity(text, FactList.SUBSTANCES) is not None] == []


@pytest.mark.parametrize(
    ("text", "name", "amount"),
    [
        ("3 人", FactList.PEOPLE, "3"),
        ("2.5", FactList.PEOPLE, None),
        ("0", FactList.PEOPLE, None),
        ("1000001", FactList.PEOPLE, None),
        ("600 株", FactList.PLANTS, "600"),
        ("1.5 千克", FactList.PRECURSORS, "1.5"),
        ("1.5 克", FactList.PRECURSORS, None),
        ("0.5 亩", FactList.AREA, "0.5"),
    ],
)
def test_what_is_counted_is_whole_and_a_unit_is_the_one_asked_for(
    text: str, name: FactList, amount: str | None
) -> None:
    assert parse_quantity(text, name) == amount


@given(st.text(max_size=30), st.sampled_from(list(FactList)))
def test_whatever_is_typed_is_a_fact_or_nothing(text: str, name: FactList) -> None:
    amount = parse_quantity(text, name)
    if amount is not None:
        facts = with_quantity(OutcomeFacts(), name, "some-id", amount)
        assert [each[2] for each in lines_of(facts)] == [amount]
        assert OutcomeFacts.model_validate_json(facts.model_dump_json()) == facts


def test_a_later_amount_replaces_the_one_before_and_none_takes_it_out() -> None:
    facts = OutcomeFacts()
    for name, item in (
        (FactList.SUBSTANCES, "heroin"),
        (FactList.PRECURSORS, "ether"),
        (FactList.PEOPLE, "user"),
        (FactList.SITES, "den"),
        (FactList.PLANTS, "poppy"),
        (FactList.AREA, ""),
    ):
        facts = with_quantity(facts, name, item, "5")
        facts = with_quantity(facts, name, item, "7")
        assert quantity_of(facts, name, item) == "7"
    assert len(lines_of(facts)) == 6
    for name, item, _amount in lines_of(facts):
        facts = with_quantity(facts, name, item, None)
    assert facts == OutcomeFacts()


def test_a_list_that_is_full_stays_as_it_is() -> None:
    facts = OutcomeFacts()
    for number in range(25):
        facts = with_quantity(facts, FactList.PEOPLE, f"role-{number}", "1")
    assert len(facts.people) == 20


def test_a_flag_is_set_and_taken_away() -> None:
    facts = with_flag(OutcomeFacts(), "minor_reported")
    assert facts.is_minor_reported
    assert with_flag(facts, "minor_reported") == OutcomeFacts()
