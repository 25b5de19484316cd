"""The two addresses of the Bot API: methods and files."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from aiohttp import web

from bot.gateway.api.calls import Call, read_body
from bot.gateway.api.dispatch import Dispatcher
from bot.gateway.errors import TelegramError, TooManyRequestsError
from bot.gateway.world.bots import BotAccount
from bot.gateway.world.faults import Fault

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_STATUS_WORDS = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}


class BotAPI:
    """Answers bots over HTTP; a fault that a test ordered comes before anything else."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._world = dispatcher.world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/bot{token}/{method}", self.call, allow_head=False),
            web.post("/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.download, allow_head=False),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        try:
            bot = self._bot(request.match_info["token"])
            call = Call(method=request.match_info["method"], values=dict(request.query))
            await read_body(call, request.headers, request.content)
            fault = self._world.faults.take(bot.username, call.method)
            if fault is not None:
                return await self._fail(request, fault, (bot, call))
            return _ok(await self._dispatcher.run_recorded(bot, call))
        except TelegramError as error:
            return _failed(error)

    async def download(self, request: web.Request) -> web.StreamResponse:
        try:
            bot = self._bot(request.match_info["token"])
        except TelegramError as error:
            return _failed(error)
        file = self._world.files.find_published(bot.id, request.match_info["path"])
        if file is None:
            return _failed(TelegramError(404, "Not Found"))
        return web.Response(body=file.data, content_type="application/octet-stream")

    def _bot(self, token: str) -> BotAccount:
        """Find the bot; a token that could never be one is not even an address."""
        if not _TOKEN.fullmatch(token):
            raise TelegramError(404, "Not Found")
        bot = self._world.bot_by_token(token)
        if bot is None:
            raise TelegramError(401, "Unauthorized")
        return bot

    async def _fail(
        self, request: web.Request, fault: Fault, request_of: tuple[BotAccount, Call]
    ) -> web.StreamResponse:
        bot, call = request_of
        if fault.executed:
            await self._dispatcher.run_recorded(bot, call)
        else:
            record = self._dispatcher.record(bot, call)
            record.ok, record.error = False, f"fault: {fault.kind}"
        if fault.kind == "429":
            raise TooManyRequestsError(fault.retry_after)
        if fault.kind == "5xx":
            raise TelegramError(fault.status, _STATUS_WORDS.get(fault.status, "Bad Gateway"))
        if fault.kind == "timeout":
            await asyncio.sleep(fault.seconds)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _failed(error: TelegramError) -> web.Response:
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return web.json_response(error.to_json(), status=error.code, headers=headers)
