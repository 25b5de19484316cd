"""The words of a journey stand in one table, Chinese beside English."""

from __future__ import annotations

from collections.abc import Mapping

Table = Mapping[str, tuple[str, str]]


def words_in(locale: str, *tables: Table) -> dict[str, str]:
    """Return the words of one language by their names."""
    place = 0 if locale == "zh_Hans" else 1
    return {name: pair[place] for table in tables for name, pair in table.items()}
