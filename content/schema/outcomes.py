"""Outcomes: what came of a closed tip, in closed lists; no field takes a name or free words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from content.errors import ContentNotFoundError
from content.schema.text import ContentModel, Label, Line, ShortId

FlagId = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=16)]
MINOR_REPORTED = "minor_reported"
"""The flag of a tip that reports a person under 18: by our own rule it earns nothing."""
MINOR_INVOLVED = "minor_involved"
"""The flag of a tip in which a child is named or in danger: urgent, and no bar to a reward."""
BY_MINOR = "by_minor"
"""The flag of a verified tip whose sender is under 18: a person decides of a reward."""
HELP = "help"
"""The class of a tip that asks for help: no case, and its words are destroyed."""

MOST_LINES = 20
MOST_COUNT = 1_000_000


def _is_measured(text: str) -> str:
    """Refuse zero, and more than any seizure ever weighed."""
    if not 0 < Decimal(text) <= 10**9:
        raise PydanticCustomError("content", "'{text}' is no quantity", {"text": text})
    return text


Quantity = Annotated[
    str,
    StringConstraints(pattern=r"^(0|[1-9][0-9]{0,9})(\.[0-9]{0,2}[1-9])?$"),
    AfterValidator(_is_measured),
]
"""An exact decimal as a string, above zero, to a thousandth, without idle zeros: "12.5"."""
Count = Annotated[int, Field(ge=1, le=MOST_COUNT)]


class Seizure(ContentModel):
    """How much of one substance was seized; seeds count here too."""

    substance: ShortId
    grams: Quantity


class PrecursorSeizure(ContentModel):
    """How much of one precursor was seized."""

    substance: ShortId
    kilograms: Quantity


class PeopleFound(ContentModel):
    """How many people were found in one role; never who."""

    role: ShortId
    count: Count


class SitesFound(ContentModel):
    """How many sites of one kind were found."""

    kind: ShortId
    count: Count


class PlantsFound(ContentModel):
    """How many plants of one kind were destroyed."""

    kind: ShortId
    count: Count


class OutcomeFacts(ContentModel):
    """What came of a tip: the facts the reward rules and the statistics read."""

    seizures: Annotated[tuple[Seizure, ...], Field(max_length=MOST_LINES)] = ()
    precursors: Annotated[tuple[PrecursorSeizure, ...], Field(max_length=MOST_LINES)] = ()
    people: Annotated[tuple[PeopleFound, ...], Field(max_length=MOST_LINES)] = ()
    sites: Annotated[tuple[SitesFound, ...], Field(max_length=MOST_LINES)] = ()
    area_mu: Quantity | None = None
    plants: Annotated[tuple[PlantsFound, ...], Field(max_length=MOST_LINES)] = ()
    flags: Annotated[tuple[FlagId, ...], Field(max_length=MOST_LINES)] = ()

    @property
    def is_minor_reported(self) -> bool:
        return MINOR_REPORTED in self.flags

    @property
    def is_by_minor(self) -> bool:
        return BY_MINOR in self.flags

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was found; flags are no finding."""
        lists = (self.seizures, self.precursors, self.people, self.sites, self.plants)
        return self.area_mu is None and not any(lists)

    @model_validator(mode="after")
    def _says_each_thing_once(self) -> Self:
        for name, ids in self.ids():
            if len(set(ids)) != len(ids):
                message = "an id of '{name}' stands twice; add the two up"
                raise PydanticCustomError("content", message, {"name": name})
        return self

    def ids(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield the ids of each closed list that the facts name, under the list's name."""
        yield "substances", [each.substance for each in self.seizures]
        yield "precursors", [each.substance for each in self.precursors]
        yield "roles", [each.role for each in self.people]
        yield "sites", [each.kind for each in self.sites]
        yield "plants", [each.kind for each in self.plants]
        yield "flags", self.flags


class OutcomeItem(ContentModel):
    """An entry of a closed list."""

    id: ShortId
    label: Label


class OutcomeClass(OutcomeItem):
    """How a tip may end; only a verified one takes facts."""

    verified: bool = False


class Substance(OutcomeItem):
    """What is weighed in grams; seeds have reward heads of their own."""

    kind: Literal["drug", "seed"] = "drug"


class Precursor(OutcomeItem):
    """What is weighed in kilograms, and its class in the annex of the precursor regulation."""

    annex: Literal["1", "2", "3"]


class OutcomeFlag(ContentModel):
    """A mark that changes how an outcome is treated."""

    id: FlagId
    label: Label
    hint: Line


class OutcomeLists(ContentModel):
    """The closed lists of which an outcome is put together, in the order of the buttons."""

    classes: Annotated[tuple[OutcomeClass, ...], Field(min_length=1)]
    substances: tuple[Substance, ...]
    precursors: tuple[Precursor, ...]
    roles: tuple[OutcomeItem, ...]
    sites: tuple[OutcomeItem, ...]
    plants: tuple[OutcomeItem, ...]
    organs: tuple[OutcomeItem, ...]
    ways: tuple[OutcomeItem, ...]
    flags: tuple[OutcomeFlag, ...]

    def outcome_class(self, class_id: str) -> OutcomeClass:
        """Return the class; raises ContentNotFoundError."""
        for each in self.classes:
            if each.id == class_id:
                return each
        raise ContentNotFoundError("class of outcome", class_id)

    def items(self, name: str) -> Sequence[OutcomeItem | OutcomeFlag]:
        """Return one of the lists by its name; raises ContentNotFoundError."""
        if name not in type(self).model_fields:
            raise ContentNotFoundError("list of outcomes", name)
        found: Sequence[OutcomeItem | OutcomeFlag] = getattr(self, name)
        return found

    def item(self, name: str, item_id: str) -> OutcomeItem | OutcomeFlag:
        """Return an entry of one of the lists; raises ContentNotFoundError."""
        for each in self.items(name):
            if each.id == item_id:
                return each
        raise ContentNotFoundError(f"entry of '{name}'", item_id)

    def unknown(self, facts: OutcomeFacts) -> list[str]:
        """Return every id in the facts that is in no list, as `list/id`."""
        return [
            f"{name}/{each}"
            for name, ids in facts.ids()
            for each in ids
            if each not in {item.id for item in self.items(name)}
        ]
