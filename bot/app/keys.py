"""Where each role's keys are, and the making of what is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from pydantic import SecretStr

from bot.errors import SettingsError
from bot.settings import Settings
from storage.vault.destruction import carry_out
from storage.vault.key_creation import remake_lost_routes
from storage.vault.key_list import read_key_list
from storage.vault.keys import (
    KeyList,
    PublicKeys,
    Role,
    StaffKeys,
    create_keys,
    months_from,
)
from storage.vault.layout import KEY_LIST, PASSPHRASE_FILE
from storage.vault.periods import quarters_from
from storage.vault.routes import forget_routes_before
from storage.vault.wrapping import mark_of

MONTHS_AHEAD = 3
# Who forgets the keys altogether still takes tips for more than a year, on standby keys.
QUARTERS_AHEAD = 5


def month_at(now: datetime) -> str:
    """Return the month ("YYYY-MM", UTC) by which keys are made and chosen."""
    return now.astimezone(UTC).strftime("%Y-%m")


def pin_of(settings: Settings) -> str | None:
    return settings.operator_key or None


def make_all_keys(
    settings: Settings, now: datetime, ahead: int = MONTHS_AHEAD, units: Sequence[str] = ()
) -> KeyList:
    """Make what is missing for this month and those ahead, and end what is past.

    Every unit that has a key already gets those of the coming months, and `units` get their
    first. It blocks for most of a second.
    """
    month = month_at(now)
    wanted = [*months_from(month, ahead=ahead), *quarters_from(month, ahead=QUARTERS_AHEAD)]
    key_list = create_keys(
        settings.keys_dir,
        units=list(dict.fromkeys([settings.unit, *units_with_keys(settings), *units])),
        months=wanted,
        passphrase=staff_passphrase(settings),
    )
    if settings.delivery == "with":
        key_list = remake_lost_routes(settings.keys_dir, month)
    forget_routes_before(settings.keys_dir, month)
    return key_list


def units_with_keys(settings: Settings) -> list[str]:
    """Return the units that the operator's list names, here where keys are made."""
    path = settings.keys_dir / Role.OPERATOR / KEY_LIST
    if not path.exists():
        return []
    listed = read_key_list(path.read_bytes(), pin_of(settings))
    return sorted({unit for unit, _period in listed.units})


def open_public_keys(settings: Settings) -> PublicKeys:
    """Load what the public role may hold: its writer key and the signed list of public keys."""
    return PublicKeys.load(settings.keys_dir, pin_of(settings))


async def open_staff_keys(settings: Settings, now: datetime) -> StaffKeys:
    """Unlock the months; key derivation stays off the event loop.

    Where the operator's key is at hand, or nothing is there yet, what is missing is made first. A
    staff host that was given its own folder only is left as it is, but for the private keys that
    its signed list says are destroyed.
    """
    passphrase = staff_passphrase(settings)
    if _may_make_keys(settings) or not settings.keys_dir.is_dir():
        await asyncio.to_thread(make_all_keys, settings, now)
    await asyncio.to_thread(carry_out, settings.keys_dir, pin_of(settings))
    return await asyncio.to_thread(StaffKeys.load, settings.keys_dir, passphrase, pin_of(settings))


def follow_public_keys(settings: Settings, keys: PublicKeys) -> Callable[[], Awaitable[None]]:
    """Return a chore that takes in the months that were made meanwhile."""

    async def follow() -> None:
        await asyncio.to_thread(keys.refresh, settings.keys_dir)

    return follow


def follow_staff_keys(
    settings: Settings, keys: StaffKeys, clock: Callable[[], datetime]
) -> Callable[[], Awaitable[None]]:
    """Return a chore that makes the months ahead in time, and lets go of destroyed ones."""

    async def follow() -> None:
        months = months_from(month_at(clock()), ahead=MONTHS_AHEAD)
        listed = keys.key_list.units
        units = {settings.unit, *(unit for unit, _period in listed)}
        is_short = any((unit, month) not in listed for unit in units for month in months)
        if is_short and _may_make_keys(settings):
            await asyncio.to_thread(make_all_keys, settings, clock())
        await asyncio.to_thread(keys.refresh, settings.keys_dir)

    return follow


def is_delivery_here(settings: Settings) -> bool:
    """Return whether this process delivers; beside the public bot only where the keys lie."""
    if settings.delivery == "alone":
        return True
    has_keys = (settings.keys_dir / Role.DELIVERY).is_dir()
    return settings.delivery == "with" and settings.bot_token is not None and has_keys


def staff_passphrase(settings: Settings) -> SecretStr:
    """Raise `SettingsError` where none is set."""
    if not settings.staff_passphrase.get_secret_value():
        raise SettingsError(["HUMEN_STAFF_PASSPHRASE: the unit's keys are locked with it"])
    return settings.staff_passphrase


def wrapping_mark(settings: Settings) -> bytes | None:
    """Return what changes with the staff's passphrase, or None where no key is locked here."""
    path = settings.keys_dir / Role.STAFF / PASSPHRASE_FILE
    return mark_of(path.read_bytes()) if path.exists() else None


def _may_make_keys(settings: Settings) -> bool:
    return (settings.keys_dir / Role.OPERATOR).is_dir()
