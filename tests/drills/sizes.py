"""How much of its full size a drill takes: all of it by hand, a share of it in CI (`.ci/run`)."""

from __future__ import annotations

import os

SHARE = float(os.environ.get("DRILL_SHARE", "1"))


def share_of(full: int, least: int = 1) -> int:
    """Return the share, and never less than shows anything."""
    return max(least, round(full * SHARE))


# Of each state machine, in so many parts, which may run side by side.
STEPS, PARTS = share_of(100_000), 4
