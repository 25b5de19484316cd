"""Commands for units and the regions they own."""

from __future__ import annotations

from typing import Annotated

import typer

units_app = typer.Typer(help="The units, and the regions they own.", no_args_is_help=True)


@units_app.command("list")
def units_list() -> None:
    """List the units as a tree of their regions."""
    from bot.app.units_commands import print_units

    print_units()


@units_app.command("add")
def units_add(
    unit: Annotated[str, typer.Argument(help="A short name: a-z, 0-9 and -.")],
    region: Annotated[str, typer.Argument(help="The region it owns, by its code.")],
) -> None:
    """Make a unit for a region and all below it, with keys where keys are made."""
    from bot.app.units_commands import add_unit

    add_unit(unit, region)


@units_app.command("show")
def units_show(unit: str) -> None:
    """Show a unit: its region, the unit above, its admin chat and its people."""
    from bot.app.units_commands import show_unit

    show_unit(unit)
