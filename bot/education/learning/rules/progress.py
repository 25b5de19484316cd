"""Where a learner stands in a plan, and what a tap does to it.

A move names the place it was made from. One from another place (a second tap, an old card, a
forged button) changes nothing, so every update may come any number of times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.education.learning.rules.plan import Plan, QuestionStep, ResultStep, SceneStep, Step
from content.schema import Option, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The learner's place; `answers` maps question ids to the options chosen."""

    position: int = 0
    scene_node: str | None = None
    scene_choice: str | None = None
    selected: tuple[str, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn:
    """To the next step."""

    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """What to say or do at a moment of the scene."""

    position: int
    node: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The one option chosen, by its number as shuffled for this attempt."""

    position: int
    option: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An option of a multiple choice, to be on or off; saying which makes repeats harmless."""

    position: int
    option: int
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """The options marked are the answer."""

    position: int


Move = GoOn | Choose | Answer | Mark | Submit


def is_correct(question: Question, chosen: tuple[str, ...]) -> bool:
    return set(chosen) == {option.id for option in question.options if option.correct}


def count_correct(plan: Plan, progress: Progress) -> int:
    return sum(
        is_correct(question, progress.answers[question.id])
        for question in plan.questions
        if question.id in progress.answers
    )


def step_at(plan: Plan, progress: Progress) -> Step:
    return plan.steps[min(progress.position, len(plan.steps) - 1)]


def scene_node(step: SceneStep, progress: Progress) -> str:
    return progress.scene_node or step.scene.start


def is_finished(plan: Plan, progress: Progress) -> bool:
    return isinstance(step_at(plan, progress), ResultStep)


def apply(plan: Plan, progress: Progress, move: Move) -> Progress:
    """Return the progress after the move; the same one where the move does not fit it."""
    if move.position != progress.position:
        return progress
    step = step_at(plan, progress)
    match move:
        case GoOn():
            return _go_on(step, progress)
        case Choose() if isinstance(step, SceneStep):
            return _choose(step, progress, move)
        case Answer() | Mark() | Submit() if isinstance(step, QuestionStep):
            return _answer(step.question, plan.options(step.question), progress, move)
    return progress


def _go_on(step: Step, progress: Progress) -> Progress:
    waits = (isinstance(step, QuestionStep) and step.question.id not in progress.answers) or (
        isinstance(step, SceneStep) and not step.scene.nodes[scene_node(step, progress)].ending
    )
    if waits or isinstance(step, ResultStep):
        return progress
    return replace(
        progress,
        position=progress.position + 1,
        scene_node=None,
        scene_choice=None,
        selected=(),
    )


def _choose(step: SceneStep, progress: Progress, move: Choose) -> Progress:
    here = scene_node(step, progress)
    choices = {choice.id: choice for choice in step.scene.nodes[here].choices}
    if move.node != here or move.choice not in choices:
        return progress
    return replace(
        progress, scene_node=choices[move.choice].to, scene_choice=f"{here}.{move.choice}"
    )


def _answer(
    question: Question,
    options: tuple[Option, ...],
    progress: Progress,
    move: Answer | Mark | Submit,
) -> Progress:
    is_multiple = question.kind == "multiple"
    if question.id in progress.answers or is_multiple == isinstance(move, Answer):
        return progress
    if isinstance(move, Submit):
        chosen = progress.selected
        return _settle(question, progress, chosen) if is_multiple and chosen else progress
    if not 0 <= move.option < len(options):
        return progress
    option = options[move.option].id
    if isinstance(move, Answer):
        return _settle(question, progress, (option,))
    marked = {*progress.selected, option} if move.on else {*progress.selected} - {option}
    return replace(progress, selected=tuple(o.id for o in question.options if o.id in marked))


def _settle(question: Question, progress: Progress, chosen: tuple[str, ...]) -> Progress:
    return replace(progress, selected=(), answers={**progress.answers, question.id: chosen})
