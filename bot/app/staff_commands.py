"""What `humen staff` does besides binding: the first invitation, passphrases, refusals."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import typer
from aiogram.exceptions import TelegramAPIError

from bot.app.bots import create_bot
from bot.app.keys_ending import run_or_explain
from bot.app.shared import utc_now
from bot.app.units_commands import open_units
from bot.errors import StaffRefusedError, UnknownUnitError
from bot.reports.staff.audit.service import AuditTrail
from bot.reports.staff.invitations.service import InviteByOperator
from bot.reports.staff.rules import Role, Roles
from bot.settings import Settings, load_settings
from storage.errors import KeyFileError
from storage.vault.key_files import read_writer
from storage.vault.layout import WRITER_SEED
from storage.vault.layout import Role as KeyRole
from storage.vault.signing import Writer


def print_invitation(unit: str, names: Sequence[str]) -> None:
    """Print a link of which only a digest is kept."""
    settings = load_settings()
    logging.disable(logging.WARNING)
    roles = _read_roles(names)
    username = run_or_explain(_username(settings))
    payload = run_or_explain(invitation(settings, roles, unit))
    if username:
        typer.echo(f"https://t.me/{username}?start={payload}")
    else:
        typer.echo(f"To be sent to the staff bot: /start {payload}")
    typer.echo(
        "It works once, within 24 hours, for one member of the unit's admin chat.", err=True
    )


def note_passphrase(unit: str, person: str, *, knows: bool) -> None:
    run_or_explain(_note(load_settings(), unit, person, knows=knows))
    typer.echo("Noted.")


def print_refused(days: int) -> None:
    settings = load_settings()
    zone = ZoneInfo(settings.time_zone)
    lines = run_or_explain(_refused(settings, days))
    for hour, kind, who, count in lines:
        typer.echo(f"{hour.astimezone(zone):%Y-%m-%d %H}:00  {count:6}  {kind}  {who}".rstrip())
    if not lines:
        typer.echo("Nothing was refused.")


def _read_roles(names: Sequence[str]) -> Roles:
    unknown = sorted(set(names) - set(Role))
    if unknown:
        raise StaffRefusedError(f"there is no role “{unknown[0]}”: {', '.join(Role)}")
    return frozenset(Role(name) for name in names)


async def _username(settings: Settings) -> str | None:
    """Ask Telegram for the staff bot's name; None where its token is not set here."""
    if settings.staff_bot_token is None:
        return None
    bot = create_bot(settings.staff_bot_token, settings.telegram_api)
    try:
        async with bot.session:
            return (await bot.get_me()).username
    except TelegramAPIError:
        return None


async def invitation(settings: Settings, roles: Roles, unit: str = "") -> str:
    """Make a link and return its payload; the unit is that of the settings unless one is named."""
    unit = unit or settings.unit
    async with open_units(settings) as work:
        async with work() as looking:
            if await looking.units.find(unit) is None:
                raise UnknownUnitError(unit)
        audit = AuditTrail(writer=_writer(settings), clock=utc_now)
        invite = InviteByOperator(unit_of_work=work, clock=utc_now, audit=audit)
        return (await invite(unit, roles)).payload


def _writer(settings: Settings) -> Writer:
    """Return the staff's writer, without which there is no entry in the audit and no link."""
    try:
        return read_writer(settings.keys_dir / KeyRole.STAFF / WRITER_SEED)
    except KeyFileError:
        raise StaffRefusedError(
            "an invitation is written to the audit, which the staff's key signs, and it is not "
            "here: run this where the staff bot runs, or make the keys first with humen keys make"
        ) from None


async def _note(settings: Settings, unit: str, person: str, *, knows: bool) -> None:
    async with open_units(settings) as work_factory, work_factory() as work:
        people = await work.staff.list_by_unit(unit)
        found = [each for each in people if each.id.startswith(person)]
        if len(found) != 1 or not person:
            raise StaffRefusedError("nobody, or more than one; humen units show lists the people")
        found[0].knows_passphrase = knows
        await work.commit()


async def _refused(settings: Settings, days: int) -> list[tuple[datetime, str, str, int]]:
    async with open_units(settings) as work_factory, work_factory() as work:
        since = utc_now() - timedelta(days=days)
        rows = await work.attempts_refused.list_since(since)
        return [(row.hour, row.kind, row.staff_id[:8], row.count) for row in rows]
