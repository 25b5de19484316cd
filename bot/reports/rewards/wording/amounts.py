"""Amounts of money and of things, in words."""

from __future__ import annotations

from decimal import Decimal

from bot.reports.rewards.rules.money import Span, write_yuan
from bot.reports.rewards.rules.proposal import Line, Weighed
from bot.reports.rewards.wording.tongue import Tongue
from content.schema.rewards import Band


def write_span(span: Span, tongue: Tongue) -> str:
    _ = tongue.gettext
    lower, upper = write_yuan(span.lower), write_yuan(span.upper)
    if span.is_fixed:
        return _("{amount} yuan").format(amount=upper)
    if span.lower == 0:
        return _("up to {upper} yuan").format(upper=upper)
    return _("{lower} to {upper} yuan").format(lower=lower, upper=upper)


def write_number(amount: Decimal) -> str:
    """Return a decimal without idle zeros, thousands apart."""
    whole, _point, rest = f"{amount:,.6f}".partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def write_quantity(amount: Decimal, unit: str, tongue: Tongue) -> str:
    _ = tongue.gettext
    words = {
        "g": _("{amount} g"),
        "kg": _("{amount} kg"),
        "mu": _("{amount} mu"),
        "person": _("people: {amount}"),
        "site": _("places: {amount}"),
        "plant": _("plants: {amount}"),
        "case": _("cases: {amount}"),
    }
    return words[unit].format(amount=write_number(amount))


def write_band(band: Band, tongue: Tongue) -> str:
    """Return from where to where the band reaches, in the unit of the quantity beside it."""
    _ = tongue.gettext
    low = write_number(band.start)
    if band.end is None:
        return _("{low} or more").format(low=low)
    return _("{low} to {high}").format(low=low, high=write_number(band.end))


def write_part(part: Weighed, line: Line, tongue: Tongue) -> str:
    """Return how one substance was converted, so that it can be done again by hand."""
    _ = tongue.gettext
    unit, base = line.quantity.unit, line.quantity.base
    name = name_of(line.quantity.listed, part.substance, tongue)
    amount = write_quantity(part.amount, unit, tongue)
    if part.ratio is None or part.counts == part.amount:
        return _("{name}: {amount}").format(name=name, amount=amount)
    return _("{name}: {amount} × {equals} ÷ {of} = {counts} of {base}").format(
        name=name,
        amount=amount,
        equals=write_number(part.ratio.equals),
        of=write_number(part.ratio.amount),
        counts=write_quantity(part.counts, unit, tongue),
        base=_base(base, tongue),
    )


def name_of(listed: str, item_id: str, tongue: Tongue) -> str:
    return tongue.lists.item(listed, item_id).label.to(tongue.locale)


def _base(base: str, tongue: Tongue) -> str:
    return name_of("substances" if base == "heroin" else "precursors", base, tongue)
