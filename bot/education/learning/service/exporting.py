"""What an export holds back for a while: whatever would tell answers before their time."""

from __future__ import annotations

from collections.abc import Collection

from storage.education.kinds import PROBES, AttemptKind
from storage.education.records import Row, Rows


def hold_back(rows: Rows) -> Rows:
    """Leave out how an open attempt is shuffled, and what is right where a probe asks again."""
    attempts = rows.get("attempts", ())
    is_open = {each["id"] for each in attempts if each["finished_at"] is None}
    untold = {each["id"] for each in attempts if _is_untold(each, attempts)}
    held = {
        **rows,
        "attempts": [_without(each, "seed", is_open, each["id"]) for each in attempts],
        "answers": [
            _without(each, "is_correct", untold, each["attempt_id"])
            for each in rows.get("answers", ())
        ],
    }
    return {table: listed for table, listed in held.items() if listed}


def _is_untold(attempt: Row, attempts: Collection[Row]) -> bool:
    """Return whether it is a probe before the one after its course, which tells the result."""
    return attempt["kind"] in PROBES and not any(
        each["kind"] == AttemptKind.PROBE_AFTER
        and each["lesson_id"] == attempt["lesson_id"]
        and each["finished_at"] is not None
        for each in attempts
    )


def _without(row: Row, column: str, held: Collection[str], attempt: str) -> Row:
    if attempt not in held:
        return row
    return {name: value for name, value in row.items() if name != column}
