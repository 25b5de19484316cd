"""A person sends photos, documents and voice notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from bot.gateway.errors import SimError
from bot.gateway.markup import format_text
from bot.gateway.sim.acting import Actor, act, writable
from bot.gateway.sim.registry import check_fields, raw_endpoint
from bot.gateway.world.attachments import document, photo, voice
from bot.gateway.world.model import JSON
from bot.gateway.world.world import World

MAX_ALBUM = 10


class NewMedia(Actor):
    """Files with one caption; several make an album."""

    caption: str | None = None
    reply_to: int | None = None


@dataclass(slots=True)
class _Form:
    values: dict[str, Any] = field(default_factory=dict)
    files: list[tuple[str | None, str, bytes]] = field(default_factory=list)


@raw_endpoint("POST", "/sim/photo", NewMedia, takes_files=True)
async def send_photos(world: World, _: Any, request: web.Request) -> web.StreamResponse:
    """Send pictures as photos; Telegram scales them."""
    fields, form = await _read(request)
    contents = [await photo(world.files, data) for _name, _mime, data in form.files]
    return _post(world, fields, contents)


@raw_endpoint("POST", "/sim/document", NewMedia, takes_files=True)
async def send_documents(world: World, _: Any, request: web.Request) -> web.StreamResponse:
    """Send files as they are."""
    fields, form = await _read(request)
    contents = [document(world.files, data, mime, name) for name, mime, data in form.files]
    return _post(world, fields, contents)


@raw_endpoint("POST", "/sim/voice", NewMedia, takes_files=True)
async def send_voices(world: World, _: Any, request: web.Request) -> web.StreamResponse:
    """Send voice notes."""
    fields, form = await _read(request)
    contents = [voice(world.files, data, mime) for _name, mime, data in form.files]
    return _post(world, fields, contents)


def _post(world: World, fields: NewMedia, contents: list[JSON]) -> web.Response:
    writable(world, world.user(fields.user), fields.chat)
    group_id = world.new_long_id() if len(contents) > 1 else None
    contents[0] = contents[0] | _caption(fields.caption)
    posted = [
        act(world, fields, content, media_group_id=group_id, reply_to=fields.reply_to)
        for content in contents
    ]
    return web.json_response(posted)


def _caption(text: str | None) -> JSON:
    plain, entities = format_text(text or "")
    if not plain:
        return {}
    return {"caption": plain} | ({"caption_entities": entities} if entities else {})


async def _read(request: web.Request) -> tuple[NewMedia, _Form]:
    if request.content_type != "multipart/form-data":
        raise SimError("files come as multipart/form-data")
    form = _Form()
    try:
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader):
                await _read_part(form, part)
    except (ValueError, RuntimeError, AssertionError):
        raise SimError("the form cannot be read") from None
    if not 1 <= len(form.files) <= MAX_ALBUM:
        raise SimError(f"send one to {MAX_ALBUM} files")
    return check_fields(form.values, NewMedia), form


async def _read_part(form: _Form, part: BodyPartReader) -> None:
    data = bytes(await part.read(decode=True))
    if part.name == "file":
        mime = part.headers.get("Content-Type", "application/octet-stream")
        form.files.append((part.filename, mime, data))
    elif part.name:
        form.values[part.name] = data.decode()
