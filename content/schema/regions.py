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
    """The tree, in the order of its file."""

    by_id: Mapping[str, Region]

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

    @property
    def root_city(self) -> Region:
        """The city this installation serves: the first of its level."""
        return next(region for region in self.by_id.values() if region.level == "city")
