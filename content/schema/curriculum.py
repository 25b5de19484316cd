"""What each stage should learn."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from content.schema.lessons import Stage
from content.schema.text import ContentModel, Id, Line


class Topic(ContentModel):
    """One thing a stage should learn, and what says so."""

    id: Id
    stage: Stage
    basis: Literal["goal", "outline", "course"]
    text: Line


class Curriculum(ContentModel):
    """The topics in the order of the stages."""

    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
