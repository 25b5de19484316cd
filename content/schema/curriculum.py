"""What each stage should learn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from content.schema.lessons import Stage
from content.schema.questions import Ids
from content.schema.text import ContentModel, Id, Label, Line

Area = Literal["harm", "misconception", "refusing", "law", "help", "first-aid"]
"""What a topic is about; `harm` holds the names, too."""


class Track(ContentModel):
    """A row of the map: a stage of school, or people in one kind of work or life.

    A course of such people is called by the track's id, or by that and a number.
    """

    id: Id
    stage: Stage
    text: Label


class Topic(ContentModel):
    """One thing a track should learn, what says so, and the facts it rests on."""

    id: Id
    track: Id
    area: Area
    basis: Literal["goal", "outline", "course"]
    text: Line
    facts: Ids = ()


class Curriculum(ContentModel):
    """The tracks and the topics, in the order of a life."""

    tracks: Annotated[tuple[Track, ...], Field(min_length=1)]
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]

    @property
    def stages(self) -> Mapping[str, str]:
        """Return the stage of each topic by its id."""
        of_track = {track.id: track.stage for track in self.tracks}
        return {topic.id: of_track[topic.track] for topic in self.topics}
