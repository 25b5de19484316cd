"""The webhook: answers 200 only after the update's effect is committed."""

from __future__ import annotations

import hmac
import json

from aiohttp import web
from pydantic import SecretStr

from bot.chat.source.intake import UpdateIntake

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


class Webhook:
    """One bot's webhook on an aiohttp application."""

    def __init__(self, intake: UpdateIntake, secret: SecretStr) -> None:
        self._intake = intake
        self._secret = secret

    def mount(self, application: web.Application, path: str) -> None:
        application.router.add_post(path, self._receive)

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        wanted = self._secret.get_secret_value().encode()
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), wanted):
            return web.Response(status=401)
        raw = _parse(await request.read())
        if raw is None:
            # Telegram would send it again for a day; it can never be understood.
            self._intake.counters.malformed += 1
            return web.Response(status=200)
        await self._intake.accept(raw)
        return web.Response(status=200)


def _parse(body: bytes) -> dict[str, object] | None:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) else None
