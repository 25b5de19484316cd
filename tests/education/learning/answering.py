"""The taps that lead through a lesson, all of them right or all of them wrong."""

from __future__ import annotations

from collections.abc import Iterator

from bot.education.learning.rules.asking import Answer, Asking, Mark, Response, Submit
from bot.education.learning.rules.plan import Plan, QuestionStep, SceneStep
from bot.education.learning.rules.progress import (
    Choose,
    GoOn,
    Move,
    Progress,
    number_of,
    scene_node,
    step_at,
)
from content.schema import Question


def moves_on(plan: Plan, progress: Progress, *, right: bool) -> list[Move]:
    """Return moves that lead on from where an attempt stands."""
    place = progress.position
    match step := step_at(plan, progress):
        case QuestionStep(question=question) if question.id not in progress.answers:
            return list(responses(plan.asking(question), place, right=right))
        case SceneStep():
            here = scene_node(step, progress)
            if not step.scene.nodes[here].ending:
                return [Choose(position=place, node=number_of(step, here), option=0)]
    return [GoOn(position=place)]


def responses(asking: Asking, place: int, *, right: bool) -> Iterator[Move]:
    """Yield the taps that answer a question wholly right, or with nothing right about it."""
    question = asking.question
    if question.kind == "multiple":
        for number, option in enumerate(asking.options):
            if option.correct is right:
                yield Mark(position=place, option=number, on=True)
        yield Submit(position=place)
        return
    wanted = taps_for(question, asking, right=right)
    for nth, entry_id in enumerate(wanted):
        ids = [entry.id for entry in asking.entries]
        move = Answer(position=place, option=ids.index(entry_id), nth=nth)
        yield move
        asking = asking.after(move)
        if asking.answer is not None:
            return


def taps_for(question: Question, asking: Asking, *, right: bool) -> list[str]:
    """Return the ids of the entries to tap, in order."""
    match question.kind:
        case "order":
            ids = [step.id for step in question.steps]
            return ids if right else [*ids[1:], ids[0]]
        case "match":
            ids = [pair.id for pair in asking.lefts]
            return ids if right else [*ids[1:], ids[0]]
        case _:
            halves = (question.options, question.reasons)
            return [next(o.id for o in half if o.correct is right) for half in halves if half]


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
