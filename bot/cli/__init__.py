"""The command line. Each command imports what it needs when it runs, so that --help is quick."""

from __future__ import annotations

import os
import sys

import typer

from bot.cli.audit import audit_app
from bot.cli.content import content_app
from bot.cli.keys import keys_app
from bot.cli.learning import consent_app, learning_app
from bot.cli.rewards import rewards_app
from bot.cli.running import app
from bot.cli.staff import staff_app
from bot.cli.units import units_app
from bot.errors import HumenError
from content.errors import ContentErrors
from storage.errors import StorageError

__all__ = ["app", "main"]

app.add_typer(content_app, name="content")
app.add_typer(staff_app, name="staff")
app.add_typer(units_app, name="units")
app.add_typer(keys_app, name="keys")
app.add_typer(consent_app, name="consent")
app.add_typer(learning_app, name="learning")
app.add_typer(audit_app, name="audit")
app.add_typer(rewards_app, name="rewards")


def main() -> None:
    """Run the command line; what the application foresaw ends in a sentence, not a traceback."""
    # NumPy reads it when it is imported; its second thread would spin beside every message.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app()
    except (HumenError, StorageError, ContentErrors) as error:
        typer.echo(f"humen: {error}", err=True)
        sys.exit(2)
