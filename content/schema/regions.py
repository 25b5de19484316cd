"""Regions as a tree, from the province down to the township."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from content.errors import ContentNotFoundError
from content.schema.facts import Source
from content.schema.text import ContentModel, Id, Label


class Region(ContentModel):
    """A place in the public record, by its code or a permanent local id."""

    id: Id
    name: Label
    level: Literal["province", "city", "county", "township"]
    parent: Id | None = None


class RegionFile(ContentModel):
    """The regions of one city and where they were read."""

    source: Source
    verified_on: date
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Regions:
    """The tree, in the order of its file; `home_id` is what this installation answers for."""

    by_id: Mapping[str, Region]
    home_id: str | None = None

    def get(self, region_id: str) -> Region:
        """Return the region; raises ContentNotFoundError."""
        try:
            return self.by_id[region_id]
        except KeyError:
            raise ContentNotFoundError("region", region_id) from None

    def children(self, region_id: str) -> tuple[Region, ...]:
        return tuple(region for region in self.by_id.values() if region.parent == region_id)

    def path(self, region_id: str) -> tuple[Region, ...]:
        """Return the regions from the root down to this one."""
        region = self.get(region_id)
        return (*(self.path(region.parent) if region.parent else ()), region)

    def roots(self) -> tuple[Region, ...]:
        return tuple(region for region in self.by_id.values() if region.parent is None)

    def fork(self, region_id: str) -> Region:
        """Return the first region from this one down that has not exactly one below it."""
        below = self.children(region_id)
        return self.fork(below[0].id) if len(below) == 1 else self.get(region_id)

    def fork_above(self, region_id: str) -> Region | None:
        """Return the nearest region above this one that has several below it."""
        above = reversed(self.path(region_id)[:-1])
        return next((region for region in above if len(self.children(region.id)) > 1), None)

    @property
    def root_city(self) -> Region:
        """The first city."""
        return next(region for region in self.by_id.values() if region.level == "city")

    @property
    def home(self) -> Region:
        """The region this installation answers for: the first city, where none is named."""
        return self.root_city if self.home_id is None else self.get(self.home_id)
