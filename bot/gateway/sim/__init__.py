"""Playing users: for the demo, the page and the tests, never beside a real bot's Telegram."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.gateway.errors import SimError, TelegramError
from bot.gateway.sim import acting, attaching, events, listing, people, reading, testing
from bot.gateway.sim.registry import ENDPOINTS, WORLD
from bot.gateway.world.world import World

__all__ = ["acting", "attaching", "events", "listing", "mount", "people", "reading", "testing"]

_PAGE = Path(__file__).parent.parent / "page" / "static"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_PAGE_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
}


def mount(app: web.Application, world: World) -> None:
    """Add the simulation API and the page to the gateway."""
    app[WORLD] = world
    app.middlewares.append(_say_what_is_wrong)
    app.router.add_get("/", _page)
    app.router.add_get("/page/{path:.+}", _page)
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


async def _page(request: web.Request) -> web.FileResponse:
    path = (_PAGE / request.match_info.get("path", "index.html")).resolve()
    if not path.is_relative_to(_PAGE) or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers=_PAGE_HEADERS)
