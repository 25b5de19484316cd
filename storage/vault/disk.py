"""Files and folders that only their owner reads, written whole or not at all."""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time as now
from typing import Final

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700
_SHARED_BITS: Final = 0o077
_TEMPORARY: Final = ".tmp"
_CONDEMNED: Final = ".gone"
_ABANDONED_SECONDS: Final = 3600.0


def make_private_folder(folder: Path) -> None:
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(FOLDER_MODE)


def write_atomically(path: Path, data: bytes, *, time: int | None = None) -> None:
    """Replace the file with mode 0600; after a crash it holds the old bytes or the new.

    `time` (Unix seconds) is what the file then gives as its times of access and change.
    """
    descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=_TEMPORARY, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if time is not None:
                os.utime(file.fileno(), (time, time))
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a new or removed name in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_plain_file(path: Path) -> bytes:
    """Read a file; a link in its place is refused with OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def is_shared(descriptor: int) -> bool:
    """Tell whether group or others may do anything with an open file."""
    return bool(stat.S_IMODE(os.fstat(descriptor).st_mode) & _SHARED_BITS)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder against every other command on it, in this process or another."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def overwrite_and_remove(path: Path) -> None:
    """Make a file unreadable and remove it; one that is gone already is no error.

    Random bytes are written over the old ones, which is as much as can be asked for: a file
    system that copies on write, a snapshot, a backup or a worn flash cell may still hold them.
    The first step takes the name away, so that no reader meets half a key, and a crash later
    leaves a file that `sweep` finds.
    """
    condemned = path.with_name(f".{path.name}{_CONDEMNED}")
    try:
        path.rename(condemned)
    except FileNotFoundError:
        return
    _overwrite_and_unlink(condemned)


def sweep(folder: Path) -> None:
    """Remove what crashes left behind; only with the folder held by `locked`."""
    for suffix in (_TEMPORARY, _CONDEMNED):
        for path in sorted(folder.glob(f".*{suffix}")):
            _overwrite_and_unlink(path)


def remove_abandoned(folder: Path) -> None:
    """Remove half-written files that nobody touched for an hour; needs no lock.

    A crash leaves them, `kill -9` too. The time of change is what no writer sets.
    """
    for path in folder.glob(f".*{_TEMPORARY}"):
        with suppress(FileNotFoundError):
            if path.stat().st_ctime < now() - _ABANDONED_SECONDS:
                path.unlink()


def _overwrite_and_unlink(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(os.fstat(descriptor).st_size))
        file.flush()
        os.fsync(descriptor)
    path.unlink()
    sync_folder(path.parent)
