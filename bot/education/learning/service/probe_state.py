"""Where a learner stands with the probes of a course; read within the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.education.learning.rules.probing import choose_variant, kind_due
from content.errors import ContentNotFoundError
from content.library import Library
from content.schema import Course, Question
from storage.education.attempts import Attempt
from storage.education.kinds import PROBES, AttemptKind
from storage.education.unit_of_work import EducationUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeState:
    """The probe on offer, and of those finished the right answers and the questions asked."""

    offered: AttemptKind | None = None
    results: Mapping[AttemptKind, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probes:
    """Looks at the probes of one course, at one moment of local time."""

    library: Library
    course: Course
    now: datetime

    async def state(self, work: EducationUnitOfWork, learner_id: str | None) -> ProbeState:
        if learner_id is None:
            return ProbeState(offered=self._offer({}, [])) if self.course.probe else ProbeState()
        lessons = await work.attempts.list_of(learner_id)
        taken = {
            AttemptKind(each.kind): each
            for each in await work.attempts.list_of_kind(learner_id, *PROBES)
            if each.lesson_id == self.course.id and each.finished_at is not None
        }
        return ProbeState(
            offered=self._offer(taken, [each for each in lessons if self._is_here(each)]),
            results={kind: count_answers(attempt) for kind, attempt in taken.items()},
        )

    def questions(self, seed: str = "", asked: Sequence[str] = ()) -> list[str]:
        """Return a question for each point of the probe, turned by the learner's seed.

        `asked` were in earlier probes, newest first.
        """
        chosen = []
        for point in self.course.probe:
            variants = self._variants(point)
            if variants:
                chosen.append(choose_variant(variants, asked, f"{seed}:{point}"))
        return chosen

    def _variants(self, point: str) -> list[Question]:
        """Return the questions on the point that are online, without the lesson's opener.

        The opener is asked of everybody in the lesson, so it would measure that one question.
        """
        try:
            opener = self.library.lesson_of_point(point).opener
            online = self.library.variants(point, self.now)
        except ContentNotFoundError:
            return []
        return [each for each in online if each.id != opener] or list(online)

    def _offer(
        self, taken: Mapping[AttemptKind, Attempt], own: list[Attempt]
    ) -> AttemptKind | None:
        done = {each.lesson_id for each in own if each.finished_at is not None}
        kind = kind_due(
            {kind: self._day_of(attempt) for kind, attempt in taken.items()},
            has_begun=bool(own),
            has_finished=len(done) == len(self.course.lessons),
            today=self.now.date(),
        )
        return kind if kind and self.questions() else None

    def _is_here(self, attempt: Attempt) -> bool:
        return attempt.lesson_id in {lesson.id for lesson in self.course.lessons}

    def _day_of(self, attempt: Attempt) -> date:
        moment = attempt.finished_at or attempt.started_at
        return moment.astimezone(self.now.tzinfo).date()


def count_answers(attempt: Attempt) -> tuple[int, int]:
    return sum(each.is_correct for each in attempt.answers), len(attempt.answers)
