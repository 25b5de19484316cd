"""Courses, lessons, cards and scenes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PrivateAttr

from content.schema.facts import Fact, Moment
from content.schema.questions import Ids, Point, Question
from content.schema.text import ContentModel, Fits, Id, Label, Line, LocalText, Note, ShortId

Story = Annotated[LocalText, AfterValidator(Fits((80, 160), (80, 800)))]
Choosing = Annotated[LocalText, AfterValidator(Fits((1, 40), (1, 110), plain=True))]
Happening = Annotated[LocalText, AfterValidator(Fits((1, 160), (1, 600)))]


Stage = Literal[
    "upper-primary", "junior-secondary", "senior-secondary", "university", "work", "community"
]
"""For whom a course is: a time at school, people at their work, or people at home."""
Way = Literal["tone", "exit", "ally", "risk"]
"""How a choice meets pressure: a steady tone, a way out, an ally; or it lets the risk go on."""


class Card(ContentModel):
    """One screen to read."""

    id: ShortId
    title: Label
    text: Note
    facts: Annotated[Ids, Field(min_length=1)]


class Choice(ContentModel):
    """What the learner says or does next, and how it turns out."""

    id: ShortId
    text: Choosing
    to: ShortId
    way: Way
    reaction: Happening


class SceneNode(ContentModel):
    """A moment of a scene; one with an ending has no choices."""

    text: Happening
    choices: tuple[Choice, ...] = ()
    ending: Literal["safe", "learned"] | None = None


class Scene(ContentModel):
    """A branching practice in refusing: pressure that returns, ways out, and ways back."""

    start: ShortId
    facts: Annotated[Ids, Field(min_length=1)]
    nodes: Annotated[Mapping[ShortId, SceneNode], Field(min_length=3)]


class Lesson(ContentModel):
    """Story, opener, cards, scene and questions; three to five minutes."""

    id: Id
    title: Label
    minutes: Annotated[int, Field(ge=1, le=15)]
    story: Story
    opener: Id
    points: Annotated[tuple[Point, ...], Field(min_length=1)]
    cards: Annotated[tuple[Card, ...], Field(min_length=2, max_length=4)]
    scene: Scene
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    _known: Mapping[str, Fact] = PrivateAttr(default_factory=dict)

    def with_facts(self, known: Mapping[str, Fact]) -> Lesson:
        """Return this lesson, able to tell which of its facts hold on a day."""
        lesson = self.model_copy()
        lesson._known = known  # noqa: SLF001 - the copy is ours
        return lesson

    def questions_on(self, at: Moment) -> tuple[Question, ...]:
        """Return the questions whose every fact holds at that moment."""
        return tuple(question for question in self.questions if self._holds(question.facts, at))

    def cards_on(self, at: Moment) -> tuple[Card, ...]:
        """Return the cards whose every fact holds at that moment."""
        return tuple(card for card in self.cards if self._holds(card.facts, at))

    def opener_on(self, at: Moment) -> Question | None:
        """Return the opening question, or another while it is offline, or None."""
        questions = self.questions_on(at)
        return next((q for q in questions if q.id == self.opener), next(iter(questions), None))

    def _holds(self, facts: Ids, at: Moment) -> bool:
        return all(fact in self._known and self._known[fact].is_current(at) for fact in facts)


class CourseFile(ContentModel):
    """The top of a course: its stage, its lessons in order, and what is asked before and after.

    `probe` names points asked before the course, again after it, and thirty days later.
    """

    id: Id
    stage: Stage
    title: Label
    audience: Line
    lessons: Annotated[Ids, Field(min_length=1)]
    probe: Annotated[Ids, Field(max_length=3)] = ()


class Course(ContentModel):
    """A course with its lessons in order."""

    id: Id
    stage: Stage
    title: Label
    audience: Line
    lessons: tuple[Lesson, ...]
    probe: Ids = ()
