"""Lesson 1 with one question of each kind, and what a student taps who knows them all."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.education.learning.rules.grading import right_answer
from bot.education.learning.service import lessons
from content.schema import Lesson, Question
from tests.library import library

KINDS = ("true_false", "single", "multiple", "order", "match", "spot")
LESSON = library().lesson("unseen-danger")


def one_of_each() -> list[Question]:
    """Return a question of each kind, the opener first, of different points as far as there are."""
    found = [next(q for q in LESSON.questions if q.id == LESSON.opener)]
    for kind in KINDS[1:]:
        points = [question.point for question in found]
        here = [question for question in LESSON.questions if question.kind == kind]
        found.append(min(here, key=lambda question: points.count(question.point)))
    return found


def ask_one_of_each(patch: pytest.MonkeyPatch) -> None:
    """Let every attempt at the lesson ask these, whatever its seed says."""

    def chosen(lesson: Lesson, at: datetime, seed: int) -> tuple[str, ...]:
        del at, seed
        assert lesson.id == LESSON.id
        return tuple(question.id for question in one_of_each())

    patch.setattr(lessons, "choose_questions", chosen)


def fewest_taps(question: Question) -> int:
    """Return how many taps an answer takes: the last place of an order or a match fills itself."""
    right = right_answer(question)
    match question.kind:
        case "order" | "match":
            return len(right) - 1
        case "multiple":
            return len(right) + 1
        case _:
            return len(right)


def secrets_of(question: Question) -> list[str]:
    """Return what nobody may receive before the answer, in both languages."""
    parts = (*question.options, *question.reasons, *question.steps, *question.pairs)
    texts = [part.why for part in parts] + [question.explanation]
    return [text.to(locale) for text in texts for locale in ("zh_Hans", "en")]
