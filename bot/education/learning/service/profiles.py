"""Who learns on a chat: several profiles on one phone, and forgetting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.education.learning.service.lessons import LessonView, ShowLesson
from bot.education.learning.service.parts import Update, UseCase
from bot.education.learning.service.places import Places, Work
from storage.education.learners import Learner

GUESTS_KEPT_FOR = timedelta(hours=48)
UNSEEN_KEPT_FOR = timedelta(days=365)
PRACTICE_KEPT_FOR = timedelta(days=90)
MOST_PROFILES = 6

Scrub = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A profile as its chat sees it; one that is not kept ends with the process."""

    id: str
    nickname: str | None
    is_active: bool
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileUseCase(UseCase):
    """A use case over both places; `unit_of_work` is the disk's."""

    guests: Work

    @property
    def places(self) -> Places:
        return Places(kept=self.unit_of_work, guests=self.guests)

    async def _learners(self, chat_id: int) -> list[tuple[Learner, bool]]:
        """Return the chat's learners, each with whether it is on disk."""
        async with self.unit_of_work() as work:
            kept = [(each, True) for each in await work.learners.list_on_chat(chat_id)]
        async with self.guests() as work:
            return [*kept, *((each, False) for each in await work.learners.list_on_chat(chat_id))]


class ListProfiles(ProfileUseCase):
    """Shows the profiles of a chat."""

    async def __call__(self, chat_id: int) -> Sequence[Profile]:
        learners = await self._learners(chat_id)
        guest_leads = any(each.is_active for each, is_kept in learners if not is_kept)
        return [
            Profile(
                id=each.id,
                nickname=each.nickname,
                is_active=each.is_active and not (is_kept and guest_leads),
                is_kept=is_kept,
            )
            for each, is_kept in learners
        ]


class SwitchProfile(ProfileUseCase):
    """Lets another profile of the same chat learn."""

    async def __call__(self, update: Update, learner_id: str) -> bool:
        """Return False if the profile is not this chat's."""
        place = await self.places.of_learner(learner_id, update.chat_id)
        if place is None:
            return False
        async with place() as work:
            learner = await work.learners.find_on_chat(learner_id, update.chat_id)
            if learner is None or not await self._is_first(work, update):
                return learner is not None
            await work.learners.activate(learner)
            if place is self.guests:
                await self.places.rest(self.unit_of_work, update.chat_id)
            await work.commit()
        if place is self.unit_of_work:
            await self.places.rest(self.guests, update.chat_id)
        return True


class AddProfile(ProfileUseCase):
    """Adds a profile with a nickname, who then learns; nothing of it is kept until it may be."""

    async def __call__(self, update: Update, nickname: str) -> bool:
        """Return False if the chat has as many profiles as it may."""
        learners = await self._learners(update.chat_id)
        async with self.guests() as work:
            if not await self._is_first(work, update):
                return True
            if len(learners) >= MOST_PROFILES:
                return False
            learner = Learner(
                chat_id=update.chat_id, nickname=nickname, is_active=False, seen_at=self.clock()
            )
            work.learners.add(learner)
            await work.learners.flush()
            await work.learners.activate(learner)
            await self.places.rest(self.unit_of_work, update.chat_id)
            await work.commit()
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetLearner(ProfileUseCase):
    """Deletes one profile of the chat, with all it did; nobody else of the chat steps in."""

    scrub: Scrub

    async def __call__(
        self,
        update: Update,
        learner_id: str,
        *,
        with_certificates: bool = False,
        goes_on: bool = False,
    ) -> bool:
        """Return False if the chat has no such profile, and this update did not delete it.

        Who `goes_on` learns as a guest from now on, and not on the record of a sibling.
        """
        place = await self.places.of_learner(learner_id, update.chat_id)
        if place is not None:
            await self._erase(place, update, learner_id, with_certificates=with_certificates)
        elif not await self._was_applied(update):
            return False
        if goes_on and await self.places.is_leaderless(update.chat_id):
            await self._lead_as_guest(update.chat_id)
        await self.scrub()
        return True

    async def _erase(
        self, place: Work, update: Update, learner_id: str, *, with_certificates: bool
    ) -> None:
        async with place() as work:
            learner = await work.learners.get(learner_id)
            codes = await work.attempts.list_certificates(learner_id) if with_certificates else []
            await self._is_first(work, update)
            await work.outbox.drop_for(learner_id.encode())
            await work.learners.delete(learner)
            if place is self.unit_of_work:
                await work.certificates.delete_all(codes)
            else:
                # Before the memory forgets which they are.
                await self._withdraw(codes)
            await work.commit()

    async def _was_applied(self, update: Update) -> bool:
        for place in (self.unit_of_work, self.guests):
            async with place() as work:
                # Without a commit, the question leaves nothing behind.
                if not await self._is_first(work, update):
                    return True
        return False

    async def _withdraw(self, codes: Sequence[str]) -> None:
        async with self.unit_of_work() as work:
            await work.certificates.delete_all(codes)
            await work.commit()

    async def _lead_as_guest(self, chat_id: int) -> None:
        async with self.guests() as work:
            await self._learner(work, chat_id)
            await work.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetGuests(ProfileUseCase):
    """Prunes whom nobody asked us to remember, who never came back, and what is of no more use."""

    scrub: Scrub

    async def __call__(self) -> None:
        now = self.clock()
        async with self.guests() as work:
            await work.learners.delete_guests(now - GUESTS_KEPT_FOR)
            await work.applied_updates.prune(now)
            await work.commit()
        async with self.unit_of_work() as work:
            guests = await work.learners.delete_guests(now - GUESTS_KEPT_FOR)
            unseen = await work.learners.list_unseen(now - UNSEEN_KEPT_FOR)
            for learner in unseen:
                await work.outbox.drop_for(learner.id.encode())
                await work.learners.delete(learner)
            await work.attempts.delete_practice(now - PRACTICE_KEPT_FOR)
            await work.applied_updates.prune(now)
            await work.commit()
        if guests or unseen:
            await self.scrub()


class FindLesson(ProfileUseCase):
    """Shows an attempt of the chat, wherever it is."""

    async def __call__(self, chat_id: int, attempt_id: str) -> LessonView | None:
        place = await self.places.of_attempt(attempt_id, chat_id)
        show = ShowLesson(unit_of_work=place, library=self.library, clock=self.clock)
        return await show(chat_id, attempt_id)


class FindLocale(ProfileUseCase):
    """Finds the language a learner chose; while nobody learns, that of somebody on the chat."""

    async def __call__(self, chat_id: int) -> str | None:
        place = await self.places.of_chat(chat_id)
        async with place() as work:
            learner = await work.learners.find_active(chat_id)
        if learner is not None:
            return learner.locale
        others = [each.locale for each, _is_kept in await self._learners(chat_id)]
        return next((locale for locale in others if locale is not None), None)


class KeepLocale(ProfileUseCase):
    """Keeps a learner's language; who is no learner does not become one by choosing it."""

    async def __call__(self, chat_id: int, locale: str) -> None:
        place = await self.places.of_chat(chat_id)
        async with place() as work:
            learner = await work.learners.find_active(chat_id)
            if learner is not None:
                learner.locale = locale
                await work.commit()
