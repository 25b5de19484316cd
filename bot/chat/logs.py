"""Logs that hold nothing of anybody: event names and counts of ours, no words of anyone else's.

A library's message or an exception's text may quote what a person wrote, an id or a token. So of
foreign records only origin and level are written, and of exceptions only types and code positions.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import traceback
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

MOST_CAUSES = 12
ALLOWED_FIELDS = frozenset(
    {
        "attempt",
        "bot",
        "count",
        "error",
        "event",
        "house",
        "kind",
        "level",
        "logger",
        "port",
        "seconds",
        "timestamp",
        "trace",
        "where",
    }
)


def configure_logs(path: Path | None = None, level: int = logging.INFO) -> TextIO:
    """Send every log, ours and the libraries', to one place (stderr, or a file) in one shape.

    Return that place, for whoever wants to close it before the process ends.
    """
    stream = sys.stderr if path is None else path.open("a", encoding="utf-8", buffering=1)
    quiet: Any = QuietStream(stream)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%MZ", utc=True),
            _strip_exception,
            _keep_allowed,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=quiet),
        cache_logger_on_first_use=False,
    )
    logging.root.handlers[:] = [ForeignHandler(level=logging.WARNING)]
    logging.root.setLevel(logging.WARNING)
    # It names update ids, which join a person to whatever was written at that moment.
    logging.getLogger("aiogram.event").setLevel(logging.CRITICAL)
    logging.captureWarnings(capture=True)
    return stream


class QuietStream:
    """Drops what cannot be written: a full disk must not keep an answer from anybody."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()


class ForeignHandler(logging.Handler):
    """Writes where a library's record came from, and none of its words."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger("foreign").log(
            record.levelno,
            "library_record",
            logger=record.name,
            where=f"{record.module}:{record.lineno}",
            trace=positions(error),
        )


def positions(error: BaseException | None) -> str | None:
    """Return types and code positions of an exception and its causes, not a word of its text."""
    parts: dict[int, str] = {}
    waiting = [error]
    while waiting and len(parts) < MOST_CAUSES:
        each = waiting.pop(0)
        if each is None or id(each) in parts:
            continue
        parts[id(each)] = _place(each)
        if isinstance(each, BaseExceptionGroup):
            waiting.extend(each.exceptions)
        waiting.append(each.__cause__ or each.__context__)
    return " ".join(parts.values()) or None


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = "<".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__}@{places}"


def _strip_exception(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    del logger, method
    info: Any = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()[1]
    if isinstance(info, tuple):
        info = info[1]
    if isinstance(info, BaseException):
        event["trace"] = positions(info)
    return event


def _keep_allowed(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    del logger, method
    return {key: value for key, value in event.items() if key in ALLOWED_FIELDS}
