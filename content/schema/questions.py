"""Questions: six kinds, each graded on the server, and each wrong answer with its own reason."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from content.schema.text import ContentModel, Fits, Id, Label, Line, LocalText, Note, ShortId

Kind = Literal["single", "multiple", "true_false", "order", "match", "spot"]
Icon = Literal[
    "person", "packet", "bottle", "carton", "cup", "sweets", "pills", "vapour", "parcel", "fruit"
]
Ids = tuple[Id, ...]
Short = Annotated[LocalText, AfterValidator(Fits((1, 26), (1, 70), plain=True))]
"""A half of a pair, or a step, that a phone shows on one line or two."""


class Option(ContentModel):
    """One answer, with the reason why it is right or wrong.

    In a picture it is a place with an icon, and a name over its words where somebody speaks.
    """

    id: ShortId
    text: Line
    correct: bool
    why: Note
    icon: Icon | None = None
    name: Label | None = None


class Step(ContentModel):
    """One thing to do, with the reason why it stands where it stands."""

    id: ShortId
    text: Short
    why: Line


class Pair(ContentModel):
    """Two halves that belong together, with the reason."""

    id: ShortId
    left: Short
    right: Short
    why: Line


class Picture(ContentModel):
    """What is drawn: the messages on a phone, the things on a shelf, or people at a party."""

    scene: Literal["messages", "shelf", "party"]
    title: Label


class Question(ContentModel):
    """A question on one learning point; the program shuffles whatever it lists.

    `options` hold the answers of a single or multiple choice, the two verdicts of a statement
    and the places of a picture; `reasons` say why the statement is true or false; `steps` stand
    in their right order; `pairs` stand as they belong.
    """

    id: Id
    point: Id
    kind: Kind
    prompt: Note
    options: tuple[Option, ...] = ()
    reasons: tuple[Option, ...] = ()
    steps: tuple[Step, ...] = ()
    pairs: tuple[Pair, ...] = ()
    picture: Picture | None = None
    explanation: Note
    facts: Annotated[Ids, Field(min_length=1)]


class Point(ContentModel):
    """What a learner should know after a lesson, in a few words; several questions may vary it."""

    id: Id
    title: Label
    covers: Ids = ()
