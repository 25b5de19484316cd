"""Conversation state: in memory only, under keyed digests, for an hour.

A tip's draft passes through here, so nothing is written anywhere and no key tells whose it is.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StorageKey

KEPT_SECONDS = 3600.0


@dataclass(slots=True)
class _Record:
    state: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    touched: float = 0.0


class EphemeralStorage(BaseStorage):
    """aiogram's storage over a map that forgets an hour after the last touch."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._key = secrets.token_bytes(32)
        self._records: dict[bytes, _Record] = {}
        self._clock = clock

    async def set_state(self, key: StorageKey, state: str | State | None = None) -> None:
        self._touch(key).state = state.state if isinstance(state, State) else state
        self._drop_empty(key)

    async def get_state(self, key: StorageKey) -> str | None:
        record = self._find(key)
        return None if record is None else record.state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        self._touch(key).data = dict(data)
        self._drop_empty(key)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        record = self._find(key)
        return {} if record is None else dict(record.data)

    async def close(self) -> None:
        self._records.clear()

    async def forget_old(self) -> None:
        """Drop what nobody touched for an hour."""
        limit = self._clock() - KEPT_SECONDS
        old = [digest for digest, record in self._records.items() if record.touched < limit]
        for digest in old:
            del self._records[digest]

    def _digest(self, key: StorageKey) -> bytes:
        text = f"{key.bot_id}:{key.chat_id}:{key.user_id}:{key.thread_id}:{key.destiny}"
        return hashlib.blake2b(text.encode(), key=self._key, digest_size=16).digest()

    def _find(self, key: StorageKey) -> _Record | None:
        record = self._records.get(self._digest(key))
        if record is not None and record.touched < self._clock() - KEPT_SECONDS:
            del self._records[self._digest(key)]
            return None
        return record

    def _touch(self, key: StorageKey) -> _Record:
        record = self._find(key) or _Record()
        record.touched = self._clock()
        self._records[self._digest(key)] = record
        return record

    def _drop_empty(self, key: StorageKey) -> None:
        record = self._records.get(self._digest(key))
        if record is not None and record.state is None and not record.data:
            del self._records[self._digest(key)]
