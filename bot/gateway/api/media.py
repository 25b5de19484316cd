"""Turning the files of a request into the content of a message."""

from __future__ import annotations

from typing import Any

from bot.gateway.api.calls import MAX_UPLOAD_BYTES, Upload
from bot.gateway.api.context import Context
from bot.gateway.errors import BadRequestError, TelegramError
from bot.gateway.world.attachments import document, photo, recording, voice
from bot.gateway.world.model import JSON, StoredFile

_ATTACH = "attach://"
_WRONG_ID = "wrong file identifier/HTTP URL specified"


async def media_content(context: Context, kind: str, source: Any, **extra: Any) -> JSON:
    """Build {kind: …} from an upload or from a file id that this bot was given."""
    found = _find(context, kind, source)
    if isinstance(found, StoredFile):
        return _resent(kind, found)
    if not found.data:
        raise BadRequestError("file must be non-empty")
    if len(found.data) > MAX_UPLOAD_BYTES:
        raise TelegramError(413, "Request Entity Too Large")
    files = context.world.files
    if kind == "photo":
        return await photo(files, found.data)
    if kind == "voice":
        return voice(files, found.data, found.mime_type, **extra)
    name = found.file_name
    if kind in {"video", "audio"}:
        return recording(files, found.data, found.mime_type, kind=kind, name=name or kind)
    return document(files, found.data, found.mime_type, name)


def _find(context: Context, kind: str, source: Any) -> Upload | StoredFile:
    text = str(source)
    if text.startswith(_ATTACH):
        upload = context.files.get(text.removeprefix(_ATTACH))
        if upload is None:
            raise BadRequestError(f"there is no {kind} in the request")
        return upload
    if text.startswith(("http://", "https://")):
        raise BadRequestError("failed to get HTTP URL content")
    file = context.world.files.find(context.bot.id, text)
    if file is None:
        raise BadRequestError(_WRONG_ID)
    return file


def _resent(kind: str, file: StoredFile) -> JSON:
    """Send again what is already stored; a file keeps the kind it was first sent as."""
    content: JSON | None = file.content
    if content is None:
        raise BadRequestError(_WRONG_ID)
    found = next(iter(content))
    if kind in {found, "document"}:
        return dict(content)
    raise BadRequestError(
        f"type of file mismatch: can't use file of type {found.title()} as {kind.title()}"
    )
