"""The commands that authors use: check, publish, template, import, export, stats."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from content.loader import ROOT, load


def humen(*words: object) -> Result:
    return CliRunner().invoke(app, ["content", *map(str, words)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT, tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "__py*"))
    return tmp_path / "content"


def test_the_check_ends_well_on_what_ships_and_badly_on_a_fault(root: Path) -> None:
    assert humen("check", root).exit_code == 0
    lesson = root / "courses/junior-secondary/law-and-help/lesson.yaml"
    lesson.write_text(lesson.read_text("utf-8").replace("kind: single", "kind: essay", 1), "utf-8")
    done = humen("check", root)
    assert done.exit_code == 1
    assert "law-and-help/lesson.yaml:" in done.output
    assert "use one of" in done.output


def test_a_workbook_goes_out_and_comes_back_without_a_change(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "course.xlsx"
    count = sum(len(lesson.questions) for lesson in load(root).course("upper-primary").lessons)
    done = humen("export", "upper-primary", out, "--folder", root)
    assert f"{count} questions are in" in done.output
    done = humen("import", out, "--course", "upper-primary", "--folder", root)
    assert (done.exit_code, done.output) == (
        0,
        f"{count} questions are sound, 0 of them new or changed; 0 mistakes\n",
    )


def test_a_mistake_in_a_workbook_is_told_with_its_cell(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "course.xlsx"
    humen("export", "upper-primary", out, "--folder", root)
    book = openpyxl.load_workbook(out)
    book.worksheets[0]["D2"] = "essay"
    book.save(out)
    done = humen("import", out, "--folder", root)
    assert done.exit_code == 1
    assert "题目 Questions!D2: 'kind' is 'essay'; use one of" in done.output


@pytest.mark.parametrize(
    "words",
    [("export", "no-course", "x.xlsx"), ("preview", "no-lesson"),
     ("preview", "unseen-danger", "--language", "fr")],
)  # fmt: skip
def test_what_does_not_exist_is_refused_in_a_sentence(words: tuple[str, ...]) -> None:
    done = humen(*words)
    assert done.exit_code == 2
    assert not Path("x.xlsx").exists()


def test_the_template_says_what_to_do_next(tmp_path: Path) -> None:
    done = humen("template", tmp_path / "new.xlsx")
    assert "humen content import new.xlsx" in done.output
    assert (tmp_path / "new.xlsx").stat().st_size > 5000


def test_publishing_needs_sound_content_and_withdraws_what_was_taken_out(root: Path) -> None:
    last = load(root).lesson("law-and-help").questions[-1].id
    for locale in ("zh_Hans", "en"):
        prose = root / f"courses/junior-secondary/law-and-help/{locale}.yaml"
        text = prose.read_text("utf-8")
        prose.write_text(text[: text.index(f"  {last}:")], "utf-8")
    lesson = root / "courses/junior-secondary/law-and-help/lesson.yaml"
    text = lesson.read_text("utf-8")
    lesson.write_text(text[: text.index(f"  - id: {last}")], "utf-8")
    refused = humen("publish", "--folder", root)
    assert refused.exit_code == 1
    assert f"'{last}' was published and is gone" in refused.output

    done = humen("publish", "--withdraw", last, "--folder", root)
    assert done.exit_code == 0
    assert f"question {last} withdrawn" in done.output
    assert humen("check", root).exit_code == 0


def test_the_figures_are_shown() -> None:
    done = humen("stats")
    assert done.exit_code == 0
    assert "topics are covered" in done.output
    assert "junior-secondary" in done.output
