"""Where a learner's records are: on disk with leave to keep them, else in memory alone.

Guests, and children without a guardian's consent, learn in a database that was never written
anywhere. Whom we may remember is moved from it to the disk.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from storage.education.learners import Learner
from storage.education.records import Rows
from storage.education.unit_of_work import EducationUnitOfWork

Work = Callable[[], EducationUnitOfWork]
Done = Awaitable[None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The two databases of one schema; on a chat, a learner of the memory comes first."""

    kept: Work
    guests: Work

    async def of_chat(self, chat_id: int) -> Work:
        """Return where the one who is learning on the chat is, or would be put."""
        async with self.guests() as work:
            if await work.learners.find_active(chat_id) is not None:
                return self.guests
        async with self.kept() as work:
            is_kept = await work.learners.find_active(chat_id) is not None
        return self.kept if is_kept else self.guests

    async def is_leaderless(self, chat_id: int) -> bool:
        """Return whether the chat has profiles of which none is learning."""
        found: list[Learner] = []
        for place in (self.guests, self.kept):
            async with place() as work:
                found += await work.learners.list_on_chat(chat_id)
        return bool(found) and not any(each.is_active for each in found)

    async def rest(self, place: Work, chat_id: int) -> None:
        """Let nobody of this place learn on the chat: somebody of the other place does.

        Kept learners rest on the disk, so that none of them learns by mistake when a guest is
        forgotten.
        """
        async with place() as work:
            for learner in await work.learners.list_on_chat(chat_id):
                learner.is_active = False
            await work.commit()

    async def of_attempt(self, attempt_id: str, chat_id: int) -> Work:
        """Return where an attempt of the chat is, for the buttons of an older card."""
        for place in (self.guests, self.kept):
            async with place() as work:
                if await work.attempts.find_own(attempt_id, chat_id) is not None:
                    return place
        return await self.of_chat(chat_id)

    async def of_learner(self, learner_id: str, chat_id: int) -> Work | None:
        """Return where a profile of the chat is, or None where it is not the chat's."""
        for place in (self.guests, self.kept):
            async with place() as work:
                if await work.learners.find_on_chat(learner_id, chat_id) is not None:
                    return place
        return None

    async def move(self, learner: Learner, finish: Callable[[EducationUnitOfWork], Done]) -> None:
        """Write all that is known of a guest to the disk, then drop it from memory.

        `finish` adds to the transaction why it may be kept.
        """
        async with self.guests() as memory:
            rows = await memory.records.read(learner.id)
        await _put(self.kept, learner, rows, finish)
        await _drop(self.guests, learner)

    async def move_back(
        self, learner: Learner, finish: Callable[[EducationUnitOfWork], Done]
    ) -> bool:
        """Take a learner off the disk who may not be kept there; what was learnt goes on.

        Return False where the disk holds nothing of him. Done again after a crash, it ends what
        was begun.
        """
        async with self.kept() as disk:
            rows = await disk.records.read(learner.id)
        if not rows:
            return False
        async with self.guests() as memory:
            is_here = await memory.learners.find(learner.id) is not None
        if not is_here:
            await _put(self.guests, learner, rows, finish)
        await _drop(self.kept, learner)
        return True


async def _put(
    place: Work, learner: Learner, rows: Rows, finish: Callable[[EducationUnitOfWork], Done]
) -> None:
    async with place() as work:
        for other in await work.learners.list_on_chat(learner.chat_id):
            other.is_active = False
        await _delete(work, learner)
        await work.learners.flush()
        await work.records.write(rows)
        await finish(work)
        await work.commit()


async def _drop(place: Work, learner: Learner) -> None:
    async with place() as work:
        await work.outbox.drop_for(learner.id.encode())
        await _delete(work, learner)
        await work.commit()


async def _delete(work: EducationUnitOfWork, learner: Learner) -> None:
    """Delete what there is of a learner, such as the copy that a crash has left."""
    found = await work.learners.find(learner.id)
    if found is not None:
        await work.learners.delete(found)
