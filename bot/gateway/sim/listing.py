"""The list of endpoints at /sim."""

from __future__ import annotations

from html import escape

from aiohttp import web

from bot.gateway.sim.registry import ENDPOINTS, Endpoint, Nothing, raw_endpoint
from bot.gateway.world.world import World


@raw_endpoint("GET", "/sim", Nothing)
async def list_endpoints(_: World, __: Nothing, request: web.Request) -> web.StreamResponse:
    """List every endpoint with its fields, as HTML if the Accept header asks for it."""
    if "text/html" in request.headers.get("Accept", ""):
        return web.Response(text=_html(), content_type="text/html")
    return web.json_response({"endpoints": [each.to_json() for each in ENDPOINTS]})


def _html() -> str:
    rows = "\n".join(_row(each) for each in ENDPOINTS)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Simulation API</title>'
        f"<h1>Simulation API</h1><table>\n{rows}\n</table></html>"
    )


def _row(endpoint: Endpoint) -> str:
    shown = endpoint.to_json()
    fields = ", ".join(
        name + ("" if field["required"] else "?") for name, field in shown["fields"].items()
    )
    cells = [f"{endpoint.verb} {endpoint.path}", fields, endpoint.about]
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
