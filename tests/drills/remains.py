"""Where in a database's files each row lies: what SQL does not tell, and a thief of disks reads."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

# A row's id, and by name the orders in which it stands.
Places = dict[str, dict[str, float]]
_PAGE_SIZE_AT, _FILE_HEADER, _LOG_HEADER, _FRAME_HEADER = 16, 100, 32, 24
_SEGMENT_ADDRESS_AT = 8


async def places_in(engine: AsyncEngine, folder: Path, table: str, ids: Sequence[str]) -> Places:
    """Return for each id the place of its row in its table, its pages and its log."""
    places: Places = {each: {} for each in ids}
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            await _ask_postgresql(connection, table, places)
            _put(places, "log", _in_segments(folder / "pg_wal", ids))
        else:
            await _ask_sqlite(connection, table, places)
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        _put(places, "pages", _in_pages(file, ids))
        _put(places, "log", _in_frames(file.with_name(f"{file.name}-wal"), ids))
    return places


async def _ask_postgresql(connection: AsyncConnection, table: str, places: Places) -> None:
    """Put the transaction that wrote each row, and where the row lies in the table's file."""
    statement = f"SELECT id, xmin::text::bigint, ctid::text FROM {table} ORDER BY ctid"  # noqa: S608 - our own table
    rows = (await connection.exec_driver_sql(statement)).all()
    _put(places, "rows", {row[0]: float(row[1]) for row in rows})
    _put(places, "pages", {row[0]: float(place) for place, row in enumerate(rows)})


async def _ask_sqlite(connection: AsyncConnection, table: str, places: Places) -> None:
    """Put the order in which a plain SELECT finds the rows."""
    rows = (await connection.exec_driver_sql(f"SELECT id FROM {table}")).all()  # noqa: S608
    _put(places, "rows", {row[0]: float(place) for place, row in enumerate(rows)})


def _put(places: Places, name: str, found: Mapping[str, float]) -> None:
    for each, place in found.items():
        if each in places:
            places[each][name] = place


def _in_pages(file: Path, ids: Iterable[str]) -> dict[str, float]:
    """SQLite fills a page from its end, so the row that came last lies first in it."""
    data = file.read_bytes()
    size = _page_size(data)
    return {
        each: float(at // size * size + size - at % size)
        for each in ids
        if (at := data.find(each.encode(), _FILE_HEADER)) >= 0
    }


def _in_frames(log: Path, ids: Sequence[str]) -> dict[str, float]:
    """Return the first frame of a write-ahead log that holds each id: the order of commits."""
    found: dict[str, float] = {}
    data = log.read_bytes() if log.exists() else b""
    if len(data) <= _LOG_HEADER:
        return found
    (size,) = struct.unpack_from(">I", data, 8)
    for start in range(_LOG_HEADER, len(data), size + _FRAME_HEADER):
        page = data[start + _FRAME_HEADER : start + _FRAME_HEADER + size]
        for each in ids:
            if each not in found and (at := page.find(each.encode())) >= 0:
                found[each] = float(start + size - at)
    return found


def _in_segments(folder: Path, ids: Sequence[str]) -> dict[str, float]:
    """Return where each id comes first in PostgreSQL's log, oldest segment first.

    A recycled segment has a new name and its old pages; these say where they belong.
    """
    found: dict[str, float] = {}
    for address, data in sorted(_segments(folder)):
        for each in ids:
            if each not in found and (at := data.find(each.encode())) >= 0:
                found[each] = float(address + at)
    return found


def _segments(folder: Path) -> Iterator[tuple[int, bytes]]:
    for path in folder.iterdir():
        if path.is_file() and len(path.name) == 24:
            data = path.read_bytes()
            yield struct.unpack_from("<Q", data, _SEGMENT_ADDRESS_AT)[0], data


def _page_size(data: bytes) -> int:
    (size,) = struct.unpack_from(">H", data, _PAGE_SIZE_AT)
    return 65_536 if size == 1 else int(size)
