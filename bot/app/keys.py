"""Where each role's keys are, and the making of what is missing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.errors import SettingsError
from bot.settings import Settings
from storage.vault.keys import (
    KeyList,
    PublicKeys,
    Role,
    StaffKeys,
    create_keys,
    months_from,
)

MONTHS_AHEAD = 3


def make_all_keys(settings: Settings, now: datetime) -> KeyList:
    """Make what is missing for this month and those ahead; blocks for most of a second."""
    months = months_from(now.astimezone(UTC).strftime("%Y-%m"), ahead=MONTHS_AHEAD)
    return create_keys(
        settings.keys_dir, units=[settings.unit], months=months, passphrase=_passphrase(settings)
    )


def open_public_keys(settings: Settings) -> PublicKeys:
    """Load what the public role may hold: its writer key and the signed list of public keys."""
    return PublicKeys.load(settings.keys_dir, settings.operator_key or None)


async def open_staff_keys(settings: Settings, now: datetime) -> StaffKeys:
    """Unlock the months; key derivation stays off the event loop.

    Where the operator's key is at hand, or nothing is there yet, what is missing is made first. A
    staff host that was given its own folder only is left as it is.
    """
    passphrase = _passphrase(settings)
    if (settings.keys_dir / Role.OPERATOR).is_dir() or not settings.keys_dir.is_dir():
        await asyncio.to_thread(make_all_keys, settings, now)
    return await asyncio.to_thread(
        StaffKeys.load, settings.keys_dir, passphrase, settings.operator_key or None
    )


def _passphrase(settings: Settings) -> bytes:
    passphrase = settings.staff_passphrase.get_secret_value().encode()
    if not passphrase:
        raise SettingsError(["HUMEN_STAFF_PASSPHRASE: the unit's keys are locked with it"])
    return passphrase
