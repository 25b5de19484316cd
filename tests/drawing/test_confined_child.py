"""A decoder that was taken over, as an unprivileged user, reaches neither the bot nor anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.drawing.apart import ROOT

# The bot holds a secret; its child, once confined, plays whoever broke into the decoder. As root
# both become somebody without rights first, whom the interpreter's own folders may be shut to.
STAGE = """
import sys; sys.path.insert(0, sys.argv[1])
import ctypes, os, pathlib, socket
from bot.app.process import DUMPABLE, close_to_others
from bot.drawing import confined
libc = ctypes.CDLL(None, use_errno=True)
secret = ctypes.create_string_buffer(b"the passphrase")
guarded, refused = sys.argv[2] == "guarded", sys.argv[3] == "refused"
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
if refused:
    assert libc.unshare(0x10000000) == 0
    pathlib.Path("/proc/sys/user/max_user_namespaces").write_bytes(b"0")
libc.prctl(DUMPABLE, 1, 0, 0, 0)
if guarded:
    close_to_others()
bot, ours = os.getpid(), ctypes.addressof(secret)

class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]

def read_memory():
    found = ctypes.create_string_buffer(14)
    here, there = Piece(ctypes.addressof(found), 14), Piece(ours, 14)
    got = libc.process_vm_readv(bot, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    return got == 14 and found.raw == b"the passphrase"

def trace():
    return libc.ptrace(0x4206, bot, None, None) == 0  # PTRACE_SEIZE: nobody is stopped

def attempt(what):
    try:
        return bool(what())
    except OSError:
        return False

def fork():
    if os.fork() == 0:
        os._exit(0)
    return True

def after_closing(what):
    def act():
        os.close(2)
        return what()
    return act

WAYS = {
    "memory": read_memory,
    "trace": trace,
    "environment": lambda: open(f"/proc/{bot}/environ", "rb").read(),
    "descriptors": lambda: os.listdir(f"/proc/{bot}/fd"),
    "file": after_closing(lambda: open("/etc/passwd")),
    "socket": lambda: socket.socket(),
    "pipe": os.pipe,
    "fork": fork,
    "program": lambda: os.execv("/bin/true", ["true"]) or True,
}

def child(name):
    if guarded:
        confined.confine()
    os._exit(42 if attempt(WAYS[name]) else 0)

for name in WAYS:
    pid = os.fork()
    if pid == 0:
        child(name)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, os.WUNTRACED)[1])
    print(name, code)
"""


def play(*, guarded: bool, refused: bool) -> dict[str, int]:
    """Return how each way ended: 42 where the secret, or what is beyond the child, was reached."""
    words = ["guarded" if guarded else "open", "refused" if refused else "allowed"]
    command = [sys.executable, "-I", "-c", STAGE, ROOT, *words]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    lines = (line.split() for line in ended.stdout.splitlines())
    return {name: int(code) for name, code in lines}


@pytest.mark.parametrize("refused", [False, True], ids=["namespaces", "no namespaces"])
def test_whoever_broke_into_the_decoder_reaches_nothing(*, refused: bool) -> None:
    ended = play(guarded=True, refused=refused)
    assert len(ended) == 9
    # A program that is started finds no descriptor for its libraries, and ends at once.
    assert ended.pop("program") != 42
    assert set(ended.values()) == {0}, ended


def test_without_the_guard_the_same_attempts_reach_it() -> None:
    ended = play(guarded=False, refused=False)
    assert {"memory", "trace", "environment", "descriptors", "file", "socket", "pipe", "fork"} <= {
        name for name, code in ended.items() if code == 42
    }


def test_a_bot_that_is_killed_by_a_fault_leaves_no_core(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import os, resource\n"
        "hard = resource.getrlimit(resource.RLIMIT_CORE)[1]\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))\n"
        "from bot.app.process import close_to_others; close_to_others(); os.abort()"
    )
    command = [sys.executable, "-I", "-c", code, ROOT]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert ended.returncode == -6
    assert not list(tmp_path.iterdir())
