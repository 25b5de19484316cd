"""Putting an outcome together: quantities as people type them, and what replaces what."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from bot.chat.numbers import read_number
from content.schema.outcomes import MOST_COUNT, MOST_LINES, OutcomeFacts


class FactList(StrEnum):
    """What can be found, by the names of the closed lists; area is a quantity of its own."""

    SUBSTANCES = "substances"
    PRECURSORS = "precursors"
    PEOPLE = "roles"
    SITES = "sites"
    PLANTS = "plants"
    AREA = "area"

    @property
    def is_measured(self) -> bool:
        """Return whether it is weighed or measured, not counted."""
        return self in {FactList.SUBSTANCES, FactList.PRECURSORS, FactList.AREA}


# The field of the facts, the name of the id in a line, and that of the quantity.
_FIELDS: Final = {
    FactList.SUBSTANCES: ("seizures", "substance", "grams"),
    FactList.PRECURSORS: ("precursors", "substance", "kilograms"),
    FactList.PEOPLE: ("people", "role", "count"),
    FactList.SITES: ("sites", "kind", "count"),
    FactList.PLANTS: ("plants", "kind", "count"),
}
_UNITS: Final = {
    FactList.SUBSTANCES: ("克", "g", "gram", "grams"),
    FactList.PRECURSORS: ("千克", "公斤", "kg", "kilogram", "kilograms"),
    FactList.AREA: ("亩", "mu"),
    FactList.PEOPLE: ("人", "名", "个", "people", "person"),
    FactList.SITES: ("处", "个", "家"),
    FactList.PLANTS: ("株", "棵", "plants", "plant"),
}


def parse_quantity(text: str, name: FactList) -> str | None:
    """Return the exact decimal, or None where the text is no quantity of this kind.

    Full width and the unit that is asked for make no difference; a comma only parts thousands.
    """
    amount = read_number(text, _UNITS[name])
    if amount is None or (not name.is_measured and amount != amount.to_integral_value()):
        return None
    if not 0 < amount <= (10**9 if name.is_measured else MOST_COUNT):
        return None
    return format(amount.normalize(), "f")


def quantity_of(facts: OutcomeFacts, name: FactList, item: str) -> str | None:
    """Return what the facts say of an entry, or None."""
    if name is FactList.AREA:
        return facts.area_mu
    field, key, quantity = _FIELDS[name]
    for line in getattr(facts, field):
        if getattr(line, key) == item:
            return str(getattr(line, quantity))
    return None


def with_quantity(
    facts: OutcomeFacts, name: FactList, item: str, amount: str | None
) -> OutcomeFacts:
    """Return the facts with the amount in place of the one before; None takes the entry out.

    A list that is full stays as it is.
    """
    if name is FactList.AREA:
        return facts.model_copy(update={"area_mu": amount})
    field, key, quantity = _FIELDS[name]
    lines: list[dict[str, Any]] = [
        line.model_dump() for line in getattr(facts, field) if getattr(line, key) != item
    ]
    if amount is not None and len(lines) < MOST_LINES:
        value = amount if name.is_measured else int(amount)
        lines.append({key: item, quantity: value})
    return OutcomeFacts.model_validate({**facts.model_dump(), field: lines})


def with_flag(facts: OutcomeFacts, flag: str) -> OutcomeFacts:
    """Set the flag, or take it away."""
    flags = [each for each in facts.flags if each != flag]
    if flag not in facts.flags:
        flags.append(flag)
    return facts.model_copy(update={"flags": tuple(flags)})


def lines_of(facts: OutcomeFacts) -> list[tuple[FactList, str, str]]:
    """Return every finding: its list, its entry and how much."""
    found = []
    for name, (field, key, quantity) in _FIELDS.items():
        found += [
            (name, str(getattr(line, key)), str(getattr(line, quantity)))
            for line in getattr(facts, field)
        ]
    if facts.area_mu is not None:
        found.append((FactList.AREA, "", facts.area_mu))
    return found
