"""What the use cases stand on, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.education.learning.rules.plan import Plan, lay_out
from bot.education.learning.rules.progress import Progress
from bot.education.learning.rules.sitting import lay_out_sitting
from content.library import Library
from storage.education.attempts import Attempt
from storage.education.kinds import AttemptKind
from storage.education.learners import Learner
from storage.education.unit_of_work import EducationUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """The update that caused a use case, and the chat it came from."""

    bot_id: int
    update_id: int
    chat_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCase:
    """A use case of this house; calling it opens a unit of work."""

    unit_of_work: Callable[[], EducationUnitOfWork]
    library: Library
    clock: Callable[[], datetime]

    async def _is_first(self, work: EducationUnitOfWork, update: Update) -> bool:
        return await work.applied_updates.is_first(update.bot_id, update.update_id, self.clock())

    async def _learner(self, work: EducationUnitOfWork, chat_id: int) -> Learner:
        """Return who learns on the chat, a guest if nobody does yet."""
        learner = await work.learners.find_active(chat_id)
        if learner is None:
            learner = work.learners.add(Learner(chat_id=chat_id, seen_at=self.clock()))
            await work.learners.flush()
        learner.seen_at = self.clock()
        return learner

    def _plan(self, attempt: Attempt) -> Plan:
        if attempt.kind != AttemptKind.LESSON:
            return self._sitting(attempt)
        return lay_out(
            self.library.lesson(attempt.lesson_id),
            attempt.question_ids,
            attempt.seed,
            attempt.started_at,
            self.clock(),
        )

    def _sitting(self, attempt: Attempt) -> Plan:
        """Lay out practice or a probe."""
        return lay_out_sitting(
            self.library,
            attempt.question_ids,
            attempt.seed,
            AttemptKind(attempt.kind),
            self.clock(),
        )


def read_progress(attempt: Attempt) -> Progress:
    return Progress(
        position=attempt.position,
        scene_node=attempt.scene_node,
        scene_choice=attempt.scene_choice,
        selected=tuple(attempt.selected),
        answers={answer.question_id: tuple(answer.chosen) for answer in attempt.answers},
    )
