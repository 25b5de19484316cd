"""When a notice goes, and how long a worker may take over it; pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

SHORTEST_WAIT: Final = timedelta(minutes=10)
LONGEST_WAIT: Final = timedelta(minutes=120)
_MINUTE: Final = timedelta(minutes=1)
LEASE: Final = timedelta(minutes=3)


class Chance(Protocol):
    """What `random.SystemRandom` offers."""

    def randint(self, least: int, most: int) -> int: ...


def notice_due(now: datetime, chance: Chance) -> datetime:
    """Return a full minute, 10 to 120 minutes from now, that does not tell when now was."""
    least, most = SHORTEST_WAIT // _MINUTE, LONGEST_WAIT // _MINUTE
    return _minute_of(now) + _MINUTE * (1 + chance.randint(least, most - 1))


def lease_until(now: datetime) -> datetime:
    """Return until when a claimed notice is nobody else's, as a full minute."""
    return _minute_of(now) + LEASE


def month_of(moment: datetime) -> str:
    """Return the month ("YYYY-MM", UTC) with whose end a route ends."""
    return moment.astimezone(UTC).strftime("%Y-%m")


def _minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
