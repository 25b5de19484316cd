"""Files and folders that only their owner reads, written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700
_SHARED_BITS: Final = 0o077


def make_private_folder(folder: Path) -> None:
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(FOLDER_MODE)


def write_atomically(path: Path, data: bytes, *, time: int | None = None) -> None:
    """Replace the file with mode 0600; after a crash it holds the old bytes or the new.

    `time` (Unix seconds) is what the file then gives as its times of access and change.
    """
    descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
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


def is_shared(path: Path) -> bool:
    """Tell whether group or others may do anything with the file."""
    return bool(stat.S_IMODE(path.stat().st_mode) & _SHARED_BITS)
