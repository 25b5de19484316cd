"""The metadata of the education database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from storage.kit.base import NAMING_CONVENTION

# SQLite would else number the rows as they come. Beside the gaps that reports leave between the
# ids of updates, that order told who was there just before a report (tests/drills/linker.py).
UNORDERED: dict[str, Any] = {"sqlite_with_rowid": False}


class Base(DeclarativeBase):
    """Every model of this house."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
