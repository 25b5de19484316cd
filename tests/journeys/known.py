"""What a student who paid attention taps in lesson 1, by the beginning of the question."""

from __future__ import annotations

from bot.education.learning.rules.grading import right_answer
from content.markup import visible
from content.schema import Question
from tests.library import library

PROMPT_LENGTH = 40


def known_in(locale: str) -> dict[str, list[str]]:
    """Return what to tap in turn: texts behind letters, or those at the places of a picture."""
    lesson = library().lesson("unseen-danger")
    opener = [question for question in lesson.questions if question.id == lesson.opener]
    questions = [*opener, *(each for each in lesson.questions if each.id != lesson.opener)]
    return {_beginning(question, locale): _taps(question, locale) for question in questions}


def _beginning(question: Question, locale: str) -> str:
    return visible(question.prompt.to(locale))[:PROMPT_LENGTH]


def _taps(question: Question, locale: str) -> list[str]:
    if question.kind == "match":
        # What is looked for is the left half, and what is tapped the right one.
        return [f"{p.left.to(locale)}={p.right.to(locale)}" for p in question.pairs]
    parts = (*question.options, *question.reasons, *question.steps)
    text = {part.id: part.text.to(locale) for part in parts}
    return [text[each] for each in right_answer(question)]


KNOWN_IN_CHINESE = known_in("zh_Hans")
KNOWN_IN_ENGLISH = known_in("en")
