"""A language to write in: its locale for content, and its catalogue for the interface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from content.schema.outcomes import OutcomeLists


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """Where words come from; `gettext` is a chat's or one read from a file."""

    locale: str
    gettext: Callable[[str], str]
    lists: OutcomeLists
