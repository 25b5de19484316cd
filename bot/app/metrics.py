"""What is counted, and the small server that shows it to this machine alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import asdict
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from aiogram import Router
from prometheus_client import make_wsgi_app

from bot.chat.metrics import HandlerMeter, Metrics, Series
from bot.chat.source.counters import SourceCounters
from bot.errors import SettingsError

LOOPBACK = "127.0.0.1"
HOSTS = {LOOPBACK, "localhost"}


def serve_metrics(metrics: Metrics, port: int | None, stack: AsyncExitStack) -> None:
    """Listen on loopback until the stack closes; do nothing where there is no port."""
    if port is None:
        return
    try:
        server = make_server(
            LOOPBACK, port, _for_us(make_wsgi_app(metrics.registry)), _Threads, _Handler
        )
    except OSError:
        raise SettingsError(["HUMEN_METRICS_PORT: this port cannot be opened"]) from None
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def close() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    stack.push_async_callback(asyncio.to_thread, close)


def _for_us(application: WSGIApplication) -> WSGIApplication:
    """Answer only who means this machine: a page elsewhere could give our address its own name."""

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        host = str(environ.get("HTTP_HOST", "")).rpartition(":")[0] or environ.get("HTTP_HOST")
        if host in HOSTS:
            return application(environ, start_response)
        start_response("421 Misdirected Request", [("Content-Type", "text/plain")])
        return [b"This address answers on this machine only.\n"]

    return guarded


class _Threads(ThreadingMixIn, WSGIServer):
    """One thread a request, none of which keeps the process from its end."""

    daemon_threads = True


class _Handler(WSGIRequestHandler):
    """Writes no log of its own, and waits for nobody who sends half a request."""

    timeout = 10

    def log_message(self, *_words: object) -> None:
        return


def count_updates(metrics: Metrics, bot: str, counters: SourceCounters) -> None:
    """Count what became of a bot's updates; both houses are in it, so by the hour."""

    def read() -> Mapping[str, int]:
        return asdict(counters)

    name = f"humen_{bot}_updates"
    metrics.by_the_hour(Series(name, f"What became of the {bot} bot's updates.", read))


def count_handlers(metrics: Metrics, routers: list[Router]) -> None:
    """Count what the education house's handlers did, as it happens."""
    meter = HandlerMeter()
    for router in routers:
        router.message.middleware(meter)
        router.callback_query.middleware(meter)
    words = "What the education house did, by handler."
    metrics.at_once(Series("humen_education_events", words, lambda: meter.totals))
