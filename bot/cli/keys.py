"""Commands for the keys of the reports house."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.arguments import Period, Unit

keys_app = typer.Typer(help="The keys of the reports house.", no_args_is_help=True)


@keys_app.command("make")
def keys_make(
    ahead: Annotated[int, typer.Option(min=1, max=24, help="How many months ahead.")] = 3,
    unit: Annotated[
        list[str] | None, typer.Option(help="A unit that has no keys yet; may be repeated.")
    ] = None,
) -> None:
    """Make the keys that are missing: the operator's, each role's and the coming months'."""
    from bot.app.keys_commands import make_keys

    make_keys(ahead, unit or [])


@keys_app.command("list")
def keys_list() -> None:
    """List every month's key, its state, and where its recovery shares are."""
    from bot.app.keys_commands import list_keys

    list_keys()


@keys_app.command("rotate")
def keys_rotate() -> None:
    """Make the months ahead and end what is past: run it monthly, where the bot does not."""
    from bot.app.keys_commands import rotate_keys

    rotate_keys()


@keys_app.command("share")
def keys_share(
    month: Period,
    media: Annotated[str, typer.Option(help="Names of the media, with commas between.")],
    threshold: Annotated[int, typer.Option(help="How many of the shares give the key back.")],
    unit: Unit = "",
    pause: Annotated[bool, typer.Option(help="Wait after each share.")] = True,
) -> None:
    """Split a month's key into recovery shares of words, each shown once."""
    from bot.app.keys_recovery import share_month
    from storage.vault.recovery import SharePlan

    names = tuple(name.strip() for name in media.split(","))
    share_month(month, SharePlan(threshold, names), unit, pause=pause)


@keys_app.command("recover")
def keys_recover(month: Period, unit: Unit = "") -> None:
    """Get a lost key back from its shares; without a terminal, standard input has one a line."""
    from bot.app.keys_recovery import recover_month

    recover_month(month, unit)


@keys_app.command("rewrap")
def keys_rewrap(
    month: Period,
    unit: Unit = "",
    tip: Annotated[list[str] | None, typer.Option(help="The number of a tip to keep.")] = None,
    closed: Annotated[bool, typer.Option(help="Keep the closed tips as well.")] = False,
) -> None:
    """Seal what is kept of a month to this month's key, before the old key is destroyed."""
    from bot.app.keys_ending import rewrap_month

    rewrap_month(month, unit, tip or [], closed_too=closed)


@keys_app.command("destroy")
def keys_destroy(
    month: Period,
    unit: Unit = "",
    confirm: Annotated[str, typer.Option(help="The month again, instead of typing it.")] = "",
) -> None:
    """Destroy a month's key, and with it every tip that is sealed to it."""
    from bot.app.keys_ending import destroy_month

    destroy_month(month, unit, confirm)


@keys_app.command("confirm-gone")
def keys_confirm_gone(month: Period, medium: str, unit: Unit = "") -> None:
    """Note that the share or copy on a medium is gone, for a month that is being destroyed."""
    from bot.app.keys_commands import note_gone

    note_gone(month, medium, unit)


@keys_app.command("export")
def keys_export(
    role: Annotated[str, typer.Argument(help="public, staff, delivery or operator")],
    target: Annotated[Path, typer.Argument(help="The keys folder of the other machine.")],
    medium: Annotated[str, typer.Option(help="What a copy of staff is listed as.")] = "",
) -> None:
    """Copy one role's folder for another machine, or bring an earlier copy up to date."""
    from bot.app.keys_commands import export_keys
    from storage.vault.layout import Role

    if role not in list(Role):
        raise typer.BadParameter("one of public, staff, delivery, operator")
    export_keys(Role(role), target, medium)


@keys_app.command("passphrase")
def keys_passphrase() -> None:
    """Lock the staff's keys with a new passphrase, asked for or read from standard input."""
    from bot.app.keys_commands import change_staff_passphrase

    change_staff_passphrase()
