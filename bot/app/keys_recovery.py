"""What `humen keys share` and `humen keys recover` do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import typer
from rich.console import Console

from bot.app.keys import pin_of
from bot.app.keys_commands import unlocked_settings
from storage.errors import ShareWordsError, TooFewSharesError
from storage.vault.key_list import UnitKey
from storage.vault.recovery import Handout, Lock, SharePlan, recover_key, share_key

# Rubs out what terminals keep above the screen; most of them follow it.
_FORGET_SCROLLBACK = "\x1b[3J"
_WORDS_A_LINE = 6
Recover = Callable[[Sequence[str]], UnitKey]


def share_month(period: str, plan: SharePlan, unit: str, *, pause: bool) -> None:
    """Split the key and show each share once, on a screen of its own."""
    settings = unlocked_settings()
    place = (unit or settings.unit, period)
    handouts = share_key(settings.keys_dir, place, plan, settings.staff_passphrase)
    for number, handout in enumerate(handouts, start=1):
        typer.echo(f"\n{period}, share {number} of {len(handouts)}, for “{handout.medium}”:\n")
        typer.echo(_lines(handout))
        if pause:
            _wait_for(handout)
    typer.echo(
        f"\nAny {plan.threshold} of these {len(handouts)} give the key of {period} back. None is\n"
        "kept here. When the month is destroyed, each medium must be confirmed gone."
    )


def recover_month(period: str, unit: str) -> None:
    """Ask for shares until they are enough; without a terminal, one share a line is read."""
    settings = unlocked_settings()
    place = (unit or settings.unit, period)
    lock = Lock(passphrase=settings.staff_passphrase, pinned=pin_of(settings))

    def recover(texts: Sequence[str]) -> UnitKey:
        return recover_key(settings.keys_dir, place, texts, lock)

    if sys.stdin.isatty():
        _recover_by_asking(recover)
    else:
        recover([line for line in sys.stdin if line.strip()])
    typer.echo(f"The key of {period} is back. Restart the staff bot, or wait an hour.")


def _recover_by_asking(recover: Recover) -> None:
    texts: list[str] = []
    while True:
        texts.append(typer.prompt(f"Share {len(texts) + 1}"))
        try:
            recover(texts)
        except ShareWordsError:
            texts.pop()
            typer.echo("This share is mistyped. Please type it again.")
        except TooFewSharesError as error:
            typer.echo(f"{error.given} of {error.needed} shares.")
        else:
            return


def _lines(handout: Handout) -> str:
    words = [f"{n:2}. {word:<10}" for n, word in enumerate(handout.words.split(), start=1)]
    starts = range(0, len(words), _WORDS_A_LINE)
    return "\n".join(" ".join(words[n : n + _WORDS_A_LINE]).rstrip() for n in starts)


def _wait_for(handout: Handout) -> None:
    while not typer.confirm(f"\nIs it on “{handout.medium}”? It is not shown again"):
        pass
    if sys.stdout.isatty():
        Console().clear()
        typer.echo(_FORGET_SCROLLBACK, nl=False)
