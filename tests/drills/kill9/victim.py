"""The bots as a process of its own that dies at a chosen point: `python -m tests.drills.kill9.victim`.

Importing takes seconds, so this process imports once and forks each victim. It reads lines of
JSON: `{"start": {environment}}` forks and answers with the child's id, `{"wait": id}` answers with
the signal that ended it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from bot.app import public, shelves, staff
from bot.app.commands import run_application
from tests.drills.kill9.points import install_points

IMPORTED_BEFORE_THE_FORK = (public, staff)


def warm_up() -> None:
    """Read the content once for all children."""
    shelves.library()
    shelves.guard()


def start(environment: dict[str, str]) -> int:
    child = os.fork()
    if child:
        return child
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)
    os.environ.update(environment)
    install_points(Path(environment["DRILL_POINT_FILE"]))
    code = 1
    try:
        run_application()
        code = 0
    finally:
        os._exit(code)


def wait(child: int) -> int:
    _child, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)


def say(answer: int | str) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    warm_up()
    say("warm")
    for line in sys.stdin:
        (verb, value), *_none = json.loads(line).items()
        say(start(value) if verb == "start" else wait(value))


if __name__ == "__main__":
    main()
