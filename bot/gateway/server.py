"""The gateway as a web application, and serving it on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot.gateway.api.calls import MAX_UPLOAD_BYTES
from bot.gateway.api.dispatch import Dispatcher
from bot.gateway.api.http import BotAPI
from bot.gateway.api.webhooks import WebhookSender
from bot.gateway.guard import guard_against_strangers
from bot.gateway.world.world import World

LOOPBACK = "127.0.0.1"
_FORM_OVERHEAD = 1 << 20


def create_gateway(
    world: World, *, sim: bool = False, pages: Sequence[web.RouteDef] = ()
) -> web.Application:
    """Build the Bot API server; `sim` adds the page and the API that plays users.

    `pages` are an application's own, which a demo serves beside.
    """
    middlewares = [guard_against_strangers] if sim else []
    size = 10 * MAX_UPLOAD_BYTES + _FORM_OVERHEAD
    app = web.Application(client_max_size=size, middlewares=middlewares)
    dispatcher = Dispatcher(world)
    app.add_routes(BotAPI(dispatcher).routes())
    app.add_routes(pages)
    if sim:
        from bot.gateway.sim import mount  # noqa: PLC0415  playing users stays out of any other server

        mount(app, world)
    sender = WebhookSender(dispatcher)

    async def push_updates(_: web.Application) -> AsyncIterator[None]:
        sender.start()
        yield
        await sender.stop()

    async def release(_: web.Application) -> None:
        dispatcher.pollers.close()

    app.cleanup_ctx.append(push_updates)
    app.on_shutdown.append(release)
    return app


@asynccontextmanager
async def serve(
    world: World, port: int = 0, *, sim: bool = True, pages: Sequence[web.RouteDef] = ()
) -> AsyncIterator[str]:
    """Serve the world on loopback and yield the base URL, without a slash at its end."""
    runner = web.AppRunner(
        create_gateway(world, sim=sim, pages=pages),
        access_log=None,
        shutdown_timeout=1.0,
        handler_cancellation=True,
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, LOOPBACK, port)
        await site.start()
        yield f"http://{LOOPBACK}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
