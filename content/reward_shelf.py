"""Reads the reward schemes and conversion tables, and checks that they refer to what there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from content.loader import ROOT
from content.outcome_lists import load_outcomes
from content.reading import Document, Loc, Problems, parse, read
from content.rules import Fault
from content.schema.conversions import Conversion, RewardRules
from content.schema.outcomes import OutcomeLists
from content.schema.rewards import Measure, Scheme, Unrecorded, UnrecordedPlaces

FOLDER = "rewards"
Model = TypeVar("Model", bound=BaseModel)
# Where the ids of a measure are listed; areas have none.
LISTS: Mapping[str, str] = {
    "drugs": "substances",
    "seeds": "substances",
    "precursors": "precursors",
    "people": "roles",
    "sites": "sites",
    "plants": "plants",
    "flags": "flags",
}


def load_rewards(root: Path = ROOT) -> RewardRules:
    """Read `rewards/` below the content folder; raise ContentErrors with every fault found."""
    if not (root / FOLDER).is_dir():
        return RewardRules(schemes={}, conversions={})
    problems = Problems()
    rules = _read_rules(root, problems, load_outcomes(root))
    problems.raise_if_any()
    return rules


def _read_rules(root: Path, problems: Problems, lists: OutcomeLists) -> RewardRules:
    tables = _read_all(root, "conversions", Conversion, problems)
    schemes = _read_all(root, "", Scheme, problems)
    for document, table in tables:
        _report(document, _table_faults(table, lists), problems)
    known = {table.id for _, table in tables}
    regions: dict[str, str] = {}
    for document, scheme in schemes:
        _report(document, _scheme_faults(scheme, known, lists), problems)
        for index, region in enumerate(scheme.regions):
            if regions.setdefault(region, scheme.id) != scheme.id:
                message = f"'{regions[region]}' has this region already; keep one of them"
                problems.add(document.place(("regions", index)), message)
    return RewardRules(
        unrecorded=_read_unrecorded(root, problems),
        schemes={scheme.id: scheme for _, scheme in schemes},
        conversions={table.id: table for _, table in tables},
    )


def _read_unrecorded(root: Path, problems: Problems) -> dict[str, Unrecorded]:
    path = root / FOLDER / "unrecorded" / "places.yaml"
    document = read(path, root, problems) if path.exists() else None
    found = document and parse(document, UnrecordedPlaces, problems)
    return {each.region: each for each in found.places} if found else {}


def _read_all(
    root: Path, folder: str, model: type[Model], problems: Problems
) -> list[tuple[Document, Model]]:
    found = []
    for path in sorted((root / FOLDER / folder).glob("*.yaml")):
        document = read(path, root, problems)
        parsed = document and parse(document, model, problems)
        if document and parsed:
            if getattr(parsed, "id") != path.stem:  # noqa: B009 - both models have an id
                message = f"the id is not the file's name '{path.stem}'; give both the same name"
                problems.add(document.place(("id",)), message)
            found.append((document, parsed))
    return found


def _scheme_faults(scheme: Scheme, tables: set[str], lists: OutcomeLists) -> Iterator[Fault]:
    if (scheme.level == "local") != bool(scheme.regions):
        yield ("regions",), "a local scheme names its regions, the national one none; mend it"
    if scheme.conversion is not None and scheme.conversion not in tables:
        yield ("conversion",), f"no table '{scheme.conversion}'; add it or name another"
    heads = {head.id for head in scheme.heads}
    taken: set[str] = set()
    for index, head in enumerate(scheme.heads):
        at: Loc = ("heads", index)
        if not set(head.replaces) <= heads:
            yield (*at, "replaces"), "no such head in this scheme; name one of its heads"
        if head.needs is not None:
            yield from _measure_faults((*at, "needs"), head.needs, lists)
        for place, track in enumerate(head.tracks):
            where: Loc = (*at, "tracks", place)
            yield from _measure_faults((*where, "measure"), track.measure, lists)
            for row, band in enumerate(track.bands):
                if band.id in taken:
                    message = f"the id '{band.id}' is taken; choose another"
                    yield (*where, "bands", row, "id"), message
                taken.add(band.id)


def _measure_faults(at: Loc, measure: Measure, lists: OutcomeLists) -> Iterator[Fault]:
    if measure.of == "area":
        return
    name = LISTS[measure.of]
    known = {item.id for item in lists.items(name)}
    for each in (*measure.ids, *measure.without):
        if each not in known:
            yield at, f"'{each}' is in no list of {name}; name one of its entries"


def _table_faults(table: Conversion, lists: OutcomeLists) -> Iterator[Fault]:
    for base, name in (("heroin", "substances"), ("ephedrine", "precursors")):
        known = {item.id for item in lists.items(name)}
        taken: set[str] = set()
        for index, ratio in enumerate(getattr(table, base)):
            at: Loc = (base, index)
            if ratio.basis not in table.bases:
                yield (*at, "basis"), f"no basis '{ratio.basis}'; add it to the bases"
            if ratio.substance in taken:
                yield (*at, "substance"), f"'{ratio.substance}' stands twice; keep one of them"
            if ratio.substance not in known:
                yield (*at, "substance"), f"'{ratio.substance}' is in no list of {name}; mend it"
            taken.add(ratio.substance)


def _report(document: Document, faults: Iterator[Fault], problems: Problems) -> None:
    for loc, message in faults:
        problems.add(document.place(loc), message)
