"""Sealed attachments in a folder: random names, no times, nothing in clear."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Final

from storage.errors import NotFoundError
from storage.vault.disk import make_private_folder, read_plain_file, sync_folder, write_atomically

# 1 January 2000 UTC: every file and the folder itself say this, whenever they were written.
CONSTANT_TIME: Final = 946_684_800
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
        self._path(name).unlink(missing_ok=True)
        sync_folder(self._folder)
        self._cut_folder_time()

    def list_names(self) -> list[str]:
        return [path.name for path in self._folder.iterdir() if _NAME.fullmatch(path.name)]

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise NotFoundError("no sealed file has this name")
        return self._folder / name

    def _cut_folder_time(self) -> None:
        os.utime(self._folder, (CONSTANT_TIME, CONSTANT_TIME))
