"""The plan of an attempt: the lesson's steps in order, with the questions fixed at its start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from content.schema import Card, Lesson, Option, Question, Scene


@dataclass(frozen=True, slots=True)
class StoryStep:
    """The story that opens the lesson."""


@dataclass(frozen=True, slots=True)
class CardStep:
    """Something to read."""

    card: Card


@dataclass(frozen=True, slots=True)
class SceneStep:
    """The scene in which refusing is practised."""

    scene: Scene


@dataclass(frozen=True, slots=True)
class QuestionStep:
    """A question; `number` counts from 1."""

    question: Question
    number: int


@dataclass(frozen=True, slots=True)
class ResultStep:
    """What was learnt; the last step."""


Step = StoryStep | CardStep | SceneStep | QuestionStep | ResultStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A lesson laid out for one attempt."""

    lesson: Lesson
    steps: tuple[Step, ...]
    seed: int

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(step.question for step in self.steps if isinstance(step, QuestionStep))

    def options(self, question: Question) -> tuple[Option, ...]:
        """Return the options as this attempt shuffles them; true and false keep their order."""
        options = list(question.options)
        if question.kind != "true_false":
            Random(f"{self.seed}:{question.id}").shuffle(options)  # noqa: S311 - an order, no secret
        return tuple(options)


def choose_questions(lesson: Lesson, day: date, seed: int) -> tuple[str, ...]:
    """Return the ids to ask: the opener, then the others shuffled; none whose fact expired."""
    opener = lesson.opener_on(day)
    others = [q.id for q in lesson.questions_on(day) if opener is None or q.id != opener.id]
    Random(seed).shuffle(others)  # noqa: S311 - an order, no secret
    return (*([opener.id] if opener else []), *others)


def lay_out(lesson: Lesson, question_ids: Sequence[str], seed: int, day: date) -> Plan:
    """Return story, first question, cards, scene and the other questions, as of that day."""
    known = {question.id: question for question in lesson.questions}
    asked = [known[each] for each in question_ids if each in known]
    questions = [QuestionStep(question, number) for number, question in enumerate(asked, 1)]
    steps: tuple[Step, ...] = (
        StoryStep(),
        *questions[:1],
        *(CardStep(card) for card in lesson.cards_on(day)),
        SceneStep(lesson.scene),
        *questions[1:],
        ResultStep(),
    )
    return Plan(lesson=lesson, steps=steps, seed=seed)
