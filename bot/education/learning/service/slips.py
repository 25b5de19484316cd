"""Whether the number of a school's paper slip already stands for another child."""

from __future__ import annotations

from bot.education.learning.service.profiles import ProfileUseCase
from storage.education.unit_of_work import EducationUnitOfWork


class IsSlipTaken(ProfileUseCase):
    """Looks for a slip's number on disk, where all are whose consent is recorded."""

    async def __call__(self, chat_id: int, attempt_id: str, number: str) -> bool:
        """Return whether somebody has it who neither made the attempt nor, without one, learns."""
        async with self.unit_of_work() as work:
            holders = {each.id for each in await work.learners.list_with_slip(number)}
            return bool(holders - {await self._told_of(work, chat_id, attempt_id)})

    async def _told_of(
        self, work: EducationUnitOfWork, chat_id: int, attempt_id: str
    ) -> str | None:
        if attempt_id:
            attempt = await work.attempts.find_own(attempt_id, chat_id)
            return None if attempt is None else attempt.learner_id
        learner = await work.learners.find_active(chat_id)
        return None if learner is None else learner.id
