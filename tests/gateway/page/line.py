"""A line between the browser and the gateway that a test can cut and mend."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit


class Line:
    """Passes bytes both ways until it is cut; while cut it hangs up on whoever calls."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.calls = 0
        self._open = True
        self._writers: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        self._open = False
        self.drop()

    def drop(self) -> None:
        """Hang up on all present calls; new ones pass."""
        for writer in self._writers:
            writer.transport.abort()

    def mend(self) -> None:
        self._open = True

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.calls += 1
        if not self._open:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)
        both = {writer, far_writer}
        self._writers |= both
        try:
            await asyncio.gather(_pass(reader, far_writer), _pass(far_reader, writer))
        finally:
            self._writers -= both
            for each in both:
                each.transport.abort()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.transport.abort()
    except (ConnectionError, OSError):
        writer.transport.abort()


@asynccontextmanager
async def open_line(base_url: str) -> AsyncIterator[tuple[Line, str]]:
    """Yield the line and the address at its near end."""
    line = Line(urlsplit(base_url).port or 80)
    server = await asyncio.start_server(line.connect, "127.0.0.1", 0)
    try:
        yield line, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        line.cut()
        await server.wait_closed()
