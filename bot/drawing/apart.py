"""Pictures from strangers are decoded in a process of their own, which holds nothing to steal."""

from __future__ import annotations

import asyncio
import contextlib
import pathlib
import sys
import weakref
from asyncio.subprocess import DEVNULL, PIPE, Process

from bot.drawing.confined import Outcome
from bot.drawing.pictures import LARGEST_FILE
from bot.errors import NotAPictureError, PictureTooLargeError

AT_ONCE = 2
TIMEOUT = 30.0  # Seconds; the limit on processor time in the child is lower.
CHUNK = 65_536
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

    At most two run at once, each for at most `seconds`. Raises `PictureTooLargeError`, and
    `NotAPictureError` also when the child crashes, is killed or takes too long.
    """
    if len(data) > LARGEST_FILE:
        raise PictureTooLargeError
    loop = asyncio.get_running_loop()
    async with _turns.setdefault(loop, asyncio.Semaphore(AT_ONCE)):
        status, cleaned = await _run(data, command, seconds)
    if status == Outcome.TOO_LARGE:
        raise PictureTooLargeError
    if status != Outcome.CLEANED or not cleaned.startswith(JPEG_START):
        raise NotAPictureError
    return cleaned


async def _run(data: bytes, command: tuple[str, ...], seconds: float) -> tuple[int, bytes]:
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}, cwd="/", start_new_session=True
    )
    try:
        async with asyncio.timeout(seconds):
            cleaned = await _exchange(process, data)
            return await process.wait(), cleaned
    except TimeoutError as error:
        raise NotAPictureError from error
    finally:
        await _end(process)


async def _exchange(process: Process, data: bytes) -> bytes:
    assert process.stdin
    assert process.stdout
    _, cleaned = await asyncio.gather(_feed(process.stdin, data), _read(process.stdout))
    if len(cleaned) > LARGEST_FILE:
        process.kill()
    return cleaned


async def _feed(pipe: asyncio.StreamWriter, data: bytes) -> None:
    # A child that died before it read everything is judged by its exit status.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        pipe.write(data)
        await pipe.drain()
    pipe.close()


async def _read(pipe: asyncio.StreamReader) -> bytes:
    """Read to the end, or until it is more than a decent child would say."""
    chunks = bytearray()
    while len(chunks) <= LARGEST_FILE and (chunk := await pipe.read(CHUNK)):
        chunks += chunk
    return bytes(chunks)


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
