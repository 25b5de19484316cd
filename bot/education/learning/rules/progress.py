"""Where a learner stands in a plan, and what a tap does to it.

A move names the place it was made from. One from another place (a second tap, an old card, a
forged button) changes nothing, so every update may come any number of times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.education.learning.rules.asking import Answer, Asking, Mark, Response, Submit, Undo
from bot.education.learning.rules.grading import grade
from bot.education.learning.rules.plan import Plan, QuestionStep, ResultStep, SceneStep, Step
from content.schema import Question

__all__ = ["Answer", "Mark", "Submit", "Undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The learner's place; `answers` maps question ids to the answers given.

    `selected` holds what was picked for the question under way, or the choices made in the scene.
    """

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
    """What to say or do at a moment of the scene, both by their numbers."""

    position: int
    node: int
    option: int


Move = GoOn | Choose | Response


def is_correct(question: Question, chosen: tuple[str, ...]) -> bool:
    return grade(question, chosen).is_correct


def count_correct(plan: Plan, progress: Progress) -> int:
    return sum(
        is_correct(each, progress.answers.get(each.id, ())) for each in asked(plan, progress)
    )


def asked(plan: Plan, progress: Progress) -> tuple[Question, ...]:
    """Return the questions that count: those answered, and those that still can be."""
    return tuple(
        question
        for question in plan.questions
        if question.id in progress.answers or question.id not in plan.withdrawn
    )


def step_at(plan: Plan, progress: Progress) -> Step:
    return plan.steps[min(progress.position, len(plan.steps) - 1)]


def scene_node(step: SceneStep, progress: Progress) -> str:
    return progress.scene_node or step.scene.start


def number_of(step: SceneStep, node: str) -> int:
    """Return the number by which buttons call a moment of the scene."""
    return list(step.scene.nodes).index(node)


def asking_at(plan: Plan, progress: Progress, question: Question) -> Asking:
    """Return the question as it stands, with what has been picked for it."""
    return plan.asking(question, progress.selected)


def is_finished(plan: Plan, progress: Progress) -> bool:
    return isinstance(step_at(plan, progress), ResultStep)


def apply(plan: Plan, progress: Progress, move: Move) -> Progress:
    """Return the progress after the move; the same one where the move does not fit it."""
    if move.position != progress.position:
        return progress
    step = step_at(plan, progress)
    match move:
        case GoOn():
            return _go_on(plan, step, progress)
        case Choose():
            return _choose(plan, step, progress, move) if isinstance(step, SceneStep) else progress
        case _ if isinstance(step, QuestionStep):
            return _answer(plan, step.question, progress, move)
    return progress


def _go_on(plan: Plan, step: Step, progress: Progress) -> Progress:
    if isinstance(step, ResultStep) or _waits(plan, step, progress):
        return progress
    return replace(
        progress,
        position=progress.position + 1,
        scene_node=None,
        scene_choice=None,
        selected=(),
    )


def _waits(plan: Plan, step: Step, progress: Progress) -> bool:
    """Return whether the step has to be answered or played before one may go on."""
    if isinstance(step, QuestionStep):
        question = step.question.id
        return question not in progress.answers and question not in plan.withdrawn
    if isinstance(step, SceneStep):
        return not step.scene.nodes[scene_node(step, progress)].ending
    return False


def _choose(plan: Plan, step: SceneStep, progress: Progress, move: Choose) -> Progress:
    here = scene_node(step, progress)
    choices = plan.choices(here)
    if move.node != number_of(step, here) or not 0 <= move.option < len(choices):
        return progress
    choice = choices[move.option]
    made = f"{here}.{choice.id}"
    # Where a scene leads back to a moment, its last choice counts, so the list stays short.
    before = tuple(each for each in progress.selected if not each.startswith(f"{here}."))
    return replace(progress, scene_node=choice.to, scene_choice=made, selected=(*before, made))


def _answer(plan: Plan, question: Question, progress: Progress, move: Response) -> Progress:
    if question.id in progress.answers or question.id in plan.withdrawn:
        return progress
    before = asking_at(plan, progress, question)
    after = before.after(move)
    if after is before:
        return progress
    if after.answer is None:
        return replace(progress, selected=after.picked)
    answers = {**progress.answers, question.id: after.answer}
    return replace(progress, selected=(), answers=answers)
