"""What a person sees: the state of all chats, older messages, files."""

from __future__ import annotations

from aiohttp import web
from pydantic import Field

from bot.gateway.errors import SimError
from bot.gateway.sim.registry import Fields, endpoint, raw_endpoint
from bot.gateway.world.model import JSON, Message, StoredFile, User
from bot.gateway.world.views import SHOWN_MESSAGES, history, unopened_view, with_messages
from bot.gateway.world.world import World

_INLINE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "audio/ogg"})


class Viewer(Fields):
    """The person who looks, at one chat or at all."""

    user: int
    chat: int | None = None


class Page(Fields):
    """A part of a chat's history."""

    user: int
    chat: int
    before: int | None = None
    limit: int = Field(default=50, ge=1, le=SHOWN_MESSAGES)


class FileOf(Fields):
    """A file as one person knows it."""

    user: int
    file_id: str


@endpoint("GET", "/sim/state", Viewer)
def get_state(world: World, fields: Viewer) -> JSON:
    """Return all chats of a person, or one, with the newest messages and the sequence number."""
    person = world.user(fields.user)
    views = [
        with_messages(world, chat, person)
        for chat in world.chats_of(person)
        if fields.chat in {None, chat.id_for(person.id)}
    ]
    views += _unopened(world, person, {view["id"] for view in views}, fields.chat)
    return {"seq": world.events.seq, "user": person.to_json(), "chats": views}


def _unopened(world: World, person: User, seen: set[int], wanted: int | None) -> list[JSON]:
    offered = {phone["open"] for phone in world.phones if phone["user"] == person.id} | {wanted}
    return [
        unopened_view(world, bot.user, person)
        for bot in world.bots.values()
        if bot.id in offered - seen and wanted in {None, bot.id}
    ]


@endpoint("GET", "/sim/history", Page)
def get_history(world: World, fields: Page) -> JSON:
    """Return older messages of a chat, oldest first."""
    person = world.user(fields.user)
    chat = world.chat_for_person(person, fields.chat)
    if chat is None:
        return {"messages": []}
    return {"messages": history(world, chat, person, fields.before, fields.limit)}


@raw_endpoint("GET", "/sim/files/{file_id}", FileOf)
async def get_file(world: World, fields: FileOf, _: web.Request) -> web.StreamResponse:
    """Return the bytes of a file that stands in a message this person can see."""
    person = world.user(fields.user)
    file = world.files.find(person.id, fields.file_id)
    if file is None or not any(_carries(each, file) for each in _visible(world, person)):
        raise SimError("there is no such file", status=404)
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    if file.mime_type not in _INLINE_TYPES:
        headers["Content-Disposition"] = "attachment"
    return web.Response(
        body=file.data, headers=headers | {"Content-Type": file.mime_type or "text/plain"}
    )


def _visible(world: World, person: User) -> list[Message]:
    return [each for chat in world.chats_of(person) for each in chat.messages.values()]


def _carries(message: Message, file: StoredFile) -> bool:
    content = message.content
    if any(size["file"] is file for size in content.get("photo", [])):
        return True
    kinds = ("document", "voice", "video", "audio")
    return any(content.get(kind, {}).get("file") is file for kind in kinds)
