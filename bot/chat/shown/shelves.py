"""Where the register lies: in a folder in memory, or in the Redis of all workers.

A list of the chats that report would be a list of reporters, so it lies in no database, no backup
and no data folder. What lies here is sealed under two halves: a secret that the process is given
at its start, and a salt that stands beside the rows and ends with them. A process that starts
after a crash opens it; who takes the disk has no rows and no salt, who copies the memory alone
has no secret.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, Protocol

from bot.chat.redis_state.connection import SALT_NAME, StateRedis
from bot.chat.redis_state.sealing import SALT_SIZE, StateSecrets
from bot.chat.state import KEPT_SECONDS
from bot.errors import SettingsError

_SALT = "salt"
_NAME = "HUMEN_RAM_DIR"
_IN_MEMORY = {"tmpfs", "ramfs"}
_MOUNTS = Path("/proc/self/mounts")
# A row is taken by its hour; this is how long it waits in Redis for a worker to do so.
_REDIS_SECONDS = int(KEPT_SECONDS) + 600


class Shelf(Protocol):
    """Keeps one sealed row a chat; `is_shared` where other processes serve the same chats.

    `generation` changes when all rows were lost with what they lay in.
    """

    is_shared: bool

    async def generation(self) -> bytes: ...

    async def put(self, chat_id: int, data: bytes) -> None: ...

    async def find(self, chat_id: int) -> bytes | None: ...

    async def drop(self, chat_id: int) -> None: ...

    async def list_all(self) -> list[bytes]: ...

    async def close(self) -> None:
        """Leave nothing behind, where nothing is kept."""
        ...


class NoShelf:
    """Keeps nothing: what a crash leaves on a screen is then not found again."""

    is_shared = False

    async def generation(self) -> bytes:
        return b""

    async def put(self, chat_id: int, data: bytes) -> None:
        del chat_id, data

    async def find(self, chat_id: int) -> bytes | None:
        del chat_id
        return None

    async def drop(self, chat_id: int) -> None:
        del chat_id

    async def list_all(self) -> list[bytes]:
        return []

    async def close(self) -> None:
        return


class RamShelf:
    """A file a chat, in a folder of a file system that lives in memory."""

    is_shared = False

    def __init__(self, folder: Path, secret: bytes) -> None:
        """Raise `SettingsError` where the folder belongs to somebody else."""
        self._folder = folder
        self._make_folder()
        self._secrets = StateSecrets(secret, self._find_salt())

    async def generation(self) -> bytes:
        return b""

    async def put(self, chat_id: int, data: bytes) -> None:
        name = self._name(chat_id)
        if not self._folder.exists():
            self._make_folder()
            self._write(_SALT, self._secrets.salt)
        self._write(name, self._secrets.seal(data, name))

    async def find(self, chat_id: int) -> bytes | None:
        return self._open(self._folder / self._name(chat_id))

    async def drop(self, chat_id: int) -> None:
        (self._folder / self._name(chat_id)).unlink(missing_ok=True)

    async def list_all(self) -> list[bytes]:
        """Return the rows; what another secret sealed is nobody's any more, and goes."""
        found: list[bytes] = []
        if not self._folder.exists():
            return found
        for path in self._folder.iterdir():
            data = None if path.name == _SALT else self._open(path)
            if data is not None:
                found.append(data)
            elif path.name != _SALT:
                path.unlink(missing_ok=True)
        return found

    async def close(self) -> None:
        if [path.name for path in self._folder.glob("*")] == [_SALT]:
            (self._folder / _SALT).unlink()
            self._folder.rmdir()

    def _make_folder(self) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        found = self._folder.lstat()
        if self._folder.is_symlink() or found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise SettingsError([f"{_NAME}: {self._folder} belongs to somebody else"])

    def _find_salt(self) -> bytes:
        path = self._folder / _SALT
        salt = path.read_bytes() if path.exists() else b""
        if len(salt) != SALT_SIZE:
            salt = secrets.token_bytes(SALT_SIZE)
            self._write(_SALT, salt)
        return salt

    def _name(self, chat_id: int) -> str:
        return self._secrets.name("screen", chat_id).rpartition(":")[2]

    def _open(self, path: Path) -> bytes | None:
        try:
            return self._secrets.open(path.read_bytes(), path.name)
        except FileNotFoundError:
            return None

    def _write(self, name: str, data: bytes) -> None:
        """Replace the file whole, and let its times tell nothing."""
        path, new = self._folder / name, self._folder / f"{name}.new"
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.utime(new, (0, 0))
        new.replace(path)


class RedisShelf:
    """A value a chat, under names that tell nothing, beside the conversations' own."""

    is_shared = True

    def __init__(self, connection: StateRedis) -> None:
        self._connection = connection

    async def generation(self) -> bytes:
        """Return the salt that lies in Redis now: another one, or none, after a restart."""
        return bytes(await self._connection.redis.get(SALT_NAME) or b"")

    async def put(self, chat_id: int, data: bytes) -> None:
        keys, name = self._connection.secrets, self._name(chat_id)
        await self._connection.redis.set(name, keys.seal(data, name), ex=_REDIS_SECONDS)

    async def find(self, chat_id: int) -> bytes | None:
        return await self._open(self._name(chat_id))

    async def drop(self, chat_id: int) -> None:
        await self._connection.redis.delete(self._name(chat_id))

    async def list_all(self) -> list[bytes]:
        names: Any = self._connection.redis.scan_iter(match="humen-screen:*", count=1000)
        found = [await self._open(name.decode()) async for name in names]
        return [each for each in found if each is not None]

    async def close(self) -> None:
        """Leave what is there to the other workers; the connection is closed elsewhere."""

    def _name(self, chat_id: int) -> str:
        return self._connection.secrets.name("screen", chat_id).replace(":", "-screen:", 1)

    async def _open(self, name: str) -> bytes | None:
        sealed: Any = await self._connection.redis.get(name)
        return None if sealed is None else self._connection.secrets.open(bytes(sealed), name)


def find_ram_folder(wished: Path | None, candidates: list[Path]) -> Path | None:
    """Return a folder that lives in memory, or None where this machine has none.

    Raise `SettingsError` where the wished one lies on a disk.
    """
    if wished is not None:
        if not is_in_memory(wished):
            raise SettingsError([f"{_NAME}: {wished} is no folder in memory (tmpfs)"])
        return wished
    fit = (each for each in candidates if os.access(each, os.W_OK) and is_in_memory(each))
    return next(fit, None)


def is_in_memory(folder: Path) -> bool:
    """Tell whether the folder's file system is one that lives in memory."""
    try:
        mounts = [line.split() for line in _MOUNTS.read_text().splitlines()]
        here = folder.resolve(strict=True)
    except OSError:
        return False
    # Of several at one place the last one is what is there.
    around = [
        (len(each[1]), number, each[2])
        for number, each in enumerate(mounts)
        if here.is_relative_to(each[1])
    ]
    return bool(around) and max(around)[2] in _IN_MEMORY
