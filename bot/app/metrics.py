"""What is counted, and the small server that shows it to this machine alone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import asdict

from aiogram import Router
from prometheus_client import start_http_server

from bot.chat.metrics import HandlerMeter, Metrics, Series
from bot.chat.source.counters import SourceCounters
from bot.errors import SettingsError

LOOPBACK = "127.0.0.1"


def serve_metrics(metrics: Metrics, port: int | None, stack: AsyncExitStack) -> None:
    """Listen on loopback until the stack closes; do nothing where there is no port."""
    if port is None:
        return
    try:
        server, thread = start_http_server(port, addr=LOOPBACK, registry=metrics.registry)
    except OSError:
        raise SettingsError(["HUMEN_METRICS_PORT: this port cannot be opened"]) from None

    def close() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    stack.push_async_callback(asyncio.to_thread, close)


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
