"""Where conversations are kept: in the memory of this process, or in a Redis of all workers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import structlog
from aiogram.fsm.storage.base import BaseEventIsolation, BaseStorage
from pydantic import SecretStr

from bot.chat.redis_state.connection import StateRedis
from bot.chat.redis_state.isolation import RedisIsolation
from bot.chat.redis_state.packing import Packer, Spelling, kinds_within
from bot.chat.redis_state.storage import RedisStorage
from bot.chat.shown.shelves import NoShelf, RamShelf, RedisShelf, Shelf, find_ram_folder
from bot.chat.state import EphemeralStorage
from bot.reports.tips.room import DraftRoom, MeasuredRoom, Room
from bot.settings import Settings
from storage.vault.receipts import Receipt

log = structlog.get_logger(__name__)

MEGABYTE = 1024 * 1024
RAM_FOLDERS = (Path("/dev/shm"),)  # noqa: S108 - looked at before it is used


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A bot's storage and locks; `chore` wants a call every half minute or so."""

    storage: BaseStorage
    isolation: BaseEventIsolation | None
    room: Room
    redis: StateRedis | None
    chore: Callable[[], Awaitable[None]]


async def open_state(settings: Settings, stack: AsyncExitStack, forms: Sequence[type]) -> State:
    """Raise `SettingsError` for a Redis that may write to a disk.

    `forms` are the kinds of objects that a bot's dialogs keep, besides plain values.
    """
    limit = settings.draft_megabytes * MEGABYTE
    if not settings.redis_url.get_secret_value():
        storage = EphemeralStorage()
        return State(
            storage=storage,
            isolation=None,
            room=DraftRoom(limit),
            redis=None,
            chore=storage.forget_old,
        )
    connection = await StateRedis.open(settings.redis_url, settings.state_secret)
    stack.push_async_callback(connection.close)
    return State(
        storage=RedisStorage(connection, create_packer(forms)),
        isolation=RedisIsolation(connection),
        room=MeasuredRoom(limit, connection.used_bytes),
        redis=connection,
        chore=connection.follow,
    )


def open_shelf(settings: Settings, token: SecretStr, state: State) -> Shelf:
    """Return where the register of screens lies: nowhere, where there is no folder in memory."""
    if state.redis is not None:
        return RedisShelf(state.redis)
    folder = find_ram_folder(settings.ram_dir, list(RAM_FOLDERS))
    if folder is None:
        log.warning("no_folder_in_memory")
        return NoShelf()
    # The token is there whatever else is set, and the next start has the same one.
    secret = token.get_secret_value().encode()
    name = blake2b(secret, digest_size=8, person=b"humen.screens.1").hexdigest()
    return RamShelf(folder / f"humen-{name}", secret)


def create_packer(forms: Sequence[type]) -> Packer:
    kinds = kinds_within(*forms) - {Receipt}
    return Packer(kinds, {Receipt: Spelling(_write_receipt, Receipt.parse)})


def _write_receipt(receipt: Receipt) -> str:
    return " ".join(receipt.words("en"))
