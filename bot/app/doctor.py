"""What `humen doctor` finds wrong, each with its remedy."""

from __future__ import annotations

import typer

from bot.app.keys import month_at, pin_of
from bot.app.keys_ending import count_used, run_or_explain
from bot.app.shared import utc_now
from bot.settings import Settings, load_settings
from storage.vault.inventory import Finding, KeyFinding, key_findings, take_inventory

WORDS = {
    Finding.MONTH_MISSING: "{period} has no key; tips go to the standby key. humen keys make",
    Finding.NO_STANDBY: "{period} has no standby key. humen keys make",
    Finding.STANDBY_IN_USE: (
        "{count} messages are sealed to the standby key {period}. "
        "humen keys make, then humen keys rewrap {period}"
    ),
    Finding.STANDBY_WITHOUT_END: (
        "There is a standby key without an end, of an earlier version. "
        "humen keys rewrap standby, then humen keys destroy standby"
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
    Finding.CHANGE_UNFINISHED: (
        "A change of the staff's passphrase was not finished. humen keys passphrase"
    ),
}


def examine() -> None:
    """Print what is wrong with the keys; exit with 1 where something must be done now."""
    findings = find(load_settings())
    for finding in findings:
        typer.secho(sentence(finding), fg="red" if finding.is_red else "yellow")
    if not findings:
        typer.echo("The keys are in order.")
    if any(finding.is_red for finding in findings):
        raise typer.Exit(1)


def find(settings: Settings) -> list[KeyFinding]:
    month = month_at(utc_now())
    inventory = take_inventory(settings.keys_dir, pin_of(settings), month)
    used = run_or_explain(count_used(settings))
    return key_findings(inventory, settings.unit, month, used)


def sentence(finding: KeyFinding) -> str:
    return WORDS[finding.finding].format(period=finding.period, count=finding.count)
