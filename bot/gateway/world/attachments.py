"""The contents of messages that carry more than words."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.gateway.world.files import FileStore
from bot.gateway.world.model import JSON
from bot.gateway.world.photos import make_sizes


async def photo(files: FileStore, data: bytes) -> JSON:
    """Scale the picture and store its sizes; BadRequestError if it is none."""
    pictures = await asyncio.to_thread(make_sizes, data)
    sizes: list[JSON] = []
    content: JSON = {"photo": sizes}
    for picture in pictures:
        file = files.add(picture.data, "image/jpeg", folder="photos")
        file.content = content
        sizes.append({"file": file, "width": picture.width, "height": picture.height})
    return content


def document(files: FileStore, data: bytes, mime_type: str, file_name: str | None) -> JSON:
    file = files.add(data, mime_type, folder="documents", file_name=file_name)
    fields: JSON = {"file": file, "mime_type": mime_type}
    if file_name:
        fields["file_name"] = file_name
    file.content = {"document": fields}
    return file.content


def voice(files: FileStore, data: bytes, mime_type: str, **extra: Any) -> JSON:
    if mime_type == "application/octet-stream":
        mime_type = "audio/ogg"
    file = files.add(data, mime_type, folder="voice")
    fields: JSON = {"file": file, "mime_type": mime_type, "duration": extra.get("duration") or 0}
    file.content = {"voice": fields}
    return file.content


def recording(files: FileStore, data: bytes, mime_type: str, *, kind: str, name: str) -> JSON:
    """Store a video or a piece of music; nobody looks inside, so it has no size and no length."""
    file = files.add(data, mime_type, folder="documents", file_name=name)
    fields: JSON = {"file": file, "mime_type": mime_type, "duration": 0, "file_name": name}
    if kind == "video":
        fields |= {"width": 640, "height": 360}
    file.content = {kind: fields}
    return file.content


def location(latitude: float, longitude: float) -> JSON:
    return {"location": {"latitude": latitude, "longitude": longitude}}
