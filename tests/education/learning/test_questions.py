"""Every question on its card: asked without telling, and explained after the answer."""

from __future__ import annotations

import itertools
import json

from bot.chat.i18n import KNOWN_LOCALES, Catalogues
from bot.drawing.trap import lay_out
from bot.education.learning.router.questions import QuestionScreen
from bot.education.learning.router.screens import LessonButtons
from bot.education.learning.router.traps import trap_picture
from bot.education.learning.rules.asking import Asking
from bot.education.learning.rules.grading import Part, grade
from content.schema import LocalText, Pair, Question
from tests.education.learning.answering import answered, asked
from tests.library import library
from tests.walking import each_of

LIBRARY = library()
QUESTIONS = [
    q for course in LIBRARY.courses for lesson in course.lessons for q in lesson.questions
]
I18N = Catalogues()


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


@each_of("question,locale", itertools.product(QUESTIONS, KNOWN_LOCALES))
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


@each_of("question,locale", itertools.product(QUESTIONS, KNOWN_LOCALES))
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


def own_words(part: Part) -> LocalText:
    return part.left if isinstance(part, Pair) else part.text


@each_of("question,locale", itertools.product(QUESTIONS, KNOWN_LOCALES))
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
        lines = text.splitlines()
        for part in grade(question, done.answer).reasons:
            why, own = part.why.to(locale), own_words(part).to(locale)
            above = [lines[n - 1] for n, line in enumerate(lines) if line.strip() == why]
            assert any(own in line for line in above), "it stands below its own"
        if question.kind == "spot":
            assert len(text) <= 1000, "a caption holds 1,024"


@each_of("question,locale", itertools.product([q for q in QUESTIONS if q.picture], KNOWN_LOCALES))
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
