"""What the staff's process reads is checked with everything else, at its line."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.check import check
from content.loader import ROOT

AT = datetime(2026, 11, 22, tzinfo=UTC)
QUESTIONS = "triage/questions.yaml"
FACT = "- id: voluntary-no-penalty"
FACTS = "facts: [voluntary-no-penalty,"


FAULTS = [
    ("outcomes/outcomes.yaml", "sites:", "places:", "sites"),
    (QUESTIONS, "- {id: when}", "- {ids: when}", "id"),
    ("triage/held.en.yaml", "gap:", "gaps:", "gap"),
    ("triage/held.zh_Hans.yaml", "gap:", "gaps:", "gap"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT, tmp_path / "content"))


def test_faults_on_the_shelves_of_the_staff_are_named(tree: Path) -> None:
    for path, old, new, _says in FAULTS:
        file = tree / path
        assert old in _text(file)
        file.write_text(_text(file).replace(old, new, 1), encoding="utf-8")
    found = [str(each) for each in check(tree, on=AT) if each.is_error]
    for path, _old, _new, says in FAULTS:
        assert any(line.startswith(f"{path}:") and says in line for line in found), (says, found)


def test_the_answer_to_a_plea_rests_on_facts_that_hold(tree: Path) -> None:
    assert not any(each.path == QUESTIONS for each in check(tree, on=AT))
    facts = next(path for path in (tree / "facts").rglob("*.yaml") if FACT in _text(path))
    ended = f"{FACT}\n    effective_to: 2026-11-01"
    facts.write_text(_text(facts).replace(FACT, ended), encoding="utf-8")
    _is_told(tree, "held until")
    questions = tree / QUESTIONS
    questions.write_text(_text(questions).replace(FACTS, f"{FACTS} no-such-fact,", 1), "utf-8")
    _is_told(tree, "no fact 'no-such-fact'")


def _is_told(tree: Path, words: str) -> None:
    found = [str(each) for each in check(tree, on=AT) if each.is_error]
    assert any(line.startswith(f"{QUESTIONS}:") and words in line for line in found), found


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
