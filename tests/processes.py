"""`humen` in processes of its own, forked from one that has everything imported already."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cli import main

ENDS_WITHIN = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def humen(*arguments: str, environment: Mapping[str, str], folder: Path) -> Outcome:
    """Run the command in this environment and folder, and wait until it has ended."""
    with TemporaryDirectory() as told:
        process = start(*arguments, environment=environment, folder=folder, told=Path(told))
        return end_of(process, Path(told))


def start(
    *arguments: str, environment: Mapping[str, str], folder: Path, told: Path
) -> ForkServerProcess:
    """Start the command; what it says goes to the files `out` and `err` in `told`."""
    told.mkdir(exist_ok=True)
    for name in ("out", "err"):
        told.joinpath(name).touch()
    return forked(_play, arguments, dict(environment), str(folder), str(told))


def forked(target: Callable[..., None], *args: object) -> ForkServerProcess:
    """Call the target in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bot.app.commands", "bot.app.demo", "bot.app.staff_commands"])
    process = context.Process(target=target, args=args, daemon=True)
    process.start()
    return process


def end_of(process: ForkServerProcess, told: Path, within: float = ENDS_WITHIN) -> Outcome:
    process.join(within)
    if process.exitcode is None:
        process.kill()
        process.join()
    out, err = (told.joinpath(name).read_text("utf-8") for name in ("out", "err"))
    return Outcome(process.exitcode or 0, out, err)


def wait_for(words: str, process: ForkServerProcess, told: Path) -> None:
    """Wait until the running command has said these words on its standard output."""
    until = time.monotonic() + ENDS_WITHIN
    while process.is_alive() and time.monotonic() < until:
        if words in told.joinpath("out").read_text("utf-8"):
            return
        time.sleep(0.02)
    raise AssertionError(end_of(process, told, 0))


def _play(arguments: list[str], environment: dict[str, str], folder: str, told: str) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(Path(told, name), os.O_WRONLY), number)
    sys.argv = ["humen", *arguments]
    sys.stdout, sys.stderr = (os.fdopen(number, "w", buffering=1) for number in (1, 2))
    main()
