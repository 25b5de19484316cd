"""Live changes as server-sent events that can be resumed."""

from __future__ import annotations

import json
from typing import Annotated

from aiohttp import web
from pydantic import BeforeValidator, Field

from bot.gateway.errors import SimError
from bot.gateway.sim.registry import Fields, endpoint, raw_endpoint
from bot.gateway.world.events import Event
from bot.gateway.world.model import JSON
from bot.gateway.world.world import World

BEAT_SECONDS = 15.0


def _split(value: str) -> list[str]:
    return value.split(",")


class Listener(Fields):
    """The people who listen on one line, as "7,8,9", and what they have already heard."""

    users: Annotated[list[int], BeforeValidator(_split)] = Field(min_length=1)
    after: int | None = None


class Poll(Fields):
    """The same by asking: what came after a number, waiting a while for something to come."""

    user: int
    after: int = Field(ge=0)
    wait: float = Field(default=0.0, ge=0, le=60)


@endpoint("GET", "/sim/changes", Poll)
async def list_changes(world: World, fields: Poll) -> JSON:
    """List a person's events after a number, for clients without server-sent events."""
    person = world.user(fields.user)
    news = world.events.after(person.id, fields.after)
    if news == [] and fields.wait:
        await world.events.wait([person.id], fields.wait)
        news = world.events.after(person.id, fields.after)
    if news is None:
        news = [Event(world.events.seq, "reset", {})]
    listed = [{"seq": each.seq, "kind": each.kind, "data": each.data} for each in news]
    return {"seq": world.events.seq, "events": listed}


@raw_endpoint("GET", "/sim/events", Listener)
async def stream_events(
    world: World, fields: Listener, request: web.Request
) -> web.StreamResponse:
    """Stream the events of some people after `after` or Last-Event-ID; else from now on.

    One line serves a whole page of phones, since a browser opens only six to one host.
    """
    people = [world.user(each).id for each in fields.users]
    seq = _start(request, fields, world.events.seq)
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    await response.write(b"retry: 1000\n\n")
    try:
        while True:
            seq = await _send_news(world, response, people, seq)
            if not await world.events.wait(people, BEAT_SECONDS):
                await response.write(b": beat\n\n")
    except ConnectionError:
        return response


async def _send_news(
    world: World, response: web.StreamResponse, people: list[int], seq: int
) -> int:
    """Write until nothing is left, so that nothing can slip in between looking and waiting."""
    while True:
        news = _news(world, people, seq)
        if news is None:
            seq = world.events.seq
            await response.write(_encode(None, Event(seq, "reset", {})))
        elif news:
            await response.write(b"".join(_encode(user, event) for user, event in news))
            seq = news[-1][1].seq
        else:
            return seq


def _news(world: World, people: list[int], seq: int) -> list[tuple[int, Event]] | None:
    """List what came for whom, in the order in which it came; None where some of it is lost."""
    found: list[tuple[int, Event]] = []
    for user in people:
        events = world.events.after(user, seq)
        if events is None:
            return None
        found += [(user, event) for event in events]
    return sorted(found, key=lambda each: each[1].seq)


def _encode(user: int | None, event: Event) -> bytes:
    data = json.dumps({"user": user, "data": event.data}, ensure_ascii=False)
    return f"id: {event.seq}\nevent: {event.kind}\ndata: {data}\n\n".encode()


def _start(request: web.Request, fields: Listener, now: int) -> int:
    last = request.headers.get("Last-Event-ID", "")
    if last and not last.isdecimal():
        raise SimError("Last-Event-ID is not a number")
    if last:
        return int(last)
    return now if fields.after is None else fields.after
