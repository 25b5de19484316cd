"""Closed lists that the rows of this house draw on."""

from __future__ import annotations

from enum import StrEnum


class AttemptKind(StrEnum):
    """What an attempt goes through; `lesson_id` names a lesson, a course, or nothing."""

    LESSON = "lesson"
    PRACTICE = "practice"
    PROBE_BEFORE = "probe-before"
    PROBE_AFTER = "probe-after"
    PROBE_LATER = "probe-later"


PROBES = (AttemptKind.PROBE_BEFORE, AttemptKind.PROBE_AFTER, AttemptKind.PROBE_LATER)


class ConsentBy(StrEnum):
    """Who vouches that a guardian agreed: himself on this phone, or a school with its slip."""

    GUARDIAN = "guardian"
    SCHOOL = "school"
