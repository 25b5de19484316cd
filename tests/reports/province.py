"""A small made-up province: two cities, counties and townships, and a library that has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from content.library import Library
from content.schema.regions import Region, Regions
from tests.library import library

PROVINCE, EAST, WEST = "990000", "990100", "990200"
LARGE, SMALL, LONE = "990101", "990102", "990201"
MANY = 50


def province() -> Regions:
    """Return the province: a large county, one of a single town, and a city of one county."""
    regions = [
        _region(PROVINCE, "province", "东海省", None),
        _region(EAST, "city", "东州市", PROVINCE),
        _region(LARGE, "county", "大县", EAST),
        *_towns(LARGE, "大镇", MANY),
        _region(SMALL, "county", "小县", EAST),
        *_towns(SMALL, "独镇", 1),
        _region(WEST, "city", "西州市", PROVINCE),
        _region(LONE, "county", "孤县", WEST),
        *_towns(LONE, "西镇", 3),
    ]
    return Regions({each.id: each for each in regions}, home_id=PROVINCE)


def library_of_a_province(home: str = PROVINCE) -> Library:
    return replace(library(), regions=replace(province(), home_id=home))


def _region(region_id: str, level: str, name: str, parent: str | None) -> Region:
    names = {"zh_Hans": name, "en": f"{name} {region_id}"}
    return Region.model_validate(
        {"id": region_id, "level": level, "name": names, "parent": parent}
    )


def _towns(county: str, name: str, count: int) -> Iterator[Region]:
    for number in range(1, count + 1):
        yield _region(f"{county}{number:03}", "township", f"{name}{number}", county)
