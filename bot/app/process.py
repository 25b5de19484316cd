"""What a process that serves people denies itself, and the lock that lets it serve alone."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.app.units_doctor import UnitFinding
from bot.errors import AlreadyRunningError
from bot.settings import Settings

DUMPABLE = 4  # PR_SET_DUMPABLE of <linux/prctl.h>
OTHERS_NOTHING = 0o077


def close_to_others() -> None:
    """Leave no core, be traced by nobody, and make no file that others may read.

    A core or a tracer would see the passphrase, an unlocked key and what people are writing.
    """
    os.umask(OTHERS_NOTHING)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DUMPABLE, 0, 0, 0, 0)


def open_to_others(settings: Settings) -> Iterator[UnitFinding]:
    """Yield what of the data folder and the settings other users of this machine may read."""
    folder = settings.data_dir
    found = [Path(".env"), folder, *sorted(folder.glob("*.sqlite3*"))]
    for path in found:
        if path.exists() and path.stat().st_mode & OTHERS_NOTHING:
            mode = "700" if path.is_dir() else "600"
            yield UnitFinding(
                is_red=False,
                sentence=f"Other users of this machine may read {path}. chmod {mode} {path}",
            )


@contextlib.contextmanager
def running_alone(settings: Settings) -> Iterator[None]:
    """Hold the data folder for each role that may run once; raise `AlreadyRunningError` if taken.

    The kernel lets go of a lock however the process ends. Workers of one webhook may be many.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.ExitStack() as stack:
        for role in _roles(settings):
            path = settings.data_dir / f"running-{role}.lock"
            file = stack.enter_context(path.open("a", encoding="utf-8"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunningError from None
        yield


def _roles(settings: Settings) -> Iterator[str]:
    if settings.delivery == "alone":
        yield "delivery"
    elif settings.webhook_url is None:
        tokens = {"public": settings.bot_token, "staff": settings.staff_bot_token}
        yield from (role for role, token in tokens.items() if token is not None)
