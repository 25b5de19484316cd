"""What was found, as (list, id), and the part of it that a schedule leaves open."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from content.schema.outcomes import OutcomeFacts

Thing = tuple[str, str]
AREA: Final = ("area", "area")
_FIELDS: Final = (
    ("seizures", "substances", "substance"),
    ("precursors", "precursors", "substance"),
    ("people", "roles", "role"),
    ("sites", "sites", "kind"),
    ("plants", "plants", "kind"),
)


def things_in(facts: OutcomeFacts) -> list[Thing]:
    """Return each thing that the facts name, flags included."""
    named = [(name, each) for name, ids in facts.ids() for each in ids]
    return named if facts.area_mu is None else [*named, AREA]


def keep_only(facts: OutcomeFacts, things: Collection[Thing]) -> OutcomeFacts:
    """Return the facts without what is not among the things."""
    kept: dict[str, object] = {
        field: tuple(
            each for each in getattr(facts, field) if (name, getattr(each, key)) in things
        )
        for field, name, key in _FIELDS
    }
    kept["flags"] = tuple(each for each in facts.flags if ("flags", each) in things)
    kept["area_mu"] = facts.area_mu if AREA in things else None
    return facts.model_copy(update=kept)
