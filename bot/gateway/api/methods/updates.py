"""Getting updates, by asking for them or by a webhook."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from aiogram.methods import DeleteWebhook, GetUpdates, GetWebhookInfo, SetWebhook

from bot.gateway.api.context import Context
from bot.gateway.api.pollers import WEBHOOK_SET, conflict
from bot.gateway.api.registry import method
from bot.gateway.errors import BadRequestError, TelegramError
from bot.gateway.world.bots import Webhook
from bot.gateway.world.model import JSON
from bot.gateway.world.updates import Update

MAX_TIMEOUT = 50
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


@method(GetUpdates)
async def get_updates(context: Context, call: GetUpdates) -> list[JSON]:
    """Confirm what lies below the offset and wait for something new, at most 50 s."""
    if context.bot.webhook is not None:
        raise TelegramError(409, _WEBHOOK_ACTIVE)
    _allow(context, call.allowed_updates)
    offset, limit = call.offset or 0, _between(call.limit, 1, 100, 100)
    updates = context.bot.updates.poll(offset, limit)
    timeout = _between(call.timeout, 0, MAX_TIMEOUT, 0)
    if not updates and timeout:
        updates = await _wait(context, max(offset, 0), limit, timeout)
    return [update.to_json() for update in updates]


async def _wait(context: Context, offset: int, limit: int, seconds: float) -> list[Update]:
    """Wait as the only one; being terminated by another request raises 409."""
    queue, loop = context.bot.updates, asyncio.get_running_loop()
    mine = context.pollers.begin(context.bot.id)
    deadline = loop.time() + seconds
    try:
        while (left := deadline - loop.time()) > 0:
            await _first_of(queue.changed.next_ring(), mine, left)
            if mine.done():
                raise conflict(mine.result())
            if updates := queue.poll(offset, limit):
                return updates
        return []
    finally:
        context.pollers.end(context.bot.id, mine)


async def _first_of(news: asyncio.Future[None], mine: asyncio.Future[str], seconds: float) -> None:
    either: set[asyncio.Future[Any]] = {news, mine}
    try:
        await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        news.cancel()


@method(SetWebhook)
async def set_webhook(context: Context, call: SetWebhook) -> bool:
    """Push updates to the URL; http:// and any port are taken, since this is a simulator."""
    if not call.url:
        return _remove_webhook(context, drop=bool(call.drop_pending_updates))
    secret = call.secret_token or ""
    _check_webhook(call.url, secret)
    if call.drop_pending_updates:
        context.bot.updates.clear()
    _allow(context, call.allowed_updates)
    context.pollers.terminate(context.bot.id, WEBHOOK_SET)
    connections = _between(call.max_connections, 1, 100, 40)
    context.bot.webhook = Webhook(
        url=call.url,
        secret_token=secret,
        max_connections=connections,
        ip_address=call.ip_address or "127.0.0.1",
    )
    context.bot.webhook_changed.ring()
    return True


@method(DeleteWebhook)
async def delete_webhook(context: Context, call: DeleteWebhook) -> bool:
    return _remove_webhook(context, drop=bool(call.drop_pending_updates))


@method(GetWebhookInfo)
async def get_webhook_info(context: Context, call: GetWebhookInfo) -> JSON:  # noqa: ARG001  it has no parameters
    webhook, queue = context.bot.webhook, context.bot.updates
    info: JSON = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": queue.pending_count,
    }
    if webhook is not None:
        info |= {"max_connections": webhook.max_connections, "ip_address": webhook.ip_address}
        if webhook.last_error_date is not None:
            info["last_error_date"] = webhook.last_error_date
            info["last_error_message"] = webhook.last_error_message
    if queue.allowed:
        info["allowed_updates"] = queue.allowed
    return info


def _between(value: int | None, least: int, most: int, default: int) -> int:
    return default if value is None else min(max(value, least), most)


def _remove_webhook(context: Context, *, drop: bool) -> bool:
    if drop:
        context.bot.updates.clear()
    context.bot.webhook = None
    context.bot.webhook_changed.ring()
    return True


def _allow(context: Context, allowed: Any) -> None:
    """Remember the wanted kinds; an empty list means the default, none sent means no change."""
    if allowed is not None:
        context.bot.updates.allowed = list(allowed)


def _check_webhook(url: str, secret: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadRequestError("invalid webhook URL specified")
    if parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise BadRequestError("bad webhook: only loopback addresses can be reached from here")
    if len(secret) > 256:
        raise BadRequestError("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise BadRequestError("secret token contains unallowed characters")
