"""The metadata of the education database."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from storage.kit.base import NAMING_CONVENTION


class Base(DeclarativeBase):
    """Every model of this house."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
