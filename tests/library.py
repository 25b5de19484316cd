"""The content that comes with the program, read once a process."""

from __future__ import annotations

import functools

from content.library import Library
from content.loader import load


@functools.cache
def library() -> Library:
    return load()
