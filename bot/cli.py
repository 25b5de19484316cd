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
    unit: Annotated[
        str, typer.Option(help="Another unit than the one of the settings.")
    ] = "",
) -> None:
    """Print a code that binds one admin chat: send `/bind CODE` there within an hour."""
    from bot.app.commands import print_binding_code

    print_binding_code(unit)


@keys_app.command("make")
def keys_make() -> None:
    """Make the keys that are missing: the operator's, each role's and the coming months'."""
    from bot.app.commands import make_keys

    make_keys()


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
