"""The child process that cleans one file: bytes in by one pipe, a clean file out by the other.

Before it reads, it gives up what an attacker inside the decoder would want: memory and processor
time beyond a limit, new files and sockets (it may open no descriptor at all), writing to files,
core dumps and tracers, all capabilities and, by a user and a network namespace of its own, the
network. Namespaces are refused by some kernels and container engines and unknown outside Linux;
then the lack of descriptors alone keeps it off the network, and the bot, which lets nobody trace
it, stays out of its reach.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import resource
import sys
import warnings
from typing import Protocol, cast

from bot.drawing.media.kinds import LARGEST_FILE, CleanFile, Family
from bot.drawing.outcomes import REFUSALS, STATUSES
from bot.errors import FileError

MEMORY = 1024**3
SECONDS = 25
FEW_THREADS = 8
NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000  # CLONE_NEWUSER | CLONE_NEWNET of <linux/sched.h>
DUMPABLE = 4  # PR_SET_DUMPABLE of <linux/prctl.h>: the child beside it reads another's file.
NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS of <linux/prctl.h>
CAPABILITY_VERSION = 0x20080522  # _LINUX_CAPABILITY_VERSION_3 of <linux/capability.h>
LIMITS = {
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_NOFILE: 0,  # With 3, closing one of its own would make room for another.
}


class Cleaner(Protocol):
    """What each cleaner's module offers."""

    def clean(self, data: bytes, /) -> CleanFile: ...

    def rehearse(self) -> None:
        """Clean something small, so that all is loaded that later cannot be."""


def main() -> int:
    warnings.simplefilter("ignore")
    cleaner = load(sys.argv[2])
    cleaner.rehearse()
    confine(threads=sys.argv[2] == Family.HEIF)
    try:
        cleaned = cleaner.clean(sys.stdin.buffer.read(LARGEST_FILE + 1))
    except FileError as error:
        return REFUSALS[type(error)]
    sys.stdout.buffer.write(cleaned.data)
    return STATUSES[cleaned.media_type]


def load(family: str) -> Cleaner:
    """Import the one cleaner that is needed, with its libraries."""
    return cast("Cleaner", importlib.import_module(f"bot.drawing.media.{Family(family)}"))


def confine(*, threads: bool = False) -> None:
    """Give up for good, in this process, what decoding does not need.

    Where `threads` are needed, their number is limited in a user namespace of our own; without
    one the limit would count all that the bot's user runs, so there is none.
    """
    alone = False
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        alone = libc.unshare(NEW_USER_AND_NETWORK) == 0
        libc.capset((ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)())
        libc.prctl(DUMPABLE, 0, 0, 0, 0)
    for kind, wanted in LIMITS.items():
        if threads and kind == resource.RLIMIT_NPROC:
            if alone:
                _limit(kind, FEW_THREADS)
        else:
            _limit(kind, wanted)


def _limit(kind: int, wanted: int) -> None:
    _, allowed = resource.getrlimit(kind)
    limit = wanted if allowed == resource.RLIM_INFINITY else min(wanted, allowed)
    # Linux takes every one of these limits; other systems may not know one of them.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (limit, limit))
