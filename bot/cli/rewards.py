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
    region: Annotated[
        str, typer.Option(help="A region by its code; its length and province are checked.")
    ] = "",
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


# A sum that is taken back begins with a minus sign, which is no option here.
@rewards_app.command("budget", context_settings={"ignore_unknown_options": True})
def rewards_budget(
    unit: Annotated[str, typer.Argument(help="The unit whose budget it is.")],
    yuan: Annotated[
        str, typer.Argument(help="What is put in; with a minus sign, what is taken back.")
    ],
    year: Annotated[int, typer.Option(help="The budget's year; this year if not given.")] = 0,
) -> None:
    """Put money into a unit's budget for rewards, and say what is left of it."""
    from bot.app.rewards_books import change_budget

    change_budget(unit, yuan, year)


@rewards_app.command("reconcile")
def rewards_reconcile() -> None:
    """Compare the books with the rewards; nothing is corrected, every disagreement is named."""
    from bot.app.rewards_books import reconcile_books

    reconcile_books()


@rewards_app.command("export")
def rewards_export(
    file: Annotated[Path, typer.Argument(help="The workbook to write: BOOKS.xlsx.")],
    unit: Annotated[str, typer.Option(help="One unit alone.")] = "",
    year: Annotated[int, typer.Option(help="One year alone.")] = 0,
    language: Annotated[str, typer.Option(help="zh_Hans or en.")] = "zh_Hans",
) -> None:
    """Write the books as a workbook for the finance office: numbers of reports, no names."""
    from bot.app.rewards_books import export_books
    from bot.app.rewards_commands import LANGUAGES

    if language not in LANGUAGES:
        raise typer.BadParameter("zh_Hans or en")
    export_books(file, unit, year, language)
