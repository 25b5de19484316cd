"""Half-sent requests hold no connection for long, and there are never more than so many."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from aiohttp import web

from bot.chat.source.connections import Impatience

HALVES = (
    b"",
    b"POST /public HTTP/1.1\r\nHost: x\r\nX-",
    b"POST /public HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\n{",
)
WHOLE = b"POST /public HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"


@asynccontextmanager
async def serving(impatience: Impatience, gate: asyncio.Event | None = None) -> AsyncIterator[int]:
    async def answer(request: web.Request) -> web.Response:
        if gate is not None:
            await gate.wait()
        return web.Response(text=await request.text())

    application = web.Application(middlewares=[impatience.middleware])
    application.router.add_post("/public", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    assert runner.server is not None
    loop = asyncio.get_running_loop()
    server = await loop.create_server(impatience.guard(runner.server), "127.0.0.1", 0)
    yield int(server.sockets[0].getsockname()[1])
    server.close()
    await runner.cleanup()


async def becomes(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 - a transport tells nobody
            await asyncio.sleep(0.02)


async def test_half_sent_requests_end_and_what_is_at_work_does_not() -> None:
    impatience, gate = Impatience(seconds=0.4), asyncio.Event()
    async with serving(impatience, gate) as port:
        slow_reader, slow_writer = await asyncio.open_connection("127.0.0.1", port)
        slow_writer.write(WHOLE)
        halves = [await asyncio.open_connection("127.0.0.1", port) for _ in range(30)]
        for place, (_reader, writer) in enumerate(halves):
            writer.write(HALVES[place % len(HALVES)])
        await becomes(lambda: len(impatience) == 1)
        gate.set()
        assert b" 200 " in await asyncio.wait_for(slow_reader.readline(), 5)
        for _reader, writer in [*halves, (slow_reader, slow_writer)]:
            writer.close()
        await becomes(lambda: len(impatience) == 0)


async def test_of_too_many_connections_the_oldest_idle_one_goes() -> None:
    impatience = Impatience(seconds=60, most=5)
    async with serving(impatience) as port:
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(WHOLE)
        assert b" 200 " in await asyncio.wait_for(reader.readline(), 5)
        first, _writer = idle[0]
        with suppress(ConnectionResetError):
            assert await asyncio.wait_for(first.read(), 5) == b""
        for _reader, each in [*idle, (reader, writer)]:
            each.close()
