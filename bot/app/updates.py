"""How the bots get their updates: long polling each, or one webhook host for all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiohttp import web

from bot.chat.source.connections import Impatience
from bot.chat.source.intake import UpdateIntake
from bot.chat.source.polling import Polling
from bot.chat.source.webhook import Webhook
from bot.settings import Settings

log = structlog.get_logger(__name__)


Announcement = Callable[[Bot], Awaitable[None]]


async def _nothing(bot: Bot) -> None:
    del bot


async def _no_end() -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A bot's intake, its name in paths and logs, and the kinds of update it asks for.

    `finish` is what is done once no update is in flight any more.
    """

    name: str
    intake: UpdateIntake
    allowed: list[str]
    announce: Announcement = _nothing
    pages: Sequence[web.RouteDef] = ()
    finish: Callable[[], Awaitable[None]] = _no_end

    async def introduce(self) -> None:
        """Tell Telegram what there is to tell, until it listens; the bot serves meanwhile."""
        for seconds in (1, 5, 30, 120, 600):
            try:
                await self.announce(self.intake.bot)
            except TelegramAPIError as error:
                log.warning("announcement_failed", bot=self.name, error=type(error).__name__)
                await asyncio.sleep(seconds)
            else:
                return


class Runnable(Protocol):
    """A part that runs until it is told to stop."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...


class PollingServer:
    """Feeds one bot by long polling; what is in flight at the stop is drained."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._polling = Polling(served.intake, served.allowed)

    def stop(self) -> None:
        self._polling.stop()

    async def run(self) -> None:
        log.info("polling", bot=self._served.name)
        introduction = asyncio.create_task(self._served.introduce())
        try:
            await self._polling.run()
        finally:
            introduction.cancel()


class WebhookServer:
    """Feeds every bot over one port, each on a path of its own, behind a TLS proxy."""

    def __init__(self, served: Sequence[Served], settings: Settings) -> None:
        self._served = served
        self._settings = settings
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        impatience = Impatience()
        application = web.Application(middlewares=[impatience.middleware])
        for each in self._served:
            webhook = Webhook(each.intake, self._settings.webhook_secret)
            webhook.mount(application, f"/{each.name}")
            application.add_routes(each.pages)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        assert runner.server is not None
        server = await asyncio.get_running_loop().create_server(
            impatience.guard(runner.server), "127.0.0.1", self._settings.webhook_port
        )
        introductions = [asyncio.create_task(each.introduce()) for each in self._served]
        try:
            await self._set_webhooks()
            await self._stopping.wait()
        finally:
            for introduction in introductions:
                introduction.cancel()
            server.close()
            await runner.cleanup()
            for each in self._served:
                await each.intake.drain()

    async def _set_webhooks(self) -> None:
        base = str(self._settings.webhook_url).rstrip("/")
        for each in self._served:
            await each.intake.bot.set_webhook(
                f"{base}/{each.name}",
                secret_token=self._settings.webhook_secret.get_secret_value(),
                allowed_updates=each.allowed,
            )
            log.info("webhook", bot=each.name, port=self._settings.webhook_port)


def create_servers(served: Sequence[Served], settings: Settings) -> list[Runnable]:
    if settings.webhook_url is not None:
        return [WebhookServer(served, settings)]
    return [PollingServer(each) for each in served]
