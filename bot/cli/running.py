"""What runs: the bots, the demo, the gateway, and the doctor."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from bot.cli.arguments import Port

app = typer.Typer(
    name="humen",
    help="Humen: learn to say no, find help, report safely.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"humen {version('humen')}")
        raise typer.Exit


@app.callback()
def humen(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_tell_version, is_eager=True, help="Say which version this is."
        ),
    ] = False,
) -> None:
    pass


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
    """Show four phones on one page: a student, a citizen and two of the staff. Needs no token."""
    from bot.app.demo import run_demo

    run_demo(port, keep=keep)


@app.command()
def gateway(port: Port = 8081) -> None:
    """Serve the Bot API simulator alone; what it can play is listed at its /sim."""
    from bot.app.demo import run_gateway

    run_gateway(port)


@app.command()
def doctor() -> None:
    """Say what is wrong with the keys, and the command that mends it."""
    from bot.app.doctor import examine

    examine()
