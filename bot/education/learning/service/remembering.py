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
        self, update: Update, band: AgeBand, consent: Consent | None = None
    ) -> bool:
        """Return whether the learner is remembered from now on."""
        place = await self.places.of_chat(update.chat_id)
        today = self.clock().date()
        async with place() as work:
            is_first = await self._is_first(work, update)
            learner = await self._learner(work, update.chat_id)
            if is_first:
                _note(learner, band, consent, today)
            allowed = may_remember(learner.age_band, learner.consented_on)
            await work.commit()

        async def finish(other: EducationUnitOfWork) -> None:
            _note(await other.learners.get(learner.id), band, consent, today)
            await self._is_first(other, update)

        if allowed and place is self.guests:
            await self.places.move(learner, finish)
        elif not allowed and place is self.unit_of_work:
            await self.places.move_back(learner, finish)
            await self.scrub()
        return allowed


def _note(learner: Learner, band: AgeBand, consent: Consent | None, today: date) -> None:
    learner.age_band, learner.is_active = band, True
    if consent is not None and band is AgeBand.UNDER_14:
        learner.consented_on, learner.consent_version = today, consent.version
        learner.consent_by, learner.consent_slip = consent.by, consent.slip
