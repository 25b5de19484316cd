"""Every question of every kind: answered by taps, none of which counts twice, and graded."""

from __future__ import annotations

from collections import Counter
from random import Random

from bot.education.learning.rules.asking import Answer, Mark, Response, Submit, Undo
from bot.education.learning.rules.grading import grade, right_answer
from content.schema import Question
from tests.education.learning.answering import answered, asked
from tests.library import library
from tests.walking import each_of

LIBRARY = library()
QUESTIONS = [
    q for course in LIBRARY.courses for lesson in course.lessons for q in lesson.questions
]
KINDS = ("single", "multiple", "true_false", "order", "match", "spot")


def of_kind(kind: str) -> Question:
    return next(question for question in QUESTIONS if question.kind == kind)


def test_every_kind_is_asked_in_every_course() -> None:
    for course in LIBRARY.courses:
        kinds = {question.kind for lesson in course.lessons for question in lesson.questions}
        assert kinds == set(KINDS), course.id


@each_of("question", QUESTIONS)
def test_the_place_of_an_entry_does_not_tell_whether_it_is_right(question: Question) -> None:
    seeds = range(400)
    if question.kind in {"order", "match"}:
        right = right_answer(question)
        first = Counter(asked(question, seed).entries[0].id for seed in seeds)
        assert all(abs(first[each] / 400 - 1 / len(right)) < 0.12 for each in right)
        return
    listed = [asked(question, seed).reasons or asked(question, seed).options for seed in seeds]
    if question.kind != "true_false" or question.reasons:
        share = sum(option.correct for option in listed[0]) / len(listed[0])
        assert abs(sum(options[0].correct for options in listed) / 400 - share) < 0.12


@each_of("question", QUESTIONS)
def test_an_answer_is_graded_and_every_wrong_part_explains_itself(question: Question) -> None:
    for seed in range(3):
        *_, right = answered(question, seed, right=True)
        *_, wrong = answered(question, seed, right=False)
        assert right.answer is not None
        assert wrong.answer is not None
        if question.kind != "multiple":
            assert right.answer == right_answer(question)
        assert grade(question, right.answer).is_correct
        graded = grade(question, wrong.answer)
        assert not graded.is_correct
        assert graded.reasons
        assert all(part.why.to("zh_Hans") for part in graded.reasons)


def test_a_verdict_alone_is_no_answer_and_a_wrong_reason_is_told() -> None:
    question = of_kind("true_false")
    verdict = next(n for n, option in enumerate(question.options) if option.correct)
    half = asked(question).after(Answer(position=0, option=verdict))
    assert half.answer is None
    assert half.after(Undo(position=0, nth=1)) is half, "a verdict that was given stands"
    wrong = next(n for n, reason in enumerate(half.reasons) if not reason.correct)
    whole = half.after(Answer(position=0, option=wrong, nth=1))
    assert whole.answer == (question.options[verdict].id, half.reasons[wrong].id)
    graded = grade(question, whole.answer)
    assert (graded.right, graded.is_correct, graded.is_partly_right) == (
        (True, False),
        False,
        True,
    )


@each_of("kind", ["order", "match"])
def test_the_last_place_fills_itself_and_a_step_can_be_taken_back(kind: str) -> None:
    question = of_kind(kind)
    asking = asked(question)
    count = len(asking.entries)
    first = asking.after(Answer(position=0, option=asking.open[0]))
    assert first.after(Undo(position=0, nth=1)) == asking
    assert first.after(Undo(position=0, nth=2)) is first
    while asking.answer is None:
        asking = asking.after(Answer(position=0, option=asking.open[-1], nth=len(asking.picked)))
    assert len(asking.picked) == count - 1
    assert sorted(asking.answer) == sorted(entry.id for entry in asking.entries)


@each_of("kind", KINDS)
def test_a_tap_that_comes_twice_or_late_or_is_forged_changes_nothing(kind: str) -> None:
    question = of_kind(kind)
    source = Random(kind)
    for seed in range(20):
        for asking in answered(question, seed, right=source.random() < 0.5):
            late: list[Response] = [
                Answer(position=0, option=option, nth=nth)
                for option in range(-2, 9)
                for nth in range(-1, 6)
                if nth != len(asking.picked) or option not in asking.open or kind == "multiple"
            ]
            late += [
                Undo(position=0, nth=nth) for nth in range(-1, 6) if nth != len(asking.picked)
            ]
            late += [Mark(position=0, option=option, on=True) for option in (-1, 7)]
            if kind != "multiple":
                late += [Mark(position=0, option=0, on=True), Submit(position=0)]
            if asking.answer is not None:
                late += [Submit(position=0), Undo(position=0, nth=len(asking.picked))]
            assert all(asking.after(move) is asking for move in late)


def test_an_empty_or_foreign_answer_is_wrong() -> None:
    for question in QUESTIONS:
        for answer in ((), ("nobody",), ("nobody",) * 4):
            assert not grade(question, answer).is_correct
