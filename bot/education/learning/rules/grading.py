"""Grades an answer to a question of any kind; pure, and the only place that says what is right.

An answer is a sequence of ids. A single choice and a picture give one option, a multiple choice
its options in any order, a statement the verdict and then the reason, an order its steps as
arranged, and a match, for each pair in the order of the file, the pair whose right half was put
there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from content.schema import Option, Pair, Question, Step

Part = Option | Step | Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """Whether an answer is wholly right, which of its parts are, and the reasons to show."""

    is_correct: bool
    right: tuple[bool, ...]
    reasons: tuple[Part, ...]

    @property
    def is_partly_right(self) -> bool:
        return not self.is_correct and any(self.right)


def grade(question: Question, answer: Sequence[str]) -> Graded:
    """Return the grade; an answer that is empty or does not fit the question is wrong."""
    match question.kind:
        case "order":
            return _grade_places(tuple(question.steps), answer)
        case "match":
            return _grade_places(tuple(question.pairs), answer)
        case "true_false":
            return _grade_statement(question, answer)
        case _:
            return _grade_options(question.options, answer)


def right_answer(question: Question) -> tuple[str, ...]:
    """Return the answer that is wholly right; for the server and the tests only."""
    match question.kind:
        case "order":
            return tuple(step.id for step in question.steps)
        case "match":
            return tuple(pair.id for pair in question.pairs)
        case _:
            every = (*question.options, *question.reasons)
            return tuple(option.id for option in every if option.correct)


def _grade_options(options: Sequence[Option], answer: Sequence[str]) -> Graded:
    chosen = tuple(option for option in options if option.id in answer)
    wanted = {option.id for option in options if option.correct}
    missed = tuple(option for option in options if option.correct and option not in chosen)
    return Graded(
        is_correct=bool(answer) and set(answer) == wanted,
        right=tuple(option.correct for option in chosen),
        reasons=(*chosen, *missed),
    )


def _grade_statement(question: Question, answer: Sequence[str]) -> Graded:
    halves = (question.options, question.reasons)
    chosen = tuple(
        option
        for half, each in zip(halves, answer, strict=False)
        for option in half
        if option.id == each
    )
    right = tuple(option.correct for option in chosen)
    every = (option for half in halves for option in half)
    reasons = tuple(each for each in every if each.correct or each in chosen)
    return Graded(
        is_correct=len(right) == len(halves) and all(right), right=right, reasons=reasons
    )


def _grade_places(parts: tuple[Part, ...], answer: Sequence[str]) -> Graded:
    """Compare place by place; the parts that stand wrong tell where they belong."""
    right = tuple(part.id == each for part, each in zip(parts, answer, strict=False))
    is_whole = len(answer) == len(parts)
    wrong = tuple(part for part, fits in zip(parts, right, strict=False) if not fits)
    return Graded(is_correct=is_whole and all(right), right=right, reasons=wrong)
