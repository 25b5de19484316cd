"""What `humen keys` does with all keys at once: make, list, rotate, export, lock anew."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from pydantic import SecretStr
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.app.keys import MONTHS_AHEAD, make_all_keys, month_at, pin_of, staff_passphrase
from bot.app.shared import utc_now
from bot.app.start_checks import refuse_wrong_clock
from bot.errors import SettingsError
from bot.settings import Settings, load_settings
from storage.vault.destruction import confirm_gone
from storage.vault.exporting import export_role
from storage.vault.inventory import Inventory, KeyStatus, ListedKey, take_inventory
from storage.vault.layout import PASSPHRASE_FILE, Role
from storage.vault.passphrases import change_passphrase

COLOURS = {
    KeyStatus.ACTIVE: "green",
    KeyStatus.FUTURE: "cyan",
    KeyStatus.STANDBY: "yellow",
    KeyStatus.DESTROYING: "red",
    KeyStatus.DESTROYED: "dim",
}


def unlocked_settings() -> Settings:
    """Read the settings; a passphrase that is not among them is asked for at a terminal."""
    settings = load_settings()
    if settings.staff_passphrase.get_secret_value() or not sys.stdin.isatty():
        staff_passphrase(settings)
        return settings
    is_new = not (settings.keys_dir / Role.STAFF / PASSPHRASE_FILE).exists()
    asked = typer.prompt("The staff's passphrase", hide_input=True, confirmation_prompt=is_new)
    return settings.model_copy(update={"staff_passphrase": SecretStr(asked)})


def make_keys(ahead: int = MONTHS_AHEAD, units: Sequence[str] = ()) -> None:
    """Make the missing keys and print the operator's public key, which the settings can pin."""
    settings = unlocked_settings()
    refuse_wrong_clock(settings, utc_now())
    key_list = make_all_keys(settings, utc_now(), ahead, units)
    typer.echo(f"HUMEN_OPERATOR_KEY={key_list.pin}")
    typer.echo(
        "Keep no backup of keys/staff: a copy still opens a month that you destroy later, with\n"
        "the passphrase of its day. To be able to get a key back, use humen keys share.",
        err=True,
    )


def rotate_keys() -> None:
    """Make the months ahead, and go on with what is on its way out."""
    settings = unlocked_settings()
    refuse_wrong_clock(settings, utc_now())
    has_keys = (settings.keys_dir / Role.OPERATOR).is_dir()
    before = _inventory(settings).key_list.units if has_keys else {}
    key_list = make_all_keys(settings, utc_now())
    made = [key.month for place, key in key_list.units.items() if place not in before]
    typer.echo(f"Made: {', '.join(made)}" if made else "Every month ahead has its key.")
    for each in _inventory(settings).keys:
        if each.status is KeyStatus.DESTROYING:
            typer.echo(describe_destroying(each))


def list_keys() -> None:
    settings = load_settings()
    inventory = _inventory(settings)
    console = Console()
    console.print(_table(inventory))
    routes = ", ".join(sorted(inventory.key_list.routes))
    console.print(f"Route keys: {routes or 'none'}")


def export_keys(role: Role, target: Path, medium: str) -> None:
    settings = load_settings()
    name = medium or str(target.resolve())
    key_list = export_role(settings.keys_dir, role, target, name)
    typer.echo(f"{target / role} is up to date. HUMEN_OPERATOR_KEY={key_list.pin}")
    if role is Role.STAFF:
        typer.echo(
            f"This copy opens tips with the passphrase and is listed as “{name}”. After a month\n"
            "is destroyed, export to the same place again: that removes its key there too."
        )


def change_staff_passphrase() -> None:
    """Wrap the staff's keys anew; the new passphrase comes from the terminal or standard input."""
    settings = unlocked_settings()
    count = change_passphrase(settings.keys_dir, settings.staff_passphrase, _new_passphrase())
    typer.echo(
        f"{count} keys are locked with the new passphrase. Set HUMEN_STAFF_PASSPHRASE to it and\n"
        "restart the staff bot. Old copies of keys/staff still open with the old passphrase:\n"
        "erase it wherever it is written down, and they open no more."
    )


def note_gone(period: str, medium: str, unit: str) -> None:
    settings = load_settings()
    key = confirm_gone(settings.keys_dir, (unit or settings.unit, period), medium)
    typer.echo(f"{period}: “{medium}” is gone.")
    for each in _inventory(settings).keys:
        if each.key.id == key.id:
            typer.echo(describe_destroying(each))


def describe_destroying(each: ListedKey) -> str:
    """Say where a key stands that is on its way out."""
    if each.status is KeyStatus.DESTROYED:
        return f"{each.key.month}: destroyed."
    media = ", ".join(f"“{name}”" for name in outstanding_media(each))
    return f"{each.key.month}: destroying. Still to be confirmed gone: {media or 'not known here'}"


def outstanding_media(each: ListedKey) -> list[str]:
    return list(dict.fromkeys(share.medium for share in each.shares or () if not share.gone))


def _inventory(settings: Settings) -> Inventory:
    return take_inventory(settings.keys_dir, pin_of(settings), month_at(utc_now()))


def _table(inventory: Inventory) -> Table:
    table = Table("Unit", "Month", "State", "Private key", "Recovery", title="Keys of the units")
    for each in inventory.keys:
        colour = COLOURS[each.status]
        table.add_row(
            each.key.unit,
            each.key.month,
            f"[{colour}]{each.status.value}[/]",
            {True: "here", False: "not here", None: "elsewhere"}[each.is_here],
            escape(_recovery(each)),
        )
    return table


def _recovery(each: ListedKey) -> str:
    """Return the shares and copies of a key, and their media."""
    if each.shares is None:
        return f"{each.key.shares} listed at the operator's"
    splits = dict.fromkeys((share.split, share.threshold) for share in each.shares)
    return "; ".join(_split(each, split, threshold) for split, threshold in splits) or "none"


def _split(each: ListedKey, split: str, threshold: int) -> str:
    shares = [share for share in each.shares or () if share.split == split]
    media = ", ".join(f"{s.medium} (gone)" if s.gone else s.medium for s in shares)
    if threshold == 1:
        return f"whole copy: {media}"
    return f"{threshold} of {len(shares)} shares: {media}"


def _new_passphrase() -> SecretStr:
    if sys.stdin.isatty():
        asked = typer.prompt("New passphrase", hide_input=True, confirmation_prompt=True)
    else:
        asked = sys.stdin.readline().rstrip("\r\n")
    if not asked:
        raise SettingsError(["the new passphrase is empty"])
    return SecretStr(asked)
