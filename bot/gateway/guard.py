"""Keeping other web pages away from the simulation, which answers without any password."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@web.middleware
async def guard_against_strangers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign host names (DNS rebinding) and writes from pages of another origin."""
    if _host_name(request.host) not in LOOPBACK_NAMES:
        return _refused("this gateway answers to loopback names only")
    if request.path.startswith("/sim") and _is_foreign(request):
        return _refused("another origin may not play users")
    return await handler(request)


def _host_name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _is_foreign(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is None or request.method in _SAFE:
        return False
    return urlsplit(origin).netloc.lower() != request.host.lower()


def _refused(sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=403)
