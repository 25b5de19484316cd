"""What of an outcome a measure counts or weighs, converted to the base where it has one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from bot.reports.rewards.rules.proposal import Obstacle, Quantity, Weighed, Why
from content.schema.conversions import Conversion, Ratio
from content.schema.outcomes import OutcomeFacts, OutcomeLists, Precursor, Substance
from content.schema.rewards import Measure

MICRO: Final = Decimal("0.000001")
ONE_THOUSANDTH: Final = Decimal("0.001")
PLAIN: Final = frozenset({"heroin", "ephedrine"})
"""What a schedule that names no base is about in any case."""

LISTS: Final = {
    "drugs": "substances",
    "seeds": "substances",
    "precursors": "precursors",
    "people": "roles",
    "sites": "sites",
    "plants": "plants",
    "flags": "flags",
    "area": "area",
}
WEIGHED: Final = frozenset({"drugs", "seeds", "precursors", "plants"})

Found = tuple[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """Weighs the facts of one outcome."""

    facts: OutcomeFacts
    lists: OutcomeLists
    table: Conversion | None

    def weigh(self, measure: Measure) -> tuple[Quantity | None, list[Obstacle]]:
        """Return the quantity as far as it is known, and why the rest of it cannot be."""
        parts = [self._convert(measure, name, found) for name, found in self._found(measure)]
        known = tuple(part for part in parts if isinstance(part, Weighed))
        gaps = [part for part in parts if isinstance(part, Obstacle)]
        return (self._quantity(measure, known) if known else None), gaps

    def _quantity(self, measure: Measure, known: tuple[Weighed, ...]) -> Quantity:
        total = sum((part.counts for part in known), Decimal(0))
        return Quantity(
            amount=total.quantize(MICRO, ROUND_HALF_EVEN).normalize(),
            unit=measure.unit,
            base=measure.base,
            listed=LISTS[measure.of],
            parts=known if measure.of in WEIGHED else (),
        )

    def names(self, measure: Measure) -> frozenset[tuple[str, str]]:
        """Return the facts that the measure speaks of, as (list, id)."""
        listed = LISTS[measure.of]
        return frozenset((listed, name) for name, _ in self._found(measure))

    def _convert(self, measure: Measure, name: str, amount: Decimal) -> Weighed | Obstacle:
        if measure.base == "unstated" and name not in PLAIN:
            return Obstacle(why=Why.BASE_UNSTATED)
        if measure.base not in {"heroin", "ephedrine"}:
            return Weighed(substance=name, amount=amount, counts=amount)
        if self.table is None:
            return Obstacle(why=Why.NO_TABLE)
        ratio = self.table.find(measure.base, name)
        if ratio is None:
            return Obstacle(why=Why.NO_RATIO, substance=name)
        return Weighed(
            substance=name, amount=amount, counts=_converted(amount, ratio), ratio=ratio
        )

    def _found(self, measure: Measure) -> Iterator[Found]:
        for name, amount in self._listed(measure):
            wanted = not measure.ids or name in measure.ids
            if wanted and name not in measure.without:
                yield name, amount

    def _listed(self, measure: Measure) -> Iterator[Found]:
        facts = self.facts
        if measure.of in {"drugs", "seeds"}:
            yield from self._seized(measure)
        elif measure.of == "precursors":
            yield from self._precursors(measure)
        elif measure.of == "people":
            yield from ((each.role, Decimal(each.count)) for each in facts.people)
        elif measure.of == "sites":
            yield from ((each.kind, Decimal(each.count)) for each in facts.sites)
        elif measure.of == "plants":
            yield from ((each.kind, Decimal(each.count)) for each in facts.plants)
        elif measure.of == "flags":
            yield from ((each, Decimal(1)) for each in facts.flags if each in measure.ids)
        elif facts.area_mu is not None:
            yield "area", Decimal(facts.area_mu)

    def _seized(self, measure: Measure) -> Iterator[Found]:
        kind = "seed" if measure.of == "seeds" else "drug"
        factor = ONE_THOUSANDTH if measure.unit == "kg" else Decimal(1)
        for each in self.facts.seizures:
            item = self.lists.item("substances", each.substance)
            if isinstance(item, Substance) and item.kind == kind:
                yield each.substance, Decimal(each.grams) * factor

    def _precursors(self, measure: Measure) -> Iterator[Found]:
        for each in self.facts.precursors:
            item = self.lists.item("precursors", each.substance)
            is_of_class = isinstance(item, Precursor) and measure.annex in {None, item.annex}
            if is_of_class:
                yield each.substance, Decimal(each.kilograms)


def _converted(amount: Decimal, ratio: Ratio) -> Decimal:
    """Multiply first, so that 150,000 of what counts 50 in 150,000 are 50 exactly."""
    return amount * ratio.equals / ratio.amount
