"""Kills a forked process just before its n-th write, as a power cut or kill -9 would."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CRASHED = 42
_MOST_WRITES = 400


def crashes(work: Callable[[], object], *more: tuple[object, str]) -> Iterator[int]:
    """Run the work again and again, each time one write further, until it is not interrupted.

    Yields after every crash, for the state to be looked at; `more` names other writes.
    """
    for at in range(1, _MOST_WRITES):
        if not _run(work, at, more):
            return
        yield at
    raise AssertionError("the work never ends")


def _run(work: Callable[[], object], at: int, more: tuple[tuple[object, str], ...]) -> bool:
    process = os.fork()
    if process == 0:
        _become_mortal(at, more)
        try:
            work()
        except BaseException:  # noqa: BLE001 - nothing of the test may go on in the child
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert code in {0, CRASHED}, "the work failed by itself"
    return code == CRASHED


def _become_mortal(at: int, more: tuple[tuple[object, str], ...]) -> None:
    left = at

    def mortal(owner: object, name: str) -> None:
        original: Callable[..., Any] = getattr(owner, name)

        def write(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os._exit(CRASHED)
            return original(*args, **kwargs)

        setattr(owner, name, write)

    writes = [(os, "fsync"), (Path, "replace"), (Path, "rename"), (Path, "unlink"), *more]
    for owner, name in writes:
        mortal(owner, name)
