"""Every column that holds sealed bytes; a test compares this list with the models.

A column that is added to a model and not to this list fails the test, and so does the reverse.
"""

from __future__ import annotations

from typing import Final

SEALED_COLUMNS: Final = frozenset(
    {
        ("envelopes", "body"),
        ("forget_wishes", "address"),
        ("notice_routes", "address"),
        ("reward_events", "note"),
        ("tip_signatures", "body"),
    }
)
