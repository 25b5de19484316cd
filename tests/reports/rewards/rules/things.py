"""Outcomes written short: an amount of one thing as OUTCOME.json."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

WHOLE = {
    "factory",
    "workshop",
    "making lead",
    "wanted",
    "fugitive",
    "users",
    "isolated",
    "drivers",
    "growers",
    "major case",
    "poppy seedlings",
    "cannabis seedlings",
    "poppies",
    "cannabis",
    "food",
    "online",
}
"""What is counted; the rest is weighed or measured."""

FLAGS = {"making lead": "making_lead", "major case": "major_case"}


def facts_of(thing: str, amount: Decimal) -> dict[str, Any]:
    """Return OUTCOME.json for an amount of a thing."""
    if thing == "heroin kg in a factory":
        return facts_of("heroin kg", amount) | facts_of("factory", Decimal(1))
    if thing in FLAGS:
        return {"flags": [FLAGS[thing]]}
    if thing == "mu":
        return {"area_mu": _plain(amount)}
    for field, ids, name, unit in LISTED:
        if thing in ids:
            count = int(amount) if unit == "count" else _plain(amount)
            return {field: [{name: ids[thing], unit: count}]}
    grams = amount * 1000 if thing.endswith("kg") else amount
    return {"seizures": [{"substance": SEIZED[thing], "grams": _plain(grams)}]}


PEOPLE = {
    "wanted": "fugitive-wanted",
    "fugitive": "fugitive",
    "users": "user",
    "isolated": "user-isolation",
    "drivers": "drug-driver",
    "growers": "cultivator",
}
SITES = {"factory": "factory", "workshop": "workshop", "food": "food", "online": "online"}
PLANTS = {
    "poppies": "poppy",
    "cannabis": "cannabis",
    "poppy seedlings": "poppy-seedling",
    "cannabis seedlings": "cann-seedling",
}
PRECURSORS = {
    "ephedrine kg": "ephedrine",
    "class 1 kg": "safrole",
    "class 2 kg": "ether",
    "class 3 kg": "toluene",
}
SEIZED = {
    "heroin g": "heroin",
    "heroin kg": "heroin",
    "husk kg": "poppy-husk",
    "poppy seed g": "poppy-seed",
    "cannabis seed kg": "cannabis-seed",
}


LISTED = (
    ("people", PEOPLE, "role", "count"),
    ("sites", SITES, "kind", "count"),
    ("plants", PLANTS, "kind", "count"),
    ("precursors", PRECURSORS, "substance", "kilograms"),
)


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
