"""Where the logs of the application go while a test runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.chat.logs import configure_logs


@contextmanager
def logging_to(log: Path) -> Iterator[None]:
    """Write the logs of this process into a file until the block ends."""
    with configure_logs(log):
        try:
            yield
        finally:
            configure_logs()
