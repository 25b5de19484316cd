"""What somebody who can write to the database may do to the audit, but for the writer's key."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import column, delete, insert, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.reports.staff.audit.rules import AuditKind, Bound
from storage.kit.base import UTCDateTime
from storage.reports.audit import AuditRow
from storage.vault.audit import GENESIS, append
from storage.vault.signing import Writer

COLUMNS = [each.name for each in AuditRow.__table__.columns]
# The model's own column would cut a moment to its hour, which an attacker does not.
TABLE = table(
    "audit_entries",
    *(
        column(each.name, UTCDateTime() if each.name == "hour" else each.type)
        for each in AuditRow.__table__.columns
    ),
)
Row = dict[str, Any]


@dataclass(frozen=True)
class Attack:
    """Turns the rows into others, and whether only a later head can show it."""

    name: str
    act: Callable[[list[Row], random.Random], list[Row]]
    needs_head: bool = False


async def read_rows(session: AsyncSession) -> list[Row]:
    statement = select(TABLE).order_by(TABLE.c.position)
    return [dict(row) for row in (await session.execute(statement)).mappings()]


async def write_rows(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Put these rows in place of what is there."""
    await session.execute(delete(TABLE))
    if rows:
        await session.execute(insert(TABLE), list(rows))


def first_difference(before: Sequence[Row], after: Sequence[Row]) -> int:
    """Return the place, from 1, of the first entry that is not as it was."""
    pairs = zip(before, after, strict=False)
    found = (place for place, (old, new) in enumerate(pairs, start=1) if old != new)
    return next(found, min(len(before), len(after)) + 1)


def edit(name: str) -> Attack:
    def act(rows: list[Row], source: random.Random) -> list[Row]:
        place = source.randrange(len(rows))
        value = another_value(name, rows, place, source)
        changed = [dict(row) for row in rows]
        changed[place][name] = value
        return sorted(changed, key=lambda row: row["position"])

    return Attack(f"edit {name}", act)


def another_value(name: str, rows: list[Row], place: int, source: random.Random) -> Any:
    """Return a value that the column takes and that is not the present one."""
    present = rows[place][name]
    match name:
        case "position":
            return source.choice([0, -1, len(rows) + 1, len(rows) + source.randrange(2, 99)])
        case "kind":
            choices: list[Any] = [kind.value for kind in AuditKind]
        case "unit_id":
            choices = ["qianjiang", "xiantao", "tianmen", ""]
        case "staff_id":
            choices = ["a" * 32, "b" * 32, "c" * 32, "", None]
        case "tip_number":
            choices = ["7K3M-9Q2C", "0000-0000", "", None]
        case "detail":
            choices = ["verified", "unverified", "from:asked", "1", ""]
        case "hour":
            shifts = [timedelta(hours=1), timedelta(seconds=1), timedelta(days=-400)]
            choices = [present + shift for shift in shifts]
        case _:
            flipped = bytearray(present)
            flipped[source.randrange(len(flipped))] ^= 1 << source.randrange(8)
            choices = [bytes(flipped), bytes(len(present)), *(row[name] for row in rows)]
    return source.choice([choice for choice in choices if choice != present])


def remove(rows: list[Row], source: random.Random) -> list[Row]:
    place = source.randrange(len(rows) - 1)
    return rows[:place] + rows[place + 1 :]


def remove_and_close_up(rows: list[Row], source: random.Random) -> list[Row]:
    return numbered(remove(rows, source))


def swap(rows: list[Row], source: random.Random) -> list[Row]:
    one, other = source.sample(range(len(rows)), 2)
    changed = list(rows)
    changed[one], changed[other] = changed[other], changed[one]
    return numbered(changed)


def truncate(rows: list[Row], source: random.Random) -> list[Row]:
    return rows[: source.randrange(len(rows))]


def behead(rows: list[Row], source: random.Random) -> list[Row]:
    return rows[source.randrange(1, len(rows) - 1) :]


def insert_copy(rows: list[Row], source: random.Random) -> list[Row]:
    place = source.randrange(len(rows) + 1)
    return numbered([*rows[:place], dict(source.choice(rows)), *rows[place:]])


def insert_forged(rows: list[Row], source: random.Random) -> list[Row]:
    """Put in an entry of another writer, linked to the one before as it should be."""
    place = source.randrange(len(rows) + 1)
    previous = rows[place - 1]["digest"] if place else GENESIS
    new = dict(source.choice(rows), position=place + 1, detail="forged")
    linked = link(new, previous, Writer.create())
    return numbered([*rows[:place], linked, *rows[place:]])


def resign(rows: list[Row], source: random.Random) -> list[Row]:
    """Change an entry and sign anew, with another key, all that follows."""
    place, stranger = source.randrange(len(rows)), Writer.create()
    digest = rows[place - 1]["digest"] if place else GENESIS
    changed = list(rows[:place])
    for row in [dict(rows[place], detail="changed"), *rows[place + 1 :]]:
        changed.append(link(row, digest, stranger))
        digest = changed[-1]["digest"]
    return changed


def relink_unsigned(rows: list[Row], source: random.Random) -> list[Row]:
    """Change an entry and reckon every digest anew, with the signatures that are there."""
    changed = resign(rows, source)
    return [dict(row, signature=old["signature"]) for row, old in zip(changed, rows, strict=True)]


def numbered(rows: Sequence[Row]) -> list[Row]:
    return [dict(row, position=place) for place, row in enumerate(rows, start=1)]


def link(row: Row, previous: bytes, writer: Writer) -> Row:
    bound = Bound(**{name: row[name] for name in COLUMNS if name not in {"digest", "signature"}})
    made = append(bound.to_bytes(), previous=previous, writer=writer)
    return dict(row, digest=made.digest, signature=made.signature)


ATTACKS = [
    *(edit(name) for name in COLUMNS),
    Attack("remove", remove),
    Attack("remove and close up", remove_and_close_up),
    Attack("swap", swap),
    Attack("truncate", truncate, needs_head=True),
    Attack("behead", behead),
    Attack("insert a copy", insert_copy),
    Attack("insert a forged entry", insert_forged),
    Attack("sign anew with another key", resign),
    Attack("link anew without a key", relink_unsigned),
]
