"""What `humen doctor` finds wrong, each with its remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import typer

from bot.app import shelves
from bot.app.audit_findings import find_in_audit
from bot.app.chats_doctor import find_in_chats
from bot.app.duty_doctor import find_in_duty
from bot.app.facts_doctor import find_in_facts
from bot.app.keys import month_at, pin_of
from bot.app.keys_ending import count_used, run_or_explain
from bot.app.process import open_to_others
from bot.app.shared import utc_now
from bot.app.start_checks import wrong_clock
from bot.app.units_doctor import UnitFinding, find_in_units, list_unit_ids
from bot.settings import Settings, load_settings
from storage.vault.inventory import (
    Finding,
    Inventory,
    KeyFinding,
    key_findings,
    take_inventory,
)
from storage.vault.route_findings import route_findings

WORDS = {
    Finding.MONTH_MISSING: "{period} has no key; tips go to the standby key. humen keys make",
    Finding.NO_STANDBY: "{period} has no standby key. humen keys make",
    Finding.STANDBY_IN_USE: (
        "{count} messages are sealed to the standby key {period}. "
        "humen keys make, then humen keys rewrap {period}"
    ),
    Finding.FEW_MONTHS_AHEAD: "From {period} on {count} months lack a key. humen keys make",
    Finding.PRIVATE_KEY_MISSING: (
        "The private key of {period} is not here; {count} messages need it. "
        "humen keys recover {period}"
    ),
    Finding.DESTRUCTION_UNFINISHED: (
        "{period} is being destroyed: {count} media to be confirmed gone. "
        "humen keys confirm-gone {period} MEDIUM"
    ),
    Finding.ROUTE_KEY_UNLISTED: (
        "{period} has no route key, so nobody can ask to be notified. humen keys make"
    ),
    Finding.ROUTE_KEY_MISSING: (
        "The private route key of {period} is not in keys/delivery, so nobody is notified. "
        "Where keys are made: humen keys make, then, if another host delivers, "
        "humen keys export delivery TARGET"
    ),
    Finding.ROUTE_KEY_PAST: (
        "The private route key of {period} is still here, though its month is over. "
        "humen keys rotate, or start delivery"
    ),
    Finding.CHANGE_UNFINISHED: (
        "A change of the staff's passphrase was not finished. humen keys passphrase"
    ),
}


def examine() -> None:
    """Print what is wrong with keys, units and clock; exit with 1 where it cannot wait."""
    settings = load_settings()
    keys = find(settings)
    lines = [*keys, *run_or_explain(find_in_units(settings))]
    lines += run_or_explain(find_in_duty(settings))
    lines += run_or_explain(find_in_audit(settings))
    lines += run_or_explain(find_in_chats(settings))
    wrong = wrong_clock(settings, utc_now())
    if wrong:
        lines.append(UnitFinding(is_red=True, sentence=f"{wrong[:1].upper()}{wrong[1:]}."))
    lines += open_to_others(settings)
    lines += find_in_facts(shelves.library().facts.values(), utc_now().date())
    for line in sorted(lines, key=lambda each: not each.is_red):
        typer.secho(line.sentence, fg="red" if line.is_red else "yellow")
    if not keys:
        typer.echo("The keys are in order.")
    if any(line.is_red for line in lines):
        raise typer.Exit(1)


def find(settings: Settings) -> list[UnitFinding]:
    """Return what is wrong with the keys; those of another unit than the home one name it."""
    month = month_at(utc_now())
    inventory = take_inventory(settings.keys_dir, pin_of(settings), month)
    used = run_or_explain(count_used(settings))
    routes = route_findings(settings.keys_dir, inventory.key_list, month)
    found = [*key_findings(inventory, settings.unit, month, used), *routes]
    lines = [*_sealed_elsewhere(inventory, used), *(_line(each) for each in found)]
    for unit in run_or_explain(list_unit_ids(settings)):
        if unit != settings.unit:
            others = key_findings(inventory, unit, month, used)
            lines += [_line(each, unit) for each in others if each not in found]
    return lines


def _sealed_elsewhere(inventory: Inventory, used: Mapping[str, int]) -> Iterator[UnitFinding]:
    """Yield how many messages nobody can open with the keys of this folder."""
    listed = {each.key.id for each in inventory.keys}
    count = sum(number for key, number in used.items() if key not in listed)
    if count:
        yield UnitFinding(
            is_red=True,
            sentence=f"{count} messages are sealed to keys that are not listed here. "
            "Put back the keys folder that belongs to this database.",
        )


def _line(finding: KeyFinding, unit: str = "") -> UnitFinding:
    words = WORDS[finding.finding].format(period=finding.period, count=finding.count)
    if unit and "keys make" in words:
        words = words.replace("keys make", f"keys make --unit {unit}")
    return UnitFinding(sentence=f"{unit}: {words}" if unit else words, is_red=finding.is_red)
