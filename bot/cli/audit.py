"""Commands for what the staff did and read."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

audit_app = typer.Typer(help="What the staff did and read.", no_args_is_help=True)


@audit_app.command("verify")
def audit_verify(
    head: Annotated[
        str, typer.Option(help="A message of the auditor's, or its number and digest.")
    ] = "",
) -> None:
    """Find out whether any entry was changed, removed or moved, and which."""
    from bot.app.audit_commands import verify_audit

    verify_audit(head)


@audit_app.command("show")
def audit_show(
    unit: Annotated[str, typer.Option(help="Another unit than the one of the settings.")] = "",
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")
    ] = None,
) -> None:
    """List what the staff of a unit did and read: numbers and codes, no content and no names."""
    from bot.app.audit_commands import show_audit

    show_audit(unit, since and since.date(), until and until.date())
