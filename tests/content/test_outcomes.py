"""The closed lists of outcomes, and facts that hold exact numbers and no name of anybody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.reports.triage.rules import Outcome
from content.errors import ContentErrors, ContentNotFoundError
from content.loader import ROOT
from content.outcome_lists import load_outcomes
from content.schema.outcomes import MINOR_REPORTED, OutcomeFacts

WHOLE: dict[str, Any] = {
    "seizures": [{"substance": "heroin", "grams": "12.5"}],
    "precursors": [{"substance": "ephedrine", "kilograms": "1.5"}],
    "people": [{"role": "trafficker", "count": 2}],
    "sites": [{"kind": "factory", "count": 1}],
    "area_mu": "0.5",
    "plants": [{"kind": "poppy", "count": 600}],
    "flags": ["minor_reported"],
}


def test_the_program_and_the_content_know_the_same_classes() -> None:
    lists = load_outcomes()
    assert [each.id for each in lists.classes] == list(Outcome)
    assert {each.id: each.verified for each in lists.classes} == {
        outcome.value: outcome.is_verified for outcome in Outcome
    }
    assert lists.item("flags", MINOR_REPORTED)


def test_facts_go_to_json_and_back_as_they_are() -> None:
    facts = OutcomeFacts.model_validate(WHOLE)
    assert facts.model_dump(mode="json") == json.loads(json.dumps(WHOLE))
    assert load_outcomes().unknown(facts) == []
    assert facts.is_minor_reported
    assert not facts.is_empty
    assert OutcomeFacts(flags=("minor_reported",)).is_empty


def test_an_id_of_no_list_is_named() -> None:
    facts = OutcomeFacts.model_validate(
        {"seizures": [{"substance": "sugar", "grams": "1"}], "flags": ["nice"]}
    )
    assert load_outcomes().unknown(facts) == ["substances/sugar", "flags/nice"]
    with pytest.raises(ContentNotFoundError):
        load_outcomes().item("roles", "king")
    with pytest.raises(ContentNotFoundError):
        load_outcomes().items("names")


@pytest.mark.parametrize(
    "amount",
    ["0", "0.0", "-1", "1.", ".5", "01", "1.50", "1.2345", "1e3", "１", "1,5", "", "99999999999"],
)
def test_only_exact_and_plain_decimals_are_quantities(amount: str) -> None:
    with pytest.raises(ValidationError):
        OutcomeFacts.model_validate({"area_mu": amount})


@pytest.mark.parametrize(
    "facts",
    [
        {"people": [{"role": "trafficker", "count": 2, "name": "张三"}]},
        {"people": [{"role": "张三", "count": 1}]},
        {"people": [{"role": "trafficker", "count": 0}]},
        {"people": [{"role": "user", "count": 1}, {"role": "user", "count": 2}]},
        {"note": "张三"},
        {"flags": ["Zhang San"]},
    ],
)
def test_no_field_takes_a_name_or_says_a_thing_twice(facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        OutcomeFacts.model_validate(facts)


def test_a_list_without_words_in_one_language_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "outcomes"
    folder.mkdir()
    for path in (ROOT / "outcomes").glob("*.yaml"):
        text = path.read_text("utf-8")
        if path.name == "en.yaml":
            text = text.replace("  heroin: {label: Heroin}\n", "")
        (folder / path.name).write_text(text, "utf-8")
    with pytest.raises(ContentErrors) as raised:
        load_outcomes(tmp_path)
    assert "the text in en is missing" in str(raised.value)
