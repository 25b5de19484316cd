"""Playing users: for the demo, the page and the tests, never beside a real bot's Telegram."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.gateway.errors import SimError, TelegramError
from bot.gateway.page.routes import add_page
from bot.gateway.sim import (
    acting,
    attaching,
    events,
    forums,
    listing,
    people,
    reading,
    testing,
)
from bot.gateway.sim.registry import ENDPOINTS, WORLD
from bot.gateway.world.world import World

__all__ = [
    "acting",
    "attaching",
    "events",
    "forums",
    "listing",
    "mount",
    "people",
    "reading",
    "testing",
]


def mount(app: web.Application, world: World) -> None:
    """Add the simulation API and the page to the gateway."""
    app[WORLD] = world
    app.middlewares.append(_say_what_is_wrong)
    add_page(app)
    for endpoint in ENDPOINTS:
        app.router.add_route(endpoint.verb, endpoint.path, endpoint.serve)


@web.middleware
async def _say_what_is_wrong(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except SimError as error:
        return web.json_response({"error": error.sentence}, status=error.status)
    except TelegramError as error:
        return web.json_response({"error": error.description}, status=400)
