"""Serves the phone page: plain files, no build step, nothing from any other host."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from aiohttp import web

STATIC: Final = Path(__file__).parent / "static"
CONTENT_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
POLICY: Final = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def add_page(app: web.Application) -> None:
    """Mount the page at `/` and its files at `/page/...`."""
    app.router.add_get("/", _index)
    app.router.add_get("/page/{name:.+}", _static)


async def _index(_request: web.Request) -> web.StreamResponse:
    return _file(STATIC / "index.html")


async def _static(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if "\0" in name:
        raise web.HTTPNotFound
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC.resolve()) or not path.is_file():
        raise web.HTTPNotFound
    return _file(path)


def _file(path: Path) -> web.StreamResponse:
    content_type = CONTENT_TYPES.get(path.suffix)
    if content_type is None:
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={**HEADERS, "Content-Type": content_type})
