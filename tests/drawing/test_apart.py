"""The child holds nothing, reaches nothing, and cannot take the bot down with it."""

from __future__ import annotations

import asyncio
import io
import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest
from PIL import Image

from bot.drawing.apart import COMMAND, ROOT, clean_picture_apart
from bot.drawing.pictures import clean_picture
from bot.errors import NotAPictureError

CONFINED = "import sys; sys.path.insert(0, sys.argv[1]); from bot.drawing import confined; "


def jpeg() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(stream, "JPEG")
    return stream.getvalue()


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-c", code, ROOT)


def run_confined(attempt: str) -> subprocess.CompletedProcess[bytes]:
    """Run one statement after the limits are set, with sockets and files already imported."""
    code = f"{CONFINED}import socket, os, time; confined.confine()\n{attempt}\nprint('done')"
    return subprocess.run(python(code), capture_output=True, timeout=60, check=False)


def may_unshare() -> bool:
    command = shutil.which("unshare")
    return (
        command is not None
        and subprocess.run([command, "-rn", "true"], check=False).returncode == 0
    )


@pytest.fixture
def children() -> Callable[[], set[str]]:
    """Return what lists the processes that this one has started since."""
    listed = pathlib.Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = set(listed.read_text(encoding="ascii").split())
    return lambda: set(listed.read_text(encoding="ascii").split()) - before


@pytest.mark.parametrize(
    ("family", "library"),
    [("pictures", "PIL.Image"), ("recordings", "av"), ("documents", "pypdfium2")],
)
def test_the_child_loads_neither_the_bot_library_nor_the_event_loop(
    family: str, library: str
) -> None:
    code = f"{CONFINED}confined.load('{family}').rehearse(); print(*sys.modules)"
    listed = subprocess.run(python(code), capture_output=True, timeout=60, check=True).stdout
    loaded = set(listed.decode().split())
    assert library in loaded
    assert len(loaded & {"PIL.Image", "av", "pypdfium2"}) == 1 + (family == "documents")
    assert not loaded & {"aiogram", "asyncio", "sqlalchemy", "nacl", "socket"}


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "open('/etc/passwd')",
        "open('/tmp/humen-leak', 'w')",
        "os.pipe()",
        "bytearray(2 * 1024**3)",
    ],
)
def test_what_it_does_not_need_is_refused(attempt: str) -> None:
    ended = run_confined(attempt)
    assert ended.returncode == 1
    assert b"done" not in ended.stdout


def test_what_it_needs_is_left() -> None:
    ended = run_confined("bytearray(200 * 1024**2)")
    assert (ended.returncode, ended.stdout) == (0, b"done\n")


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
def test_no_capability_is_left() -> None:
    code = (
        f"{CONFINED}status = open('/proc/self/status'); confined.confine(); print(status.read())"
    )
    ended = subprocess.run(python(code), capture_output=True, timeout=60, check=True)
    assert b"CapEff:\t0000000000000000" in ended.stdout
    assert b"NoNewPrivs:\t1" in ended.stdout


@pytest.mark.skipif(not may_unshare(), reason="namespaces are refused here")
def test_the_network_is_another_one() -> None:
    code = f"{CONFINED}import os; confined.confine(); print(os.readlink('/proc/self/ns/net'))"
    ended = subprocess.run(python(code), capture_output=True, timeout=60, check=True)
    assert ended.stdout.startswith(b"net:[")
    assert ended.stdout.strip() != os.fsencode(pathlib.Path("/proc/self/ns/net").readlink())


async def test_the_environment_stays_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUMEN_BOT_TOKEN", "42:secret")
    code = "import os, sys; sys.stdin.buffer.read(); print('\\xff\\xd8\\xff', *os.environ)"
    telling = python(f"import sys; sys.stdout.reconfigure(encoding='latin-1'); {code}")
    answer = await clean_picture_apart(jpeg(), command=telling)
    assert set(answer.split()[1:]) <= {b"LC_CTYPE"}


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.kill(os.getpid(), 11)",
        "import os; os._exit(1)",
        "raise SystemExit",
        "import sys; sys.stdin.buffer.read(); print('no picture')",
        "import sys\nwhile True: sys.stdout.buffer.write(bytes(65536))",
        "import sys; sys.stdin.close(); sys.stdout.close()",
    ],
)
async def test_a_child_that_fails_in_any_way_means_not_a_picture(
    code: str, children: Callable[[], set[str]]
) -> None:
    with pytest.raises(NotAPictureError):
        await clean_picture_apart(jpeg() * 500, command=python(code))
    assert not children()


async def test_a_child_that_hangs_is_killed_in_time(children: Callable[[], set[str]]) -> None:
    with pytest.raises(NotAPictureError):
        await clean_picture_apart(
            jpeg(), command=python("import time; time.sleep(60)"), seconds=0.3
        )
    assert not children()


async def test_a_cancelled_cleaning_leaves_no_child(children: Callable[[], set[str]]) -> None:
    hanging = python("import time; time.sleep(60)")
    task = asyncio.create_task(clean_picture_apart(jpeg(), command=hanging))
    for _ in range(1000):
        if children():
            break
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not children()


async def test_at_most_two_run_at_once(children: Callable[[], set[str]]) -> None:
    most = 0
    task = asyncio.gather(*(clean_picture_apart(jpeg()) for _ in range(8)))
    while not task.done():
        most = max(most, len(children()))
        await asyncio.sleep(0.005)
    assert set(await task) == {clean_picture(jpeg())}
    assert 1 <= most <= 2


def test_the_command_takes_nothing_from_where_the_bot_was_started() -> None:
    assert COMMAND[:2] == (sys.executable, "-I")
