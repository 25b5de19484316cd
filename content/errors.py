"""What can be wrong with content."""

from __future__ import annotations


class ContentNotFoundError(LookupError):
    """No content of this kind has this id."""

    def __init__(self, kind: str, content_id: str) -> None:
        super().__init__(f"no {kind} '{content_id}'")
        self.kind, self.content_id = kind, content_id


class ContentError(Exception):
    """One fault in a content file, with what is wrong and what to do."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(path, line, message)
        self.path, self.line, self.message = path, line, message

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class ContentErrors(Exception):  # noqa: N818 - it holds several errors
    """All faults that one load found."""

    def __init__(self, errors: tuple[ContentError, ...]) -> None:
        super().__init__(errors)
        self.errors = errors

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class WorkbookRefusedError(Exception):
    """A workbook cannot be read; `where` is its file, sheet or cell, or empty for the file."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where
        self.message = message
