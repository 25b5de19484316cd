"""A log that can be read, and is closed again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot.chat.logs import configure_logs

Log = Callable[[], str]


@pytest.fixture(autouse=True)
def log(tmp_path: Path) -> Iterator[Log]:
    """Send all logs to a file; what is yielded reads it."""
    path = tmp_path / "humen.log"
    handlers = logging.root.handlers[:]
    stream = configure_logs(path)
    yield lambda: path.read_text("utf-8")
    structlog.reset_defaults()
    logging.captureWarnings(capture=False)
    logging.root.handlers[:] = handlers
    stream.close()
