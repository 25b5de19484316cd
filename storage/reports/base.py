"""The base of the reports house's models, and what all of its tables share."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from storage.kit.base import NAMING_CONVENTION

# SQLite would else number the rows as they come, and so join them to the order of arrival.
UNORDERED: dict[str, Any] = {"sqlite_with_rowid": False}


class Base(DeclarativeBase):
    """Every model of the reports database."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


def random_id() -> str:
    """Return 128 random bits in hexadecimal: an id that says nothing about when it was made."""
    return secrets.token_hex(16)
