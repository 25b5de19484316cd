"""What a text that cannot be formatted raises."""

from __future__ import annotations


class MarkupError(Exception):
    """A text or its entities are refused; `str()` is the whole `description` of Telegram's 400."""


def unparsable(reason: str) -> MarkupError:
    return MarkupError(f"Bad Request: can't parse entities: {reason}")
