"""The commands on content: check, publish, spreadsheets, preview and figures."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from content.errors import ContentNotFoundError

content_app = typer.Typer(help="The lessons, questions and other files.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option(help="Another content folder.")]
LANGUAGES = ("zh_Hans", "en")


@content_app.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(help="Another content folder.")] = None,
) -> None:
    """Read all content; name file, line and remedy of whatever is wrong."""
    from content.check import check as find

    findings = find(folder) if folder is not None else find()
    for finding in findings:
        typer.echo(str(finding))
    errors = [finding for finding in findings if finding.is_error]
    typer.echo(f"{len(errors)} errors, {len(findings) - len(errors)} warnings")
    raise typer.Exit(1 if errors else 0)


@content_app.command("publish")
def publish(
    withdraw: Annotated[
        list[str] | None, typer.Option(help="An id that was taken out; it is never used again.")
    ] = None,
    folder: Folder = None,
) -> None:
    """Write new ids into the register; from then on they keep their meaning."""
    from content.check import check as find
    from content.loader import ROOT, load
    from content.register import REGISTER
    from content.register import publish as register

    root, gone = folder or ROOT, frozenset(withdraw or ())
    errors = [each for each in find(root) if each.is_error]
    missed = [each for each in errors if not _is_about(each.message, gone)]
    if missed:
        for error in missed:
            typer.echo(str(error))
        typer.echo(f"{len(missed)} errors; nothing is published")
        raise typer.Exit(1)
    new = register(root, load(root), withdraw=gone)
    for line in new:
        typer.echo(line)
    typer.echo(f"{len(new)} new lines in {REGISTER}")


def _is_about(message: str, withdrawn: frozenset[str]) -> bool:
    return any(f"'{each}' was published and is gone" in message for each in withdrawn)


@content_app.command("template")
def template(
    out: Annotated[Path, typer.Argument(help="The workbook to write: OUT.xlsx.")],
) -> None:
    """Write an empty workbook in which teachers write questions."""
    from content.loader import load
    from content.spreadsheet.writing import write_template

    write_template(out, load())
    typer.echo(f"{out} is written; fill it in and run `humen content import {out.name}`")


@content_app.command("import")
def import_questions(
    file: Annotated[Path, typer.Argument(help="The workbook to read.", exists=True)],
    course: Annotated[str, typer.Option(help="Only into lessons of this course.")] = "",
    folder: Folder = None,
) -> None:
    """Take over the questions of a workbook; each mistake is named by its cell."""
    from content.loader import ROOT
    from content.spreadsheet.importing import import_workbook

    try:
        done = import_workbook(file, folder or ROOT, course or None)
    except ContentNotFoundError as error:
        raise typer.BadParameter(f"there is {error}") from None
    for mistake in done.mistakes:
        typer.echo(mistake)
    typer.echo(
        f"{done.landed} questions are sound, {done.changed} of them new or changed; "
        f"{len(done.mistakes)} mistakes"
    )
    raise typer.Exit(1 if done.mistakes else 0)


@content_app.command("export")
def export(
    course: Annotated[str, typer.Argument(help="The course to write.")],
    out: Annotated[Path, typer.Argument(help="The workbook to write: OUT.xlsx.")],
    folder: Folder = None,
) -> None:
    """Write the questions of a course into a workbook."""
    from content.loader import ROOT, load
    from content.spreadsheet.writing import export_course

    try:
        count = export_course(out, load(folder or ROOT), course)
    except ContentNotFoundError as error:
        raise typer.BadParameter(f"there is {error}") from None
    typer.echo(f"{count} questions are in {out}")


@content_app.command("preview")
def preview(
    lesson: Annotated[str, typer.Argument(help="The lesson to play.")],
    language: Annotated[str, typer.Option(help="zh_Hans or en.")] = "zh_Hans",
    seed: Annotated[int | None, typer.Option(help="The same number shuffles the same.")] = None,
    folder: Folder = None,
) -> None:
    """Play a lesson in the terminal: type a number or a letter, q to leave."""
    from random import SystemRandom

    from rich.console import Console

    from bot.app.preview import Preview
    from bot.chat.i18n import Catalogues
    from content.loader import ROOT, load

    if language not in LANGUAGES:
        raise typer.BadParameter("one of zh_Hans, en")
    playing = Preview(
        library=load(folder or ROOT),
        locale=language,
        console=Console(highlight=False),
        ask=_typed,
        seed=SystemRandom().randrange(2**31) if seed is None else seed,
        at=datetime.now(UTC),
        catalogues=Catalogues(),
    )
    try:
        playing.play(lesson)
    except ContentNotFoundError as error:
        raise typer.BadParameter(f"there is {error}") from None


def _typed(prompt: str) -> str:
    """Return what is typed; the end of the input leaves."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line or "q"


@content_app.command("stats")
def stats(folder: Folder = None) -> None:
    """Show what the courses cover, how they read, and which facts are due for review."""
    from rich.console import Console

    from content.loader import ROOT, load
    from content.stats import measure
    from content.stats_table import show

    library = load(folder or ROOT)
    show(measure(library, datetime.now(UTC).date()), library, Console(highlight=False))
