"""Uploaded files, and the file ids by which each viewer knows them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import mimetypes
import secrets

from bot.gateway.world.model import StoredFile

_PREFIX = {"photos": "AgACAgU", "documents": "BQACAgU", "voice": "AwACAgU"}


class FileStore:
    """Files in memory. As in Telegram, a file id is worth nothing to anybody but its viewer."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(16)
        self._files: dict[str, StoredFile] = {}
        self._known: dict[tuple[int, str], StoredFile] = {}
        self._published: dict[tuple[int, str], StoredFile] = {}

    def add(
        self, data: bytes, mime_type: str, *, folder: str, file_name: str | None = None
    ) -> StoredFile:
        unique_id = "AQAD" + secrets.token_urlsafe(9)
        file = StoredFile(
            unique_id=unique_id,
            data=data,
            mime_type=mime_type,
            file_name=file_name,
            folder=folder,
        )
        self._files[unique_id] = file
        return file

    def id_for(self, viewer_id: int, file: StoredFile) -> str:
        digest = hmac.digest(
            self._secret, f"{file.unique_id}:{viewer_id}".encode(), hashlib.sha256
        )
        text = base64.urlsafe_b64encode(digest + file.unique_id.encode()).decode().rstrip("=")
        file_id = _PREFIX.get(file.folder, "BQACAgU") + text
        self._known[viewer_id, file_id] = file
        return file_id

    def find(self, viewer_id: int, file_id: str) -> StoredFile | None:
        return self._known.get((viewer_id, file_id))

    def publish(self, viewer_id: int, file: StoredFile) -> str:
        """Make the file downloadable and return its path."""
        number = list(self._files).index(file.unique_id)
        extension = mimetypes.guess_extension(file.mime_type) or ""
        if file.file_name and "." in file.file_name:
            extension = "." + file.file_name.rpartition(".")[2]
        path = f"{file.folder}/file_{number}{extension}"
        self._published[viewer_id, path] = file
        return path

    def find_published(self, viewer_id: int, path: str) -> StoredFile | None:
        return self._published.get((viewer_id, path))
