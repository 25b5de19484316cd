"""The plan of an attempt: the lesson's steps in order, with the questions fixed at its start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bot.education.learning.rules.asking import Asking, shuffled
from content.schema import Card, Choice, Lesson, Question, Scene
from content.schema.facts import Moment
from storage.education.kinds import AttemptKind


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
    """A lesson laid out for one attempt; `withdrawn` are its questions that no longer hold."""

    lesson: Lesson
    steps: tuple[Step, ...]
    seed: int
    withdrawn: frozenset[str] = frozenset()
    kind: AttemptKind = AttemptKind.LESSON

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(step.question for step in self.steps if isinstance(step, QuestionStep))

    def asking(self, question: Question, picked: Sequence[str] = ()) -> Asking:
        """Return the question as this attempt shuffles it."""
        return Asking(question=question, seed=self.seed, picked=tuple(picked))

    def choices(self, node: str) -> tuple[Choice, ...]:
        """Return the choices of a moment of the scene as this attempt shuffles them."""
        return shuffled(self.lesson.scene.nodes[node].choices, f"{self.seed}:{node}")


def choose_questions(lesson: Lesson, at: Moment, seed: int) -> tuple[str, ...]:
    """Return the ids to ask, one for each point: the opener, then the others shuffled.

    No question is among them whose facts do not hold at that moment.
    """
    opener = lesson.opener_on(at)
    if opener is None:
        return ()
    source = Random(seed)  # noqa: S311 - an order, no secret
    variants: dict[str, list[str]] = {}
    for question in lesson.questions_on(at):
        variants.setdefault(question.point, []).append(question.id)
    others = [source.choice(ids) for point, ids in variants.items() if point != opener.point]
    source.shuffle(others)
    return (opener.id, *others)


def lay_out(
    lesson: Lesson, question_ids: Sequence[str], seed: int, at: Moment, now: Moment | None = None
) -> Plan:
    """Return story, first question, cards, scene and the other questions.

    The steps are those of the moment `at` which the attempt began; what ceased to hold until
    `now` is withdrawn.
    """
    known = {question.id: question for question in lesson.questions}
    asked = [known[each] for each in question_ids if each in known]
    questions = [QuestionStep(question, number) for number, question in enumerate(asked, 1)]
    steps: tuple[Step, ...] = (
        StoryStep(),
        *questions[:1],
        *(CardStep(card) for card in lesson.cards_on(at)),
        SceneStep(lesson.scene),
        *questions[1:],
        ResultStep(),
    )
    standing = {question.id for question in lesson.questions_on(at if now is None else now)}
    withdrawn = frozenset(question.id for question in asked) - standing
    return Plan(lesson=lesson, steps=steps, seed=seed, withdrawn=withdrawn)
