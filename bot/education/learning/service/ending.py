"""When an attempt that was left open ends: practice with its day, a probe with its time."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.education.learning.service.probe_state import Probes
from content.library import Library
from storage.education.attempts import Attempt
from storage.education.kinds import PROBES, AttemptKind
from storage.education.unit_of_work import EducationUnitOfWork

# Only the hour of a beginning is kept, so its last moment stands for it.
KEPT_TO = timedelta(hours=1) - timedelta(microseconds=1)


async def is_over(
    work: EducationUnitOfWork, attempt: Attempt, library: Library, now: datetime
) -> bool:
    """Tell whether an open attempt takes no more answers; raise `ContentNotFoundError`."""
    if attempt.finished_at is not None:
        return False
    if attempt.kind == AttemptKind.PRACTICE:
        return is_of_another_day(attempt, now)
    if attempt.kind not in PROBES:
        return False
    probes = Probes(library=library, course=library.course(attempt.lesson_id), now=now)
    state = await probes.state(work, attempt.learner_id)
    return state.offered != attempt.kind


def is_of_another_day(attempt: Attempt, now: datetime) -> bool:
    began = (attempt.started_at + KEPT_TO).astimezone(now.tzinfo)
    return began.date() < now.date()
