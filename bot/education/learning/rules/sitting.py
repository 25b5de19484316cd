"""A sitting: questions without a lesson around them, for practice or as a probe."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from bot.education.learning.rules.plan import Plan, QuestionStep, ResultStep, Step
from bot.education.learning.rules.progress import Move, Progress, apply, step_at
from content.errors import ContentNotFoundError
from content.library import Library
from content.schema import Lesson, Question
from content.schema.facts import Moment
from storage.education.kinds import PROBES, AttemptKind


def lay_out_sitting(
    library: Library, question_ids: Sequence[str], seed: int, kind: AttemptKind, now: Moment
) -> Plan:
    """Return the questions in their order; one that the content has dropped is left out."""
    found = _find(library, question_ids)
    steps: tuple[Step, ...] = (
        *(QuestionStep(question, number) for number, (question, _) in enumerate(found, 1)),
        ResultStep(),
    )
    standing = {each.id for _, lesson in found for each in lesson.questions_on(now)}
    return Plan(
        # The words of a sitting's screens come from its questions alone.
        lesson=found[0][1] if found else library.courses[0].lessons[0],
        steps=steps,
        seed=seed,
        withdrawn=frozenset(question.id for question, _ in found) - standing,
        kind=kind,
    )


def advance(plan: Plan, progress: Progress, move: Move) -> Progress:
    """Return the progress after the move; a probe passes on without saying what was right."""
    after = apply(plan, progress, move)
    if plan.kind not in PROBES:
        return after
    while isinstance(step := step_at(plan, after), QuestionStep) and (
        step.question.id in after.answers or step.question.id in plan.withdrawn
    ):
        after = replace(after, position=after.position + 1, selected=())
    return after


def _find(library: Library, question_ids: Sequence[str]) -> list[tuple[Question, Lesson]]:
    found = []
    for question_id in question_ids:
        with suppress(ContentNotFoundError):
            found.append((library.question(question_id), library.lesson_of(question_id)))
    return found
