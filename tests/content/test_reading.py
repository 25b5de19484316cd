"""Reading YAML with places, and weaving prose into structure."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.markup import find_fault, visible
from content.reading import Place, Problems, read
from content.weaving import read_woven


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_every_scalar_is_a_string_and_knows_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", "on: yes\nlist:\n  - 012\n  - x: 2026-01-01\n")
    problems = Problems()

    document = read(path, tmp_path, problems)

    assert document is not None
    assert document.data == {"on": "yes", "list": ["012", {"x": "2026-01-01"}]}
    assert document.place(("list", 1, "x")) == Place("a.yaml", 4)
    assert document.place(("list", 1, "absent", 3)) == Place("a.yaml", 4)
    assert problems.errors == []


def test_an_alias_is_refused_even_when_it_holds_itself(tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", "list: &loop\n  - one\n  - *loop\n")
    problems = Problems()

    read(path, tmp_path, problems)

    assert "an alias stands here; write the value out" in problems.errors[0].message


@pytest.mark.parametrize(
    "text", ["", "# only a comment\n", "just words", "- a\n- b\n", "a: 1\n---\nb: 2\n"]
)
def test_a_file_without_fields_is_refused(tmp_path: Path, text: str) -> None:
    problems = Problems()

    assert read(write(tmp_path / "a.yaml", text), tmp_path, problems) is None
    assert [error.path for error in problems.errors] == ["a.yaml"]


def test_prose_is_laid_beside_the_ids_it_names(tmp_path: Path) -> None:
    path = write(tmp_path / "unit.yaml", "id: u\nitems:\n  - {id: a}\n  - {id: b}\n")
    write(tmp_path / "zh_Hans.yaml", "items:\n  b: {name: 乙}\n  a: {name: 甲}\n")
    write(tmp_path / "en.yaml", "items:\n  a: {name: A}\n  b: {name: B}\n")
    problems = Problems()

    document = read_woven(path, tmp_path, problems)

    assert document is not None
    assert document.data == {
        "id": "u",
        "items": [
            {"id": "a", "name": {"zh_Hans": "甲", "en": "A"}},
            {"id": "b", "name": {"zh_Hans": "乙", "en": "B"}},
        ],
    }
    assert document.place(("items", 0, "name"), "zh_Hans") == Place("zh_Hans.yaml", 3)
    assert document.place(("items", 1, "name"), "en") == Place("en.yaml", 3)


@pytest.mark.parametrize(
    "prose",
    ["items: words\n", "items:\n  a: words\n", "items:\n  - a\n", "id: another\n", "id: {a: b}\n"],
)
def test_prose_that_does_not_fit_the_structure_is_surplus(tmp_path: Path, prose: str) -> None:
    path = write(
        tmp_path / "unit.yaml", "id: u\nitems:\n  - {id: a}\n  - {name: b}\n  - c\n  - {}\n"
    )
    write(tmp_path / "zh_Hans.yaml", prose)
    write(tmp_path / "en.yaml", "note: fine\n")
    problems = Problems()

    read_woven(path, tmp_path, problems)

    assert [error.path for error in problems.errors] == ["zh_Hans.yaml"]
    assert "has no place for words in unit.yaml" in problems.errors[0].message


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "<b>bold</b>",
        "<b><i>both</i></b>",
        "a &amp; b",
        "1 &lt; 2",
        "<blockquote>q</blockquote>",
    ],
)
def test_sound_markup_has_no_fault(text: str) -> None:
    assert find_fault(text) is None


@pytest.mark.parametrize(
    "text",
    ["<b>", "</b>", "<b><i>x</b></i>", "<a href='x'>x</a>", "<b class='x'>x</b>", "1 < 2", "a & b", "&nbsp;", "<B>x</B>"],
)  # fmt: skip
def test_unsound_markup_is_told_with_a_remedy(text: str) -> None:
    assert "; " in str(find_fault(text))


def test_a_reader_sees_neither_tags_nor_entities() -> None:
    assert visible("<b>3</b> &lt; 4") == "3 < 4"
