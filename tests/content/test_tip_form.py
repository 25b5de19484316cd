"""The guided form asks only what it knows how to ask, and ends with whether an official is meant."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from content.errors import ContentNotFoundError
from content.library import Library
from content.loader import load
from content.schema.tip_form import Question, TipForm

LABEL = {"zh_Hans": "字", "en": "word"}


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


def question(**fields: Any) -> dict[str, Any]:
    return {"id": "when", "label": LABEL, "prompt": LABEL, **fields}


def option(option_id: str) -> dict[str, Any]:
    return {"id": option_id, "label": LABEL}


def test_every_category_asks_when_and_where_and_about_officials(library: Library) -> None:
    for category in library.tip_form.categories:
        assert {"when", "where", "risk", "certainty"} < set(category.asks), category.id
        assert category.asks[-1] == "official", category.id
        assert len(set(category.asks)) == len(category.asks), category.id


def test_the_program_finds_the_answers_that_it_acts_on(library: Library) -> None:
    official = library.tip_form.question("official")
    assert [each.id for each in official.options] == ["no", "yes"]
    assert library.tip_form.question("where").kind == "place"
    assert official.option("yes").id == "yes"
    with pytest.raises(ContentNotFoundError, match="'maybe'"):
        official.option("maybe")
    with pytest.raises(ContentNotFoundError, match="'nothing'"):
        library.tip_form.question("nothing")


def test_help_tells_the_law_with_its_limit(library: Library) -> None:
    notes = library.tip_form.notes
    for note in (notes.about_me, notes.about_family):
        assert "第六十二条" in note.to("zh_Hans")
        assert "贩卖、运输、制造不在内" in note.to("zh_Hans")
        assert "not selling, transporting or making" in note.to("en")
        assert "12345" in note.to("en")
        assert "12356" in note.to("en")
    for note in (notes.minor, notes.minor_family):
        assert {"110", "12355"} <= {word for word in ("110", "12355") if word in note.to("en")}


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "choice"},
        {"kind": "choice", "options": [option("one")]},
        {"options": [option("one"), option("two")]},
    ],
)
def test_only_a_choice_has_options_and_it_has_two(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="two options or more"):
        Question.model_validate(question(**fields))


def test_a_category_that_asks_what_nobody_wrote_is_refused(library: Library) -> None:
    form = library.tip_form.model_dump()
    form["categories"][0]["asks"] = ["colour"]
    with pytest.raises(ValidationError, match="'colour', which is no question"):
        TipForm.model_validate(form)
