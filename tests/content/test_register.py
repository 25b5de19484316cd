"""Published ids: none vanishes, none comes to mean something else, none is used again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from content.check import check
from content.loader import ROOT, load
from content.register import HEADING, REGISTER, entries, publish, read_register

DAY = date(2026, 2, 1)
LESSON = "courses/tiny/first/lesson.yaml"
Edit = Callable[[str, str, str], None]


@pytest.fixture
def published(tree: Path) -> Path:
    publish(tree, load(tree))
    return tree


def errors(tree: Path) -> list[str]:
    return [str(finding) for finding in check(tree, on=DAY) if finding.is_error]


def test_publishing_writes_every_id_once_and_in_order(tree: Path) -> None:
    new = publish(tree, load(tree))
    assert new == sorted(new)
    assert "lesson first" in new
    assert (
        "question sale point=selling kind=true_false options=+right,-wrong reasons=+law,-hearsay"
        in new
    )
    assert "question arrange point=helping kind=order steps=look>call>wait" in new
    assert (tree / REGISTER).read_text("utf-8") == HEADING + "\n".join(new) + "\n"
    assert publish(tree, load(tree)) == []
    assert errors(tree) == []


def test_another_wording_keeps_the_id(published: Path, edit: Edit) -> None:
    edit("courses/tiny/first/en.yaml", "  one: {title: word", "  one: {title: another word")
    edit(LESSON, "  - {id: one, facts: [lasting]}", "  - {id: uno, facts: [lasting]}")
    for locale in ("en", "zh_Hans"):
        path = published / f"courses/tiny/first/{locale}.yaml"
        path.write_text(path.read_text("utf-8").replace("  one: {", "  uno: {"), "utf-8")
    assert errors(published) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{id: mum, correct: true}", "{id: mum, correct: false}"),
        ("{id: law, correct: true}\n      - {id: hearsay, correct: false}",
         "{id: law, correct: false}\n      - {id: hearsay, correct: true}"),
        ("      - {id: look}\n      - {id: call}", "      - {id: call}\n      - {id: look}"),
        ("id: gift, correct: true", "id: gift, correct: false"),
    ],
)  # fmt: skip
def test_a_changed_meaning_needs_a_new_id(published: Path, edit: Edit, old: str, new: str) -> None:
    edit(LESSON, old, new)
    if "gift" in old:
        edit(LESSON, "id: aunt, correct: false", "id: aunt, correct: true")
    if "mum" in old:
        edit(LESSON, "{id: nobody, correct: false}", "{id: nobody, correct: true}")
    [error] = errors(published)
    assert error.startswith(f"{REGISTER}:")
    assert "has another meaning than when published; give the new one an id of its own" in error
    line = int(error.split(":")[1])
    named = error.split("'")[1]
    assert named in (published / REGISTER).read_text("utf-8").splitlines()[line - 1]


def test_a_published_id_that_vanished_is_missed_until_it_is_withdrawn(published: Path) -> None:
    for name in ("lesson.yaml", "en.yaml", "zh_Hans.yaml"):
        path = published / "courses/tiny/first" / name
        text = path.read_text("utf-8")
        start = text.index("  - id: trap" if name == "lesson.yaml" else "  trap:")
        path.write_text(text[:start], "utf-8")
    [error] = errors(published)
    assert "'trap' was published and is gone; put it back, or withdraw it with" in error

    publish(published, load(published), withdraw=frozenset({"trap"}))
    assert errors(published) == []
    assert "question trap withdrawn" in map(str, read_register(published))


def test_a_withdrawn_id_is_never_used_again(published: Path) -> None:
    path = published / REGISTER
    lines = path.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("question join")]
    path.write_text("\n".join([*kept, "question join withdrawn", ""]), "utf-8")
    [error] = errors(published)
    assert "the question 'join' was withdrawn; take a new id" in error


def test_an_id_that_is_in_use_cannot_be_withdrawn(published: Path) -> None:
    publish(published, load(published), withdraw=frozenset({"trap"}))
    assert not any(entry.meaning == "withdrawn" for entry in read_register(published))


def test_what_ships_is_published_whole() -> None:
    written = {str(entry) for entry in read_register(ROOT)}
    assert {str(entry) for entry in entries(load())} <= written
