"""What `humen consent` and `humen learning` do."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from secrets import SystemRandom

import typer

from bot.app import shelves
from bot.app.shared import open_shared, utc_now
from bot.chat.i18n import Catalogues
from bot.drawing.slip import draw_slips
from bot.education.learning.router.slips import slip_of
from bot.education.learning.rules.probing import FEWEST, Gain
from bot.education.learning.rules.slips import create_number
from bot.education.learning.service.probes import MeasureGain
from bot.errors import SettingsError
from bot.settings import Settings, load_settings
from storage.education.unit_of_work import EducationUnitOfWork
from storage.kit.unit_of_work import create_sessions


def write_slips(target: Path, locale: str, copies: int) -> None:
    """Write a PDF with so many slips; raise `SettingsError` where it cannot be written."""
    slip, contact = shelves.library().consent, load_settings().data_contact
    i18n, chance = Catalogues(), SystemRandom()
    with i18n.context(), i18n.use_locale(locale):
        slips = [slip_of(slip, locale, contact, create_number(chance)) for _ in range(copies)]
    try:
        target.write_bytes(draw_slips(slips))
    except OSError:
        raise SettingsError([f"{target}: this file cannot be written"]) from None
    typer.echo(f"{copies} slips, version {slip.version}, in {target}")


def print_gain() -> None:
    for line in asyncio.run(_gains(load_settings())):
        typer.echo(line)


async def _gains(settings: Settings) -> list[str]:
    async with AsyncExitStack() as stack:
        shared = await open_shared(settings, stack, utc_now)
        sessions = create_sessions(shared.education)
        measure = MeasureGain(
            unit_of_work=lambda: EducationUnitOfWork(sessions),
            library=shared.library,
            clock=shared.local_clock,
        )
        return [describe(course.id, await measure(course.id)) for course in shared.library.courses]


def describe(course_id: str, gain: Gain | None) -> str:
    if gain is None:
        return f"{course_id}: fewer than {FEWEST} have taken both probes around it"
    line = (
        f"{course_id}: {gain.learners} learners, before {gain.before:.0%}, after {gain.after:.0%}"
    )
    if gain.later is None or gain.after_of_them is None:
        return line
    return (
        f"{line}; {gain.came_back} came back a month later: "
        f"{gain.later:.0%}, after the course they had {gain.after_of_them:.0%}"
    )
