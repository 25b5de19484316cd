"""A lesson played in the terminal: every kind of question is answered by typing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.app.preview import Preview, to_rich
from bot.chat.i18n import Catalogues
from bot.cli import app
from content.errors import ContentNotFoundError
from tests.library import library

LIBRARY = library()
CATALOGUES = Catalogues()
DAY = date(2026, 11, 22)
LESSONS = [lesson.id for course in LIBRARY.courses for lesson in course.lessons]


def preview(
    answers: Iterator[str], locale: str = "zh_Hans", seed: int = 1
) -> tuple[Preview, io.StringIO]:
    out = io.StringIO()
    console = Console(file=out, width=100, highlight=False)
    playing = Preview(
        library=LIBRARY,
        locale=locale,
        console=console,
        ask=lambda _prompt: next(answers),
        seed=seed,
        at=DAY,
        catalogues=CATALOGUES,
    )
    return playing, out


class Typist:
    """Types the number of the first button that is not the sources'; marks once, then submits."""

    def __init__(self) -> None:
        self.shown = io.StringIO()
        self.marked = False

    def __call__(self, _prompt: str) -> str:
        offered = self.shown.getvalue().split("\n\n")[-1].strip().splitlines()
        numbers = {line.split(None, 1)[1].strip(): line.split(None, 1)[0] for line in offered}
        for label, number in numbers.items():
            if "就选这些" in label or "That is my answer" in label:
                return number
        return next(iter(numbers.values()))


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_is_played_to_its_end_in_both_languages(lesson: str, locale: str) -> None:
    for seed in range(4):
        typist = Typist()
        playing = Preview(
            library=LIBRARY,
            locale=locale,
            console=Console(file=typist.shown, width=100, highlight=False),
            ask=typist,
            seed=seed,
            at=DAY,
            catalogues=CATALOGUES,
        )
        assert playing.play(lesson)
        shown = typist.shown.getvalue()
        assert LIBRARY.lesson(lesson).title.to(locale) in shown
        assert "▰▰▰▰▰▰▰" in shown
        assert "[b" not in shown


def test_letters_are_understood_and_sources_shown_on_demand() -> None:
    playing, out = preview(iter(["1", "B", "C", "2", "q"]))
    assert not playing.play("unseen-danger")
    assert "出处：国家禁毒委员会办公室" in out.getvalue()


def test_whoever_types_nonsense_is_asked_again_and_may_leave() -> None:
    playing, out = preview(iter(["", "hello?", "99", "q"]))
    assert not playing.play("unseen-danger")
    assert "看不出来的危险" in out.getvalue()


def test_a_lesson_that_does_not_exist_is_refused() -> None:
    playing, _ = preview(iter(()))
    with pytest.raises(ContentNotFoundError):
        playing.play("no-such-lesson")


def test_brackets_in_the_words_are_no_markup() -> None:
    assert to_rich("<b>a</b> [bold] &lt;x&gt;") == "[bold]a[/bold] \\[bold] <x>"


def test_the_command_plays_from_what_is_typed() -> None:
    done = CliRunner().invoke(
        app,
        ["content", "preview", "unseen-danger", "--language", "en", "--seed", "1"],
        input="1\n",
    )
    assert done.exit_code == 0
    assert "Question 1 of 5" in done.output
