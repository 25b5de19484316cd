"""The command line. Each command imports what it needs when it runs, so that --help is quick."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import HumenError
from content.errors import ContentErrors
from storage.errors import StorageError

app = typer.Typer(
    name="humen",
    help="Humen: learn to say no, find help, report safely.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
content_app = typer.Typer(help="The lessons, questions and other files.", no_args_is_help=True)
staff_app = typer.Typer(help="The people who work on reports.", no_args_is_help=True)
keys_app = typer.Typer(help="The keys of the reports house.", no_args_is_help=True)
app.add_typer(content_app, name="content")
app.add_typer(staff_app, name="staff")
app.add_typer(keys_app, name="keys")


def _check_period(text: str) -> str:
    from storage.vault.periods import STANDBY, check_period

    try:
        return text if text == STANDBY else check_period(text)
    except ValueError:
        raise typer.BadParameter("a month is written 2026-11, a quarter 2026-Q4") from None


Period = Annotated[
    str,
    typer.Argument(
        metavar="MONTH",
        callback=_check_period,
        help="A month (2026-11), or the quarter (2026-Q4) of a standby key.",
    ),
]
Unit = Annotated[str, typer.Option(help="Another unit than the one of the settings.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="A port on this machine; 0: any free.")]


@app.command()
def run() -> None:
    """Run the bots whose tokens are set, until Ctrl-C; what is in flight is finished first."""
    from bot.app.commands import run_application

    run_application()


@app.command()
def demo(
    port: Port = 8088,
    keep: Annotated[
        bool, typer.Option(help="Keep the demo's data folder when it ends, and print it.")
    ] = False,
) -> None:
    """Show three phones on one page: a student, a citizen and the staff. Needs no token."""
    from bot.app.demo import run_demo

    run_demo(port, keep=keep)


@app.command()
def gateway(port: Port = 8081) -> None:
    """Serve the Bot API simulator alone; what it can play is listed at its /sim."""
    from bot.app.demo import run_gateway

    run_gateway(port)


@staff_app.command("code")
def staff_code(
    unit: Annotated[str, typer.Option(help="Another unit than the one of the settings.")] = "",
) -> None:
    """Print a code that binds one admin chat: send `/bind CODE` there within an hour."""
    from bot.app.commands import print_binding_code

    print_binding_code(unit)


@app.command()
def doctor() -> None:
    """Say what is wrong with the keys, and the command that mends it."""
    from bot.app.doctor import examine

    examine()


@keys_app.command("make")
def keys_make(
    ahead: Annotated[int, typer.Option(min=1, max=24, help="How many months ahead.")] = 3,
) -> None:
    """Make the keys that are missing: the operator's, each role's and the coming months'."""
    from bot.app.keys_commands import make_keys

    make_keys(ahead)


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


@content_app.command("check")
def content_check(
    folder: Annotated[Path | None, typer.Argument(help="Another content folder.")] = None,
) -> None:
    """Read all content; name file, line and remedy of whatever is wrong."""
    from content.check import check

    findings = check(folder) if folder is not None else check()
    for finding in findings:
        typer.echo(str(finding))
    errors = [finding for finding in findings if finding.is_error]
    typer.echo(f"{len(errors)} errors, {len(findings) - len(errors)} warnings")
    raise typer.Exit(1 if errors else 0)


def main() -> None:
    """Run the command line; what the application foresaw ends in a sentence, not a traceback."""
    try:
        app()
    except (HumenError, StorageError, ContentErrors) as error:
        typer.echo(f"humen: {error}", err=True)
        sys.exit(2)
