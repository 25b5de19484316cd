"""The child process that cleans one picture: bytes in by one pipe, a JPEG out by the other.

Before it reads, it gives up what an attacker inside the decoder would want: memory and processor
time beyond a limit, new files and sockets (no descriptor is left for one), writing to files, core
dumps, all capabilities and, by a user and a network namespace of its own, the network. Namespaces
are refused by some kernels and container engines and unknown outside Linux; then the lack of
descriptors alone keeps it off the network.
"""

from __future__ import annotations

import contextlib
import ctypes
import enum
import io
import resource
import sys
import warnings

from PIL import ExifTags, Image

from bot.drawing.pictures import FORMATS, LARGEST_FILE, clean_picture
from bot.errors import NotAPictureError, PictureTooLargeError

MEMORY = 1024**3
SECONDS = 15
NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000  # CLONE_NEWUSER | CLONE_NEWNET of <linux/sched.h>
NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS of <linux/prctl.h>
CAPABILITY_VERSION = 0x20080522  # _LINUX_CAPABILITY_VERSION_3 of <linux/capability.h>
LIMITS = {
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_NOFILE: 3,
}


class Outcome(enum.IntEnum):
    """The exit status; any other, a signal's too, stands for a decoder that failed."""

    CLEANED = 0
    NOT_A_PICTURE = 3
    TOO_LARGE = 4


def main() -> int:
    warnings.simplefilter("ignore")
    rehearse()
    confine()
    try:
        cleaned = clean_picture(sys.stdin.buffer.read(LARGEST_FILE + 1))
    except PictureTooLargeError:
        return Outcome.TOO_LARGE
    except NotAPictureError:
        return Outcome.NOT_A_PICTURE
    sys.stdout.buffer.write(cleaned)
    return Outcome.CLEANED


def rehearse() -> None:
    """Clean a dot of every format, so that Pillow loads now what it will not be able to later."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    for name in ("MPO", *FORMATS):
        dot = io.BytesIO()
        Image.new("RGB", (2, 1)).save(dot, name, exif=exif)
        clean_picture(dot.getvalue())


def confine() -> None:
    """Give up for good, in this process, what decoding does not need."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        libc.unshare(NEW_USER_AND_NETWORK)
        libc.capset((ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)())
    for kind, wanted in LIMITS.items():
        _, allowed = resource.getrlimit(kind)
        limit = wanted if allowed == resource.RLIM_INFINITY else min(wanted, allowed)
        # Linux takes every one of these limits; other systems may not know one of them.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit, limit))
