"""What a form gives away, and how long a lesson takes."""

from __future__ import annotations

import pytest

from content.loader import load
from content.pace import minutes_of
from content.schema import LocalText, Option, Question
from content.tricks import NOTICEABLE, TRICKS, scores

LIBRARY = load()


def asked(*texts: str, right: int) -> Question:
    options = tuple(
        Option(
            id=f"o{index}",
            text=LocalText({"zh_Hans": text, "en": text}),
            correct=index == right,
            why=LocalText({"zh_Hans": "因为", "en": "why"}),
        )
        for index, text in enumerate(texts)
    )
    words = LocalText({"zh_Hans": "问", "en": "ask"})
    return Question(
        id="q", point="p", kind="single", prompt=words, options=options, explanation=words,
        facts=("f",),
    )  # fmt: skip


def won(trick: str, question: Question) -> float:
    found = {score.trick: score for score in scores([question])}
    return found[trick].won["zh_Hans"]


@pytest.mark.parametrize(
    ("trick", "texts", "right"),
    [
        ("longest", ("一", "一二三", "一二"), 1),
        ("second longest", ("一", "一二三", "一二"), 2),
        ("shortest", ("一", "一二三", "一二"), 0),
        ("most punctuation", ("一二", "一，二。", "一。"), 1),
        ("first as written", ("一", "二", "三"), 0),
        ("last as written", ("一", "二", "三"), 2),
        ("no absolute word", ("永远不会", "一定会", "可能会"), 2),
        ("names a helper", ("自己扛", "告诉老师", "再等等"), 1),
    ],
)
def test_a_trick_takes_what_stands_out(trick: str, texts: tuple[str, ...], right: int) -> None:
    assert won(trick, asked(*texts, right=right)) == 1
    assert won(trick, asked(*texts, right=(right + 1) % 3)) == 0


def test_answers_that_stand_out_alike_are_guessed_among() -> None:
    assert won("longest", asked("一二", "三四", "五", right=0)) == 0.5
    assert won("names a helper", asked("一", "二", "三", "四", right=0)) == 0.25


def test_chance_is_the_share_of_right_answers() -> None:
    [score, *_] = scores([asked("一", "二", "三", "四", right=0), asked("一", "二", right=1)])
    assert score.chance == pytest.approx((0.25 + 0.5) / 2)
    assert [score.trick for score in scores([asked("一", "二", right=0)])] == list(TRICKS)
    assert scores([]) == ()


def test_every_lesson_takes_the_minutes_it_says() -> None:
    for course in LIBRARY.courses:
        for lesson in course.lessons:
            taken = minutes_of(lesson, course.stage)
            assert lesson.minutes - 2 < taken <= lesson.minutes, (lesson.id, taken)


def test_more_to_read_and_more_to_tap_take_longer() -> None:
    lesson = LIBRARY.lesson("his-car-tonight")
    long = lesson.story.model_copy(update={"root": {"zh_Hans": "长" * 400, "en": "long"}})
    longer = lesson.model_copy(update={"story": long})
    before = minutes_of(lesson, "senior-secondary")
    assert minutes_of(longer, "senior-secondary") > before + 0.5
    assert minutes_of(lesson, "upper-primary") > before


def test_no_trick_wins_noticeably_more_than_a_blind_guess_over_all_courses() -> None:
    asked_anywhere = [
        question
        for course in LIBRARY.courses
        for lesson in course.lessons
        for question in lesson.questions
    ]
    for score in scores(asked_anywhere):
        for locale, share in score.won.items():
            assert share <= score.chance + NOTICEABLE, (score.trick, locale, share)
