"""Nothing but the acceptance number follows the order of arrival."""

from __future__ import annotations

from sqlalchemy import inspect

from storage.reports import unit_of_work
from storage.reports.base import Base

assert unit_of_work, "its import brings in every model"


def test_no_primary_key_is_counted_up() -> None:
    for mapper in Base.registry.mappers:
        for column in inspect(mapper.class_).primary_key:
            assert column.autoincrement is False or column.type.python_type is str
