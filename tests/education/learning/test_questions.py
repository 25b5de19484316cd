"""Every question of every kind: asked without telling, answered by taps, graded and explained."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from bot.chat.i18n import KNOWN_LOCALES, Catalogues
from bot.drawing.trap import lay_out
from bot.education.learning.router.questions import QuestionScreen
from bot.education.learning.router.screens import LessonButtons
from bot.education.learning.router.traps import trap_picture
from bot.education.learning.rules.asking import Answer, Asking, Mark, Response, Submit, Undo
from bot.education.learning.rules.grading import grade, right_answer
from content.schema import Question
from tests.education.learning.answering import responses
from tests.library import library

LIBRARY = library()
QUESTIONS = [
    q for course in LIBRARY.courses for lesson in course.lessons for q in lesson.questions
]
I18N = Catalogues()
KINDS = ("single", "multiple", "true_false", "order", "match", "spot")
every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
every_locale = pytest.mark.parametrize("locale", KNOWN_LOCALES)


def of_kind(kind: str) -> Question:
    return next(question for question in QUESTIONS if question.kind == kind)


def asked(question: Question, seed: int = 1) -> Asking:
    return Asking(question=question, seed=seed)


def answered(question: Question, seed: int, *, right: bool) -> Iterator[Asking]:
    """Yield the question before each tap, and last as it is answered."""
    asking = asked(question, seed)
    yield asking
    for move in responses(asking, 0, right=right):
        assert isinstance(move, Response)
        after = asking.after(move)
        assert after != asking
        asking = after
        yield asking


def screen(asking: Asking, locale: str, *, in_words: bool = False) -> str:
    """Return all that a client receives: text, buttons, and what the picture is drawn from."""
    shown = QuestionScreen(
        asking=asking,
        locale=locale,
        buttons=LessonButtons(attempt="x" * 12, position=3),
        in_words=in_words,
    )
    with I18N.context(), I18N.use_locale(locale):
        rows = [[button.model_dump() for button in row] for row in shown.lines()]
        received = [shown.hint(), shown.text(), rows, repr(trap_picture(asking, locale))]
        return json.dumps(received, ensure_ascii=False)


def turned(question: Question) -> Question:
    """Return the question with other answers right, other reasons and another explanation."""

    def other(option: object) -> object:
        return option.model_copy(update={"correct": not option.correct, "why": option.text})  # type: ignore[attr-defined]

    return question.model_copy(
        update={
            "options": tuple(other(option) for option in question.options),
            "reasons": tuple(other(option) for option in question.reasons),
            "steps": question.steps[::-1],
            "pairs": question.pairs[::-1],
            "explanation": question.prompt,
        }
    )


def test_every_kind_is_asked_in_every_course() -> None:
    for course in LIBRARY.courses:
        kinds = {question.kind for lesson in course.lessons for question in lesson.questions}
        assert kinds == set(KINDS), course.id


@every_question
@every_locale
def test_nothing_received_before_the_answer_depends_on_what_is_right(
    question: Question, locale: str
) -> None:
    for seed, right in itertools.product(range(4), (True, False)):
        for asking in answered(question, seed, right=right):
            if asking.answer is not None:
                continue
            other = Asking(question=turned(question), seed=seed, picked=asking.picked)
            for in_words in (True, False):
                assert screen(asking, locale, in_words=in_words) == screen(
                    other, locale, in_words=in_words
                )


@every_question
@every_locale
def test_neither_ids_nor_reasons_nor_the_explanation_are_received_before_the_answer(
    question: Question, locale: str
) -> None:
    parts = (*question.options, *question.reasons, *question.steps, *question.pairs)
    secret = [part.why.to(locale) for part in parts] + [question.explanation.to(locale)]
    for asking in answered(question, 5, right=True):
        if asking.answer is None:
            received = screen(asking, locale, in_words=True)
            shown = QuestionScreen(
                asking=asking,
                locale=locale,
                buttons=LessonButtons(attempt="x" * 12, position=3),
            )
            with I18N.context(), I18N.use_locale(locale):
                data = [b.callback_data or "" for row in shown.lines() for b in row]
            assert not any(f":{part.id}" in each for part in parts for each in data)
            assert not any(
                json.dumps(each, ensure_ascii=False)[1:-1] in received for each in secret
            )
            assert all(len(each.encode()) <= 64 for each in data)


@every_question
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


@every_question
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


@every_question
@every_locale
def test_the_verdict_shows_what_is_right_and_why(question: Question, locale: str) -> None:
    for right in (True, False):
        *_, done = answered(question, 2, right=right)
        assert done.answer is not None
        shown = QuestionScreen(
            asking=asked(question, 2), locale=locale, buttons=LessonButtons(attempt="", position=0)
        )
        with I18N.context(), I18N.use_locale(locale):
            text = shown.verdict(done.answer)
        assert question.explanation.to(locale) in text
        assert all(p.why.to(locale) in text for p in grade(question, done.answer).reasons)
        assert ("✅" in text) is (right or question.kind not in {"order", "match"})
        if question.kind == "spot":
            assert len(text) <= 1000, "a caption holds 1,024"


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


@pytest.mark.parametrize("kind", ["order", "match"])
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


@pytest.mark.parametrize("kind", KINDS)
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


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.picture], ids=lambda q: q.id)
@every_locale
def test_every_picture_that_ships_fits_in_every_order(question: Question, locale: str) -> None:
    for seed in range(24):
        picture = trap_picture(asked(question, seed), locale)
        assert picture is not None
        boxes = lay_out(picture)
        width, height = picture.size
        assert all(box.left > 0 and box.right < width and box.bottom < height for box in boxes)
        assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
        for place in picture.places:
            words = "".join(
                line for box in boxes if box.block.role == "words" for line in box.block.lines
            )
            assert place.text.replace(" ", "") in words.replace(" ", "")
