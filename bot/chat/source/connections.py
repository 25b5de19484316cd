"""Ends connections that send no whole request: half-sent ones would hold sockets for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

SECONDS: Final = 15.0
MOST: Final = 200

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class _Line:
    """What one connection did last, and how many of its requests are being answered."""

    since: float
    answering: int = 0


class Impatience:
    """One for a server: gives it its middleware, and makes the protocols of its connections."""

    def __init__(self, *, seconds: float = SECONDS, most: int = MOST) -> None:
        self._seconds = seconds
        self._most = most
        self._lines: dict[asyncio.BaseProtocol, _Line] = {}

    def __len__(self) -> int:
        """Return how many connections are open."""
        return len(self._lines)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Read the request to its end within its time, and note that the connection is at work."""
        line = self._lines.get(request.protocol) or _Line(_now())
        line.answering += 1
        try:
            await self._read(request)
            return await handler(request)
        finally:
            line.answering, line.since = line.answering - 1, _now()

    async def _read(self, request: web.Request) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None

    def guard(self, make: Callable[[], Any]) -> Callable[[], asyncio.Protocol]:
        """Return what makes a protocol that is looked at until its connection is gone."""

        def guarded() -> asyncio.Protocol:
            if len(self._lines) >= self._most:
                self._end_oldest()
            protocol: web.RequestHandler = make()
            self._lines[protocol] = _Line(_now())
            asyncio.get_running_loop().call_later(self._seconds, self._look, protocol)
            return protocol

        return guarded

    def _look(self, protocol: Any) -> None:
        line, transport = self._lines[protocol], protocol.transport
        if transport is None or transport.is_closing():
            del self._lines[protocol]
            return
        if not line.answering and _now() - line.since >= self._seconds:
            transport.abort()
        asyncio.get_running_loop().call_later(self._seconds / 4, self._look, protocol)

    def _end_oldest(self) -> None:
        idle = [(line.since, each) for each, line in self._lines.items() if not line.answering]
        for _since, protocol in sorted(idle, key=lambda pair: pair[0])[:1]:
            transport = getattr(protocol, "transport", None)
            if transport is not None:
                transport.abort()


def _now() -> float:
    return asyncio.get_running_loop().time()
