"""How long a lesson takes with thinking: what is read on the way through, and a moment a tap.

A learner meets the story, one question for each point, the cards and one path of the scene. The
curriculum standard for Chinese asks for 300 characters a minute at the end of primary school and
500 at the end of junior secondary; ours are slower, as an answer is weighed and not skimmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from content.markup import visible
from content.schema import Lesson, LocalText, Question

READ = re.compile(r"[一-鿿]|\d+|[A-Za-z]+")
A_MINUTE = {
    "upper-primary": 250,
    "junior-secondary": 350,
    "senior-secondary": 400,
    "university": 450,
    "work": 350,
    "community": 300,
}
SECONDS_A_TAP = 4


def minutes_of(lesson: Lesson, stage: str) -> float:
    """Return the minutes of one way through, without a wrong turn."""
    signs = float(_signs([lesson.story]))
    signs += sum(_signs([card.title, card.text]) for card in lesson.cards)
    taps = 1.0 + len(lesson.cards)
    for point in lesson.points:
        variants = [each for each in lesson.questions if each.point == point.id]
        signs += _mean([_asked(each) for each in variants])
        taps += _mean([_taps(each) for each in variants])
    scene_signs, scene_taps = _path(lesson, lesson.scene.start, frozenset())
    return (signs + scene_signs) / A_MINUTE[stage] + (taps + scene_taps) * SECONDS_A_TAP / 60


def _path(lesson: Lesson, at: str, seen: frozenset[str]) -> tuple[float, float]:
    """Return the signs and taps from a moment of the scene on, over the ways that help."""
    node = lesson.scene.nodes[at]
    signs = float(_signs([node.text, *(choice.text for choice in node.choices)]))
    onward = [
        (_signs([choice.reaction]), _path(lesson, choice.to, seen | {at}))
        for choice in node.choices
        if choice.way != "risk" and choice.to not in seen | {at}
    ]
    if not onward:
        return signs, 1.0
    return (
        signs + _mean([reaction + path[0] for reaction, path in onward]),
        1 + _mean([path[1] for _, path in onward]),
    )


def _asked(question: Question) -> float:
    options = (*question.options, *question.reasons)
    shown = [question.prompt, question.explanation, *(option.text for option in options)]
    shown += [half for pair in question.pairs for half in (pair.left, pair.right)]
    shown += [step.text for step in question.steps]
    told = [option.why for option in options if option.correct]
    return float(_signs([*shown, *told]))


def _taps(question: Question) -> float:
    """Return the taps of a right answer, with the one that goes on."""
    match question.kind:
        case "multiple":
            return 2 + sum(option.correct for option in question.options)
        case "order":
            return 2 + len(question.steps)
        case "match":
            return 2 + len(question.pairs)
        case "true_false":
            return 3
        case _:
            return 2


def _signs(texts: Iterable[LocalText]) -> int:
    return sum(len(READ.findall(visible(text.to("zh_Hans")))) for text in texts)


def _mean(values: list[float]) -> float:
    return sum(values) / max(len(values), 1)
