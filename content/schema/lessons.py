"""Courses, lessons, cards, scenes and questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PrivateAttr

from content.schema.facts import Fact
from content.schema.text import ContentModel, Fits, Id, Label, Line, LocalText, Note, ShortId

Story = Annotated[LocalText, AfterValidator(Fits((80, 160), (80, 800)))]
Choosing = Annotated[LocalText, AfterValidator(Fits((1, 40), (1, 110), plain=True))]
Moment = Annotated[LocalText, AfterValidator(Fits((1, 160), (1, 600)))]
Ids = tuple[Id, ...]


class Card(ContentModel):
    """One screen to read."""

    id: ShortId
    title: Label
    text: Note
    facts: Ids = ()


class Choice(ContentModel):
    """What the learner says or does next, and how it turns out."""

    id: ShortId
    text: Choosing
    to: ShortId
    reaction: Moment


class SceneNode(ContentModel):
    """A moment of a scene; one with an ending has no choices."""

    text: Moment
    choices: tuple[Choice, ...] = ()
    ending: Literal["safe", "learned"] | None = None


class Scene(ContentModel):
    """A branching practice in refusing: pressure that returns, ways out, and ways back."""

    start: ShortId
    nodes: Annotated[Mapping[ShortId, SceneNode], Field(min_length=3)]


class Option(ContentModel):
    """One answer, with the reason why it is right or wrong."""

    id: ShortId
    text: Line
    correct: bool
    why: Note


class Question(ContentModel):
    """A question; the program shuffles its options."""

    id: Id
    kind: Literal["single", "multiple", "true_false"]
    prompt: Note
    options: tuple[Option, ...]
    explanation: Note
    facts: Annotated[Ids, Field(min_length=1)]


class Lesson(ContentModel):
    """Story, opener, cards, scene and questions; three to five minutes."""

    id: Id
    title: Label
    minutes: Annotated[int, Field(ge=1, le=15)]
    story: Story
    opener: Id
    cards: Annotated[tuple[Card, ...], Field(min_length=2, max_length=4)]
    scene: Scene
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    _known: Mapping[str, Fact] = PrivateAttr(default_factory=dict)

    def with_facts(self, known: Mapping[str, Fact]) -> Lesson:
        """Return this lesson, able to tell which of its facts hold on a day."""
        lesson = self.model_copy()
        lesson._known = known  # noqa: SLF001 - the copy is ours
        return lesson

    def questions_on(self, day: date) -> tuple[Question, ...]:
        """Return the questions whose every fact holds on that day."""
        return tuple(question for question in self.questions if self._holds(question.facts, day))

    def cards_on(self, day: date) -> tuple[Card, ...]:
        """Return the cards whose every fact holds on that day."""
        return tuple(card for card in self.cards if self._holds(card.facts, day))

    def opener_on(self, day: date) -> Question | None:
        """Return the opening question, or another while it is offline, or None."""
        questions = self.questions_on(day)
        return next((q for q in questions if q.id == self.opener), next(iter(questions), None))

    def _holds(self, facts: Ids, day: date) -> bool:
        return all(fact in self._known and self._known[fact].is_current(day) for fact in facts)


class CourseFile(ContentModel):
    """The top of a course: its order of lessons, by id."""

    id: Id
    title: Label
    audience: Line
    lessons: Annotated[Ids, Field(min_length=1)]


class Course(ContentModel):
    """A course with its lessons in order."""

    id: Id
    title: Label
    audience: Line
    lessons: tuple[Lesson, ...]
