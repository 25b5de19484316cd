"""What a thief of everything but the staff's private keys holds, table by table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.reports.base import Base
from storage.reports.kinds import cut_to_hour
from tests.drills.remains import Places

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StolenTip:
    """All that rows and files say of one tip; `orders` are things that may follow its arrival."""

    id: str
    hour: datetime
    orders: Mapping[str, float]
    moments: Mapping[str, datetime]
    numbers: Mapping[str, int]
    everything: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What the education house says of a learner: when, and in which orders of rows."""

    user: int
    moment: datetime
    places: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loot:
    """Both houses, and who used the bot in which hour."""

    tips: Sequence[StolenTip]
    visits: Sequence[Visit]
    updates: Sequence[tuple[int, datetime]]
    active: Mapping[datetime, Sequence[int]]
    visits_by_hour: Mapping[datetime, Sequence[Visit]] = field(init=False)

    def __post_init__(self) -> None:
        found: dict[datetime, list[Visit]] = defaultdict(list)
        for visit in self.visits:
            found[cut_to_hour(visit.moment)].append(visit)
        object.__setattr__(self, "visits_by_hour", found)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Houses:
    """What the thief goes through; `outbox` and `places` are what he saw there."""

    reports: AsyncEngine
    education: AsyncEngine
    files: Path
    outbox: Sequence[Row]
    places: Places


async def read_table(engine: AsyncEngine, table: str) -> list[Row]:
    async with engine.connect() as connection:
        rows = (await connection.exec_driver_sql(f"SELECT * FROM {table}")).mappings().all()  # noqa: S608 - our own table
        return [dict(row) for row in rows]


async def steal(houses: Houses, active: Mapping[datetime, Sequence[int]]) -> Loot:
    """Read both databases and the folder of sealed files."""
    # Every table that hangs on a tip, also those that come later.
    names = [table.name for table in Base.metadata.sorted_tables if "tip_id" in table.c]
    rows = [row for name in names for row in await read_table(houses.reports, name)]
    return Loot(
        tips=[_tip(tip, rows, houses) for tip in await read_table(houses.reports, "tips")],
        visits=await _visits(houses),
        updates=sorted(
            (row["update_id"], moment_in(row["applied_at"]))
            for row in await read_table(houses.education, "applied_updates")
        ),
        active=active,
    )


async def _visits(houses: Houses) -> list[Visit]:
    learners = await read_table(houses.education, "learners")
    chats = {row["id"]: row["chat_id"] for row in learners}
    return [
        Visit(
            user=chats[row["learner_id"]],
            moment=moment_in(row["started_at"]),
            places=houses.places.get(row["id"], {}),
        )
        for row in await read_table(houses.education, "attempts")
    ]


def _tip(tip: Row, rows: Sequence[Row], houses: Houses) -> StolenTip:
    own = [row for row in rows if row["tip_id"] == tip["id"]]
    cards = [row for row in houses.outbox if tip["id"] in str(row["payload"])]
    known = {f"tip.{name}": value for name, value in tip.items()}
    for index, row in enumerate([*own, *cards]):
        known |= {f"row{index}.{name}": value for name, value in row.items()}
    orders = {"acceptance": float(tip["acceptance"]), **houses.places.get(tip["id"], {})}
    moments = {name: found for name, value in known.items() if (found := _moment(value))}
    for row in cards[:1]:
        moments["due"] = moment_in(row["due_at"])
        orders["due"] = moments["due"].timestamp()
    for name in [row["name"] for row in own if "name" in row and "sequence" in row][:1]:
        status = (houses.files / name).stat()
        orders |= {"change of file": float(status.st_ctime_ns), "inode": float(status.st_ino)}
        moments["time of file"] = datetime.fromtimestamp(status.st_mtime, UTC)
    return StolenTip(
        id=tip["id"],
        hour=moment_in(tip["hour"]),
        orders=orders,
        moments={name: moments[name] for name in moments if name.startswith(("tip", "due", "t"))},
        numbers={name: value for name, value in known.items() if isinstance(value, int)},
        everything=b"\n".join(_bytes(value) for value in known.values()),
    )


def moment_in(value: object) -> datetime:
    """Return the moment in a column of either database."""
    found = _moment(value)
    assert found is not None
    return found


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if ":" in value else None
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
