"""Files from strangers are read in a process of their own, which holds nothing to steal."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pathlib
import signal
import sys
import weakref
from subprocess import DEVNULL, PIPE

from bot.drawing.media.kinds import LARGEST_FILE, CleanFile, Family, Kind, recognise
from bot.drawing.outcomes import CLEANED, REFUSALS, REFUSED
from bot.errors import (
    DamagedFileError,
    FileTooLargeError,
    NoRoomError,
    NotAPictureError,
    PictureTooLargeError,
    UnsupportedFileError,
)

AT_ONCE = 2
PATIENCE = 60.0  # Seconds that a file waits for its turn, before it is refused kindly.
TIMEOUT = 40.0  # Seconds; the limit on processor time in the child is lower.
KILLED = -signal.SIGKILL
JPEG = "image/jpeg"
FAMILIES = {  # What a clean file of each kind is itself made of.
    Kind.PICTURE: Family.PICTURES,
    Kind.VIDEO: Family.RECORDINGS,
    Kind.SOUND: Family.RECORDINGS,
    Kind.DOCUMENT: Family.DOCUMENTS,
}
JPEG_START = b"\xff\xd8\xff"
ROOT = str(pathlib.Path(__file__).parents[2])
# An isolated interpreter looks for modules in its own places only, so it is told of this one.
START = "import sys; sys.path.insert(0, sys.argv[1]); from bot.drawing.confined import main; "
COMMAND = (sys.executable, "-I", "-c", START + "sys.exit(main())", ROOT)

_turns: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = (
    weakref.WeakKeyDictionary()
)


async def clean_picture_apart(
    data: bytes, *, command: tuple[str, ...] = COMMAND, seconds: float = TIMEOUT
) -> bytes:
    """Clean a picture as `clean_picture` does, but in a confined child process.

    At most two children run at once, each for at most `seconds`; who waits for them too long gets
    `NoRoomError`. Raises `PictureTooLargeError`,
    and `NotAPictureError` also when the child crashes, is killed or takes too long.
    """
    if len(data) > LARGEST_FILE:
        raise PictureTooLargeError
    signature = recognise(data)
    is_heif = signature is not None and signature.family is Family.HEIF
    family = Family.HEIF if is_heif else Family.PICTURES
    status, cleaned = await _in_turn(data, (*command, family), seconds)
    if status == REFUSALS[FileTooLargeError]:
        raise PictureTooLargeError
    if CLEANED.get(status) != JPEG or not cleaned.startswith(JPEG_START):
        raise NotAPictureError
    return cleaned


async def clean_file_apart(
    data: bytes, *, command: tuple[str, ...] = COMMAND, seconds: float = TIMEOUT
) -> CleanFile:
    """Clean a file as `clean_file` does, but in a confined child process.

    Only the first bytes are looked at here, to tell which cleaner the child shall load. Raises
    a `FileError`; a child that crashes, is killed or takes too long is a `DamagedFileError`.
    """
    if len(data) > LARGEST_FILE:
        raise FileTooLargeError
    signature = recognise(data)
    if signature is None:
        raise UnsupportedFileError
    status, cleaned = await _in_turn(data, (*command, signature.family), seconds)
    if status in REFUSED:
        raise REFUSED[status]
    media_type = CLEANED.get(status)
    made = recognise(cleaned)
    if media_type is None or made is None or made.family != FAMILIES[Kind.of(media_type)]:
        raise DamagedFileError
    return CleanFile(kind=Kind.of(media_type), media_type=media_type, data=cleaned)


async def _in_turn(data: bytes, command: tuple[str, ...], seconds: float) -> tuple[int, bytes]:
    loop = asyncio.get_running_loop()
    turns = _turns.setdefault(loop, asyncio.Semaphore(AT_ONCE))
    try:
        await asyncio.wait_for(turns.acquire(), PATIENCE)
    except TimeoutError:
        raise NoRoomError from None
    try:
        status, cleaned = await _run(data, command, seconds)
    finally:
        turns.release()
    return KILLED if status is None else status, cleaned


async def _run(data: bytes, command: tuple[str, ...], seconds: float) -> tuple[int | None, bytes]:
    """Start the child without our environment, and see that it is gone in every case."""
    child, exchange = await asyncio.get_running_loop().subprocess_exec(
        _Exchange,
        *command,
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        exchange.send(data)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(exchange.ended.wait(), seconds)
    finally:
        exchange.kill()
        child.close()
        await exchange.ended.wait()
    return child.get_returncode(), bytes(exchange.received)


class _Exchange(asyncio.SubprocessProtocol):
    """Writes to the child, collects what it answers, and knows when process and pipes ended."""

    def __init__(self) -> None:
        self.received = bytearray()
        self.ended = asyncio.Event()
        self._child: asyncio.SubprocessTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.SubprocessTransport)
        self._child = transport

    def send(self, data: bytes) -> None:
        pipe = self._child and self._child.get_pipe_transport(0)
        assert isinstance(pipe, asyncio.WriteTransport)
        pipe.write(data)
        pipe.write_eof()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        assert fd == 1
        self.received += data
        if len(self.received) > LARGEST_FILE:
            self.kill()

    def connection_lost(self, _error: Exception | None) -> None:
        self.ended.set()

    def kill(self) -> None:
        """Kill a child that has not ended, with all it may have started."""
        if self._child and self._child.get_returncode() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._child.get_pid(), signal.SIGKILL)
