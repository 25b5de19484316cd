"""Pushing updates to webhooks: in order, with retries, doing what an answer asks for."""

from __future__ import annotations

import asyncio
import contextlib

import aiohttp
from aiohttp import ClientResponse

from bot.gateway.api.calls import Call, read_body
from bot.gateway.api.dispatch import Dispatcher
from bot.gateway.errors import TelegramError
from bot.gateway.world.bots import BotAccount, Webhook
from bot.gateway.world.updates import Update

_FORBIDDEN = frozenset({"deletewebhook", "setwebhook", "close", "logout"})
_TIMEOUT = aiohttp.ClientTimeout(total=60)
_LONGEST_PAUSE = 60.0
_LONGEST_RETRY_AFTER = 3600.0
_LOOK_AGAIN = 1.0


class WebhookSender:
    """One task per bot with a webhook, each with many requests in flight."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._watcher: asyncio.Task[None] | None = None
        self._lanes: dict[int, _Lanes] = {}

    def start(self) -> None:
        self._watcher = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher

    async def _watch(self) -> None:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as session,
            asyncio.TaskGroup() as group,
        ):
            while True:
                for bot in list(self._dispatcher.world.bots.values()):
                    if bot.id not in self._lanes:
                        lanes = _Lanes(self._dispatcher, bot, session)
                        self._lanes[bot.id] = lanes
                        group.create_task(lanes.run())
                await self._dispatcher.world.bots_changed.wait(_LOOK_AGAIN)


class _Lanes:
    """The updates of one bot: at most one in flight of each order key."""

    def __init__(
        self, dispatcher: Dispatcher, bot: BotAccount, session: aiohttp.ClientSession
    ) -> None:
        self._dispatcher = dispatcher
        self._bot = bot
        self._session = session
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._failures: dict[int, int] = {}

    async def run(self) -> None:
        try:
            while True:
                news = self._bot.updates.changed.next_ring()
                change = self._bot.webhook_changed.next_ring()
                if self._bot.webhook is not None:
                    self._send_heads(self._bot.webhook)
                waiting = {news, change, *self._busy.values()}
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                news.cancel()
                change.cancel()
                self._forget_finished()
        finally:
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    def _send_heads(self, webhook: Webhook) -> None:
        for update in self._bot.updates.waiting():
            if len(self._busy) >= webhook.max_connections:
                return
            if update.order_key not in self._busy:
                self._busy[update.order_key] = asyncio.create_task(self._deliver(update))

    def _forget_finished(self) -> None:
        for key in [key for key, task in self._busy.items() if task.done()]:
            self._busy.pop(key).result()

    async def _deliver(self, update: Update) -> None:
        """Send until it is accepted or the webhook is gone."""
        while (webhook := self._bot.webhook) is not None and self._is_pending(update):
            pause = await self._try(webhook, update)
            if pause is None:
                self._failures.pop(update.id, None)
                if not self._bot.updates.confirm(update):
                    return
            else:
                await self._bot.webhook_changed.wait(pause)

    def _is_pending(self, update: Update) -> bool:
        return update in self._bot.updates.waiting()

    async def _try(self, webhook: Webhook, update: Update) -> float | None:
        """Return None if the update was accepted, else the seconds to wait."""
        headers = {}
        if webhook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
        try:
            async with self._session.post(
                webhook.url, json=update.to_json(), headers=headers, allow_redirects=False
            ) as response:
                if 200 <= response.status <= 299:
                    await self._obey(response)
                    return None
                reason = f"Wrong response from the webhook: {response.status} {response.reason}"
                return self._failed(webhook, update, reason, _retry_after(response))
        except (aiohttp.ClientError, TimeoutError, OSError):
            return self._failed(webhook, update, "Webhook connection closed", 0.0)

    def _failed(self, webhook: Webhook, update: Update, reason: str, retry_after: float) -> float:
        webhook.last_error_date = self._dispatcher.world.now()
        webhook.last_error_message = reason
        failures = self._failures[update.id] = self._failures.get(update.id, 0) + 1
        base = self._dispatcher.world.webhook_retry_base
        return retry_after or min(base * 2.0 ** (failures - 1), _LONGEST_PAUSE)

    async def _obey(self, response: ClientResponse) -> None:
        """Run the method that the answer names, if it is one that may be named there."""
        call = Call(method="")
        with contextlib.suppress(TelegramError):
            await read_body(call, response.headers, response.content)
            call.method = str(call.values.pop("method", ""))
            name = call.method.lower()
            if name and name not in _FORBIDDEN and not name.startswith("get"):
                await self._dispatcher.run_recorded(self._bot, call)


def _retry_after(response: ClientResponse) -> float:
    text = response.headers.get("Retry-After", "")
    return min(float(text), _LONGEST_RETRY_AFTER) if text.isdecimal() else 0.0
