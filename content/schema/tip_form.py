"""The tip form: what can be reported, and what a citizen is told before writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from content.errors import ContentNotFoundError
from content.schema.text import ContentModel, Id, Label, Line, Note, ShortId

NoteName = Literal["emergency", "safety", "honesty", "telegram", "reward"]


class Category(ContentModel):
    """A kind of tip; `urgent` puts 110 first, `help_first` offers help before the form."""

    id: ShortId
    label: Label
    hint: Line
    urgent: bool = False
    help_first: bool = False


class TipNotes(ContentModel):
    """What is said beside the form."""

    emergency: Note
    safety: Note
    honesty: Note
    telegram: Note
    reward: Note


class TipForm(ContentModel):
    """The categories in order, and the notes."""

    categories: Annotated[tuple[Category, ...], Field(min_length=1)]
    notes: TipNotes
    note_facts: Mapping[NoteName, tuple[Id, ...]]

    def category(self, category_id: str) -> Category:
        """Return the category; raises ContentNotFoundError."""
        for category in self.categories:
            if category.id == category_id:
                return category
        raise ContentNotFoundError("category", category_id)
