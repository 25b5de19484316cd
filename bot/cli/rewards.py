"""Commands for what a report earns."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

rewards_app = typer.Typer(help="What a report earns, and why.", no_args_is_help=True)


@rewards_app.command("explain")
def rewards_explain(
    outcome: Annotated[Path, typer.Argument(help="What came of a report: OUTCOME.json.")],
    scheme: Annotated[str, typer.Option(help="A schedule by its id.")] = "",
    region: Annotated[str, typer.Option(help="A region by its code.")] = "",
    on: Annotated[str, typer.Option(help="The day of the outcome; today if not given.")] = "",
    language: Annotated[str, typer.Option(help="zh_Hans or en; both if not given.")] = "",
) -> None:
    """Say what an outcome earns, with the working line by line. Needs no bot."""
    from bot.app.rewards_commands import LANGUAGES, print_explanation

    if language and language not in LANGUAGES:
        raise typer.BadParameter("zh_Hans or en")
    print_explanation(outcome, scheme, region, on, (language,) if language else LANGUAGES)


@rewards_app.command("schema")
def rewards_schema() -> None:
    """Print the JSON schema of OUTCOME.json."""
    from bot.app.rewards_commands import print_schema

    print_schema()


@rewards_app.command("list")
def rewards_list() -> None:
    """List the schedules, how surely each is known, and when each holds."""
    from bot.app.rewards_commands import print_schemes

    print_schemes("zh_Hans")
