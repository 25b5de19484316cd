"""aiogram's storage over Redis: opaque names, sealed values, gone after an hour."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, Final

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StorageKey

from bot.chat.redis_state.connection import StateRedis
from bot.chat.redis_state.packing import Blobs, Packer
from bot.chat.redis_state.sealing import StateSecrets
from bot.chat.state import KEPT_SECONDS

_STATE: Final = b"s"
_DATA: Final = b"d"
_FILES: Final = b"f"
_EXPIRY: Final = int(KEPT_SECONDS)


class RedisStorage(BaseStorage):
    """A hash for each conversation, and a value of its own for each of its files.

    A write keeps all of it for another hour; a file that is no longer part of it goes at once.
    """

    def __init__(self, connection: StateRedis, packer: Packer) -> None:
        self._connection = connection
        self._redis = connection.redis
        self._packer = packer

    async def set_state(self, key: StorageKey, state: str | State | None = None) -> None:
        secrets = self._connection.secrets
        name = _name(secrets, key)
        text = state.state if isinstance(state, State) else state
        async with self._redis.pipeline() as pipe:
            if text is None:
                pipe.hdel(name, _STATE)
            else:
                pipe.hset(name, _STATE, secrets.seal(text.encode(), name))
            pipe.expire(name, _EXPIRY)
            await pipe.execute()

    async def get_state(self, key: StorageKey) -> str | None:
        secrets = self._connection.secrets
        name = _name(secrets, key)
        sealed = await self._redis.hget(name, _STATE)
        opened = None if sealed is None else secrets.open(sealed, name)
        return None if opened is None else opened.decode()

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        secrets = self._connection.secrets
        name = _name(secrets, key)
        held = _split(await self._redis.hget(name, _FILES))
        body, blobs = await asyncio.to_thread(self._packer.pack, dict(data))
        files = {secrets.name(name, digest): digest for digest in blobs}
        sealed = await asyncio.to_thread(_seal_new, secrets, files, blobs, held)
        async with self._redis.pipeline() as pipe:
            if data:
                pipe.hset(name, _DATA, secrets.seal(body, name))
                pipe.hset(name, _FILES, " ".join(files).encode())
            else:
                pipe.hdel(name, _DATA, _FILES)
            for each, value in sealed.items():
                pipe.set(each, value)
            for each in (name, *files):
                pipe.expire(each, _EXPIRY)
            if held - files.keys():
                pipe.delete(*(held - files.keys()))
            await pipe.execute()

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        secrets = self._connection.secrets
        name = _name(secrets, key)
        sealed, listed = await self._redis.hmget(name, [_DATA, _FILES])
        body = None if sealed is None else secrets.open(sealed, name)
        if body is None:
            return {}
        files = sorted(_split(listed))
        values = await self._redis.mget(files) if files else []
        return await asyncio.to_thread(
            self._unpack, secrets, body, dict(zip(files, values, strict=True))
        )

    def _unpack(
        self, secrets: StateSecrets, body: bytes, files: Mapping[str, bytes | None]
    ) -> dict[str, Any]:
        """Return nothing where a file is gone: half a draft would pass for a whole one."""
        blobs: Blobs = {}
        for name, sealed in files.items():
            opened = None if sealed is None else secrets.open(sealed, name)
            if opened is None:
                return {}
            blobs[opened[:32].decode()] = opened[32:]
        return dict(self._packer.unpack(body, blobs))

    async def close(self) -> None:
        await self._connection.close()


def _name(secrets: StateSecrets, key: StorageKey) -> str:
    return secrets.name(key.bot_id, key.chat_id, key.user_id, key.thread_id, key.destiny)


def _split(listed: bytes | None) -> set[str]:
    return set((listed or b"").decode().split())


def _seal_new(
    secrets: StateSecrets, files: Mapping[str, str], blobs: Blobs, held: Iterable[str]
) -> dict[str, bytes]:
    """Seal the files that are not stored yet, each with its digest before it."""
    known = set(held)
    return {
        name: secrets.seal(digest.encode() + blobs[digest], name)
        for name, digest in files.items()
        if name not in known
    }
