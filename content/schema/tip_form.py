"""The tip form: what can be reported, what is asked, and what a citizen is told before writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from content.errors import ContentNotFoundError
from content.schema.text import ContentModel, Id, Label, Line, Note, ShortId

NoteName = Literal[
    "emergency",
    "safety",
    "honesty",
    "telegram",
    "reward",
    "about_me",
    "about_family",
    "minor",
    "minor_family",
]


class Option(ContentModel):
    """One of the answers to choose from."""

    id: ShortId
    label: Label


class Question(ContentModel):
    """An optional question of the guided form; a place is answered in words or by a location."""

    id: ShortId
    label: Label
    prompt: Line
    kind: Literal["words", "place", "choice"] = "words"
    options: tuple[Option, ...] = ()

    def option(self, option_id: str) -> Option:
        """Return the option; raises ContentNotFoundError."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise ContentNotFoundError("option", option_id)

    @model_validator(mode="after")
    def _has_options_to_choose_from(self) -> Question:
        if (self.kind == "choice") != (len(self.options) > 1):
            message = "a question of kind choice, and no other, has two options or more"
            raise PydanticCustomError("content", "{message}", {"message": message})
        return self


class Category(ContentModel):
    """A kind of tip; `urgent` puts 110 first, `help_first` offers help before the form."""

    id: ShortId
    label: Label
    hint: Line
    urgent: bool = False
    help_first: bool = False
    asks: tuple[ShortId, ...] = ()


class TipNotes(ContentModel):
    """What is said beside the form."""

    emergency: Note
    safety: Note
    honesty: Note
    telegram: Note
    reward: Note
    about_me: Note
    about_family: Note
    minor: Note
    minor_family: Note


class TipForm(ContentModel):
    """The categories in order, the questions of the guided form, and the notes."""

    questions: tuple[Question, ...] = ()
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]
    notes: TipNotes
    note_facts: Mapping[NoteName, tuple[Id, ...]]

    def category(self, category_id: str) -> Category:
        """Return the category; raises ContentNotFoundError."""
        for category in self.categories:
            if category.id == category_id:
                return category
        raise ContentNotFoundError("category", category_id)

    def question(self, question_id: str) -> Question:
        """Return the question; raises ContentNotFoundError."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise ContentNotFoundError("question of the tip form", question_id)

    @model_validator(mode="after")
    def _asks_what_it_has(self) -> TipForm:
        known = {question.id for question in self.questions}
        for category in self.categories:
            for name in category.asks:
                if name not in known:
                    message = f"'{category.id}' asks '{name}', which is no question here; add it"
                    raise PydanticCustomError("content", "{message}", {"message": message})
        return self
