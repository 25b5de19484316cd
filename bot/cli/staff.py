"""Commands for the people who work on reports."""

from __future__ import annotations

from typing import Annotated

import typer

staff_app = typer.Typer(help="The people who work on reports.", no_args_is_help=True)


@staff_app.command("code")
def staff_code(
    unit: Annotated[str, typer.Option(help="Another unit than the one of the settings.")] = "",
) -> None:
    """Print a code that binds one admin chat: send `/bind CODE` there within an hour."""
    from bot.app.commands import print_binding_code

    print_binding_code(unit)


RoleNames = Annotated[
    list[str], typer.Argument(help="triage, supervisor, approver, payer, auditor: one or several")
]


@staff_app.command("invite")
def staff_invite(unit: str, roles: RoleNames) -> None:
    """Print a link that makes one member of the admin chat staff, within a day."""
    from bot.app.staff_commands import print_invitation

    print_invitation(unit, roles)


@staff_app.command("passphrase")
def staff_passphrase(
    unit: str,
    person: Annotated[str, typer.Argument(help="As humen units show names him.")],
    knows: Annotated[str, typer.Argument(help="yes or no")],
) -> None:
    """Note who knows the passphrase of the keys: it is to be changed when such a person leaves."""
    from bot.app.staff_commands import note_passphrase

    if knows not in {"yes", "no"}:
        raise typer.BadParameter("yes or no")
    note_passphrase(unit, person, knows=knows == "yes")


@staff_app.command("refused")
def staff_refused(
    days: Annotated[int, typer.Option(min=1, max=365, help="How far back.")] = 1,
) -> None:
    """List what was refused, by hour and kind; only staff are named, strangers are counted."""
    from bot.app.staff_commands import print_refused

    print_refused(days)
