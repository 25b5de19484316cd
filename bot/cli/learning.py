"""The commands on learning: the consent slip for schools, and what a course has brought."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

consent_app = typer.Typer(help="Guardians' consent on paper.", no_args_is_help=True)
learning_app = typer.Typer(help="What learners have gained.", no_args_is_help=True)


@consent_app.command("slip")
def consent_slip(
    target: Annotated[Path, typer.Argument(help="The PDF to write.")],
    locale: Annotated[str, typer.Option(help="zh_Hans or en")] = "zh_Hans",
    copies: Annotated[int, typer.Option(min=1, max=200, help="One page for each child.")] = 1,
) -> None:
    """Write slips to print, each with a number of its own that is kept nowhere."""
    from bot.app.learning_commands import write_slips
    from bot.chat.i18n import KNOWN_LOCALES

    if locale not in KNOWN_LOCALES:
        raise typer.BadParameter("zh_Hans or en")
    write_slips(target, locale, copies)


@learning_app.command("gain")
def learning_gain() -> None:
    """Print for each course what was known before, after and a month later; five at a time."""
    from bot.app.learning_commands import print_gain

    print_gain()
