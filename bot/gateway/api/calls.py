"""A method call as it came in, before its parameters are understood."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, StreamReader
from multidict import CIMultiDictProxy

from bot.gateway.errors import BadRequestError
from bot.gateway.world.model import JSON

MAX_UPLOAD_BYTES = 50 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file of a multipart body."""

    file_name: str | None
    mime_type: str
    data: bytes


@dataclass(slots=True, kw_only=True)
class Call:
    """Parameters by name, still strings where the request had strings, and the uploaded files."""

    method: str
    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def recorded(self) -> JSON:
        """Describe the call for the request record: whole text, but no bytes."""
        files = {
            name: {"file_name": upload.file_name, "file_size": len(upload.data)}
            for name, upload in self.files.items()
        }
        return self.values | files


async def read_body(call: Call, headers: CIMultiDictProxy[str], stream: StreamReader) -> None:
    """Add the body's parameters to the call: JSON, urlencoded or multipart."""
    content_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if content_type == "multipart/form-data":
        await _read_multipart(call, headers, stream)
        return
    body = await stream.read()
    if content_type == "application/json" and body.strip():
        call.values |= _parse_json(body)
    elif content_type == "application/x-www-form-urlencoded":
        call.values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _parse_json(body: bytes) -> JSON:
    try:
        parsed = json.loads(body)
    except ValueError as error:
        raise BadRequestError("can't parse JSON object") from error
    if not isinstance(parsed, dict):
        raise BadRequestError("object expected as request body")
    return parsed


async def _read_multipart(
    call: Call, headers: CIMultiDictProxy[str], stream: StreamReader
) -> None:
    try:
        reader = MultipartReader(headers, stream)
        while (part := await reader.next()) is not None:
            if isinstance(part, BodyPartReader) and part.name:
                await _read_part(call, part.name, part)
    except (ValueError, RuntimeError, AssertionError) as error:
        raise BadRequestError("can't parse multipart body") from error


async def _read_part(call: Call, name: str, part: BodyPartReader) -> None:
    data = bytes(await part.read(decode=True))
    if part.filename is None:
        call.values[name] = data.decode("utf-8", "replace")
        return
    mime_type = part.headers.get("Content-Type", "application/octet-stream")
    call.files[name] = Upload(file_name=part.filename, mime_type=mime_type, data=data)
    call.values.setdefault(name, f"attach://{name}")
