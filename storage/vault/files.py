"""Sealed attachments in a folder: random names, no times, nothing in clear."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Final

from storage.errors import NotFoundError
from storage.vault.disk import (
    locked,
    make_private_folder,
    read_plain_file,
    remove_abandoned,
    sync_folder,
    write_atomically,
)

# 1 January 2000 UTC: every file and the folder itself say this, whenever they were written.
CONSTANT_TIME: Final = 946_684_800
# The day after: what a file says whose other traces on the file system have been levelled.
LEVEL_TIME: Final = CONSTANT_TIME + 86_400
_NAME: Final = re.compile(r"[0-9a-f]{32}")


class SealedFiles:
    """Keeps bytes that arrive already sealed; every call blocks, so run it in a thread."""

    def __init__(self, folder: Path) -> None:
        make_private_folder(folder)
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Store the bytes and return their random name."""
        name = secrets.token_hex(16)
        write_atomically(self._folder / name, data, time=CONSTANT_TIME)
        self._cut_folder_time()
        return name

    def replace(self, name: str, data: bytes) -> None:
        """Put other bytes in a file's place; after a crash it holds the old ones or the new."""
        path = self._path(name)
        with locked(self._folder):
            if not path.exists():
                raise NotFoundError("no sealed file has this name")
            write_atomically(path, data, time=CONSTANT_TIME)
        self._cut_folder_time()

    def get(self, name: str) -> bytes:
        try:
            return read_plain_file(self._path(name))
        except OSError:
            raise NotFoundError("no sealed file has this name") from None

    def delete(self, name: str) -> None:
        """Remove the file; one that is gone already is no error."""
        with locked(self._folder):
            self._path(name).unlink(missing_ok=True)
            sync_folder(self._folder)
        self._cut_folder_time()

    def level(self) -> int:
        """Write every new file again, in random order, and return how many there were.

        A file system keeps when a file was made and last changed, and numbers files as they come;
        no program can set that. Afterwards it tells when the levelling was. What crashes left
        half-written an hour ago or longer is removed too.
        """
        remove_abandoned(self._folder)
        names = self.list_names()
        secrets.SystemRandom().shuffle(names)
        done = sum(self._level(name) for name in names)
        self._cut_folder_time()
        return done

    def _level(self, name: str) -> bool:
        path = self._path(name)
        # Held, lest an older sealing be put over a newer one, or a deleted file come back.
        with locked(self._folder):
            try:
                status = path.stat()
                if status.st_mtime != LEVEL_TIME:
                    write_atomically(path, read_plain_file(path), time=LEVEL_TIME)
                elif status.st_atime != LEVEL_TIME:
                    # Somebody has read it; when is nobody's business.
                    os.utime(path, (LEVEL_TIME, LEVEL_TIME))
            except FileNotFoundError:
                return False
        return status.st_mtime != LEVEL_TIME

    def list_names(self) -> list[str]:
        return [path.name for path in self._folder.iterdir() if _NAME.fullmatch(path.name)]

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise NotFoundError("no sealed file has this name")
        return self._folder / name

    def _cut_folder_time(self) -> None:
        os.utime(self._folder, (CONSTANT_TIME, CONSTANT_TIME))
