"""Who learns on a chat: remembering, forgetting, and several profiles on one phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.parts import Update, UseCase
from storage.education.learners import Learner

GUESTS_KEPT_FOR = timedelta(hours=48)
MOST_PROFILES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A profile as its chat sees it."""

    id: str
    nickname: str | None
    is_active: bool


class ListProfiles(UseCase):
    """Shows the profiles of a chat."""

    async def __call__(self, chat_id: int) -> Sequence[Profile]:
        async with self.unit_of_work() as work:
            learners = await work.learners.list_on_chat(chat_id)
        return [Profile(id=x.id, nickname=x.nickname, is_active=x.is_active) for x in learners]


class RememberLearner(UseCase):
    """Keeps a learner's progress from now on, as far as the age band allows."""

    async def __call__(self, update: Update, band: AgeBand, *, consented: bool = False) -> None:
        async with self.unit_of_work() as work:
            if not await self._is_first(work, update):
                return
            learner = await self._learner(work, update.chat_id)
            learner.age_band = band
            if consented:
                learner.consented_on = self.clock().date()
            await work.commit()


class ForgetLearner(UseCase):
    """Deletes one profile of the chat, with all it did; another one of the chat learns then."""

    async def __call__(self, update: Update, learner_id: str) -> None:
        async with self.unit_of_work() as work:
            learner = await work.learners.find_on_chat(learner_id, update.chat_id)
            if learner is None or not await self._is_first(work, update):
                return
            await work.learners.delete(learner)
            await work.learners.flush()
            others = await work.learners.list_on_chat(update.chat_id)
            if others and not any(other.is_active for other in others):
                await work.learners.activate(others[0])
            await work.commit()


class SwitchProfile(UseCase):
    """Lets another profile of the same chat learn."""

    async def __call__(self, update: Update, learner_id: str) -> bool:
        """Return False if the profile is not this chat's."""
        async with self.unit_of_work() as work:
            learner = await work.learners.find_on_chat(learner_id, update.chat_id)
            if learner is None:
                return False
            if await self._is_first(work, update):
                await work.learners.activate(learner)
                await work.commit()
        return True


class AddProfile(UseCase):
    """Adds a profile with a nickname, who then is the one that learns."""

    async def __call__(self, update: Update, nickname: str) -> bool:
        """Return False if the chat has as many profiles as it may."""
        async with self.unit_of_work() as work:
            if not await self._is_first(work, update):
                return True
            learners = await work.learners.list_on_chat(update.chat_id)
            if len(learners) >= MOST_PROFILES:
                return False
            learner = Learner(
                chat_id=update.chat_id, nickname=nickname, is_active=False, seen_at=self.clock()
            )
            work.learners.add(learner)
            await work.learners.flush()
            await work.learners.activate(learner)
            await work.commit()
        return True


class ForgetGuests(UseCase):
    """Prunes guests nobody asked us to remember, and update ids that cannot come again."""

    async def __call__(self) -> None:
        async with self.unit_of_work() as work:
            await work.learners.delete_guests(self.clock() - GUESTS_KEPT_FOR)
            for learner in await work.learners.list_left_inactive():
                if await work.learners.find_active(learner.chat_id) is None:
                    await work.learners.activate(learner)
            await work.applied_updates.prune(self.clock())
            await work.commit()


class FindLocale(UseCase):
    """Finds the language a learner chose."""

    async def __call__(self, chat_id: int) -> str | None:
        async with self.unit_of_work() as work:
            learner = await work.learners.find_active(chat_id)
        return None if learner is None else learner.locale


class KeepLocale(UseCase):
    """Keeps a learner's language; who is no learner does not become one by choosing it."""

    async def __call__(self, chat_id: int, locale: str) -> None:
        async with self.unit_of_work() as work:
            learner = await work.learners.find_active(chat_id)
            if learner is not None:
                learner.locale = locale
                await work.commit()
