"""Raised when a caller asks for content that does not exist."""

from __future__ import annotations


class ContentNotFoundError(LookupError):
    """No content of this kind has this id."""

    def __init__(self, kind: str, content_id: str) -> None:
        super().__init__(f"no {kind} '{content_id}'")
        self.kind, self.content_id = kind, content_id
