"""What the update source counts; never of whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class SourceCounters:
    """Counts since the process began."""

    settled: int = 0
    malformed: int = 0
    skipped: int = 0
    shed: int = 0
    blocked: int = 0
