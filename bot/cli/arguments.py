"""Arguments that several commands take."""

from __future__ import annotations

from typing import Annotated

import typer


def check_period_given(text: str) -> str:
    from storage.vault.periods import check_period

    try:
        return check_period(text)
    except ValueError:
        raise typer.BadParameter("a month is written 2026-11, a quarter 2026-Q4") from None


Period = Annotated[
    str,
    typer.Argument(
        metavar="MONTH",
        callback=check_period_given,
        help="A month (2026-11), or the quarter (2026-Q4) of a standby key.",
    ),
]
Unit = Annotated[str, typer.Option(help="Another unit than the one of the settings.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="A port on this machine; 0: any free.")]
