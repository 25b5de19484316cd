"""Conversion tables: what an amount of one substance counts as in the base of a schedule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from pydantic import Field

from content.errors import ContentNotFoundError
from content.schema.rewards import Instrument, Number, Scheme, Unrecorded
from content.schema.text import ContentModel, Id, Line, ShortId

Positive = Annotated[Number, Field(gt=0)]


class Ratio(ContentModel):
    """`amount` of the substance counts as `equals` of the base; both in the same unit."""

    substance: ShortId
    amount: Positive
    equals: Positive
    basis: ShortId


class Conversion(ContentModel):
    """A table with its version; a substance that is not in it cannot be converted."""

    id: Id
    version: Line
    bases: Annotated[Mapping[ShortId, Instrument], Field(min_length=1)]
    note: Line
    is_confirmed: bool = False
    verified_on: date
    heroin: tuple[Ratio, ...]
    ephedrine: tuple[Ratio, ...]

    def find(self, base: str, substance: str) -> Ratio | None:
        """Return how the substance converts to "heroin" or "ephedrine", if the table says so."""
        ratios = self.heroin if base == "heroin" else self.ephedrine
        return next((each for each in ratios if each.substance == substance), None)


@dataclass(frozen=True, slots=True)
class RewardRules:
    """All schemes and conversion tables, by id; the look-ups raise ContentNotFoundError.

    `pays_for_users` is the operator's: without it no reward for people who use drugs is proposed.
    """

    schemes: Mapping[str, Scheme]
    conversions: Mapping[str, Conversion]
    pays_for_users: bool = False
    unrecorded: Mapping[str, Unrecorded] = field(default_factory=dict)

    def scheme(self, scheme_id: str) -> Scheme:
        try:
            return self.schemes[scheme_id]
        except KeyError:
            raise ContentNotFoundError("reward scheme", scheme_id) from None

    def conversion_of(self, scheme: Scheme) -> Conversion | None:
        """Return the table the scheme converts by, or None where it names none."""
        return None if scheme.conversion is None else self.conversions[scheme.conversion]

    def national(self) -> Scheme | None:
        return next((each for each in self.schemes.values() if each.level == "national"), None)
