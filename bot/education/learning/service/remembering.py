"""Leave to remember: the age band, a guardian's consent, and its withdrawal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.education.learning.rules.remembering import AgeBand, may_remember
from bot.education.learning.service.parts import Update
from bot.education.learning.service.profiles import ProfileUseCase, Scrub
from storage.education.kinds import ConsentBy
from storage.education.learners import Learner
from storage.education.unit_of_work import EducationUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A guardian's consent: which version of the slip he read, and who vouches for it.

    A school's paper slip has a number, by which the record and the signed sheet are compared.
    """

    version: str
    by: ConsentBy
    slip: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberLearner(ProfileUseCase):
    """Keeps a learner's progress from now on, as far as age band and consent allow.

    One who is kept and turns out to be a child without consent leaves the disk.
    """

    scrub: Scrub

    async def __call__(
        self,
        update: Update,
        band: AgeBand,
        consent: Consent | None = None,
        attempt_id: str = "",
        learner_id: str = "",
    ) -> bool | None:
        """Return whether the learner is remembered from now on, None where it is not his turn.

        It is told of whoever made the attempt, or of this profile of the chat; without either,
        of whoever is learning.
        """
        if await self.places.is_leaderless(update.chat_id):
            return None
        place = await self.places.of_learner(learner_id, update.chat_id)
        place = place or await self.places.of_attempt(attempt_id, update.chat_id)
        today = self.clock().date()
        async with place() as work:
            learner = await self._told_of(work, update, attempt_id, learner_id)
            if learner is None:
                return None
            if await self._is_first(work, update):
                _note(learner, band, consent, today)
            allowed = may_remember(learner.age_band, learner.consented_on)
            await work.commit()

        async def finish(other: EducationUnitOfWork) -> None:
            _note(await other.learners.get(learner.id), band, consent, today)
            await self._is_first(other, update)

        if allowed and place is self.guests:
            await self.places.move(learner, finish)
        elif not allowed and await self.places.move_back(learner, finish):
            await self.scrub()
        return allowed

    async def _told_of(
        self, work: EducationUnitOfWork, update: Update, attempt_id: str, learner_id: str
    ) -> Learner | None:
        """Return whose age band it is, or None where somebody else is learning now."""
        learner: Learner | None
        if attempt_id:
            attempt = await work.attempts.find_own(attempt_id, update.chat_id)
            learner = None if attempt is None else await work.learners.get(attempt.learner_id)
        elif learner_id:
            learner = await work.learners.find_on_chat(learner_id, update.chat_id)
        else:
            learner = await self._learner(work, update.chat_id)
        return learner if learner is not None and learner.is_active else None


def _note(learner: Learner, band: AgeBand, consent: Consent | None, today: date) -> None:
    learner.age_band, learner.is_active = band, True
    if band is not AgeBand.UNDER_14:
        learner.consented_on = learner.consent_version = None
        learner.consent_by = learner.consent_slip = None
    elif consent is not None:
        learner.consented_on, learner.consent_version = today, consent.version
        learner.consent_by, learner.consent_slip = consent.by, consent.slip
