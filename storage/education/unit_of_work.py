"""The education house's unit of work."""

from __future__ import annotations

from storage.education.applied_updates import AppliedUpdate
from storage.education.attempts import AttemptRepository
from storage.education.certificates import CertificateRepository
from storage.education.habits import HabitRepository
from storage.education.learners import LearnerRepository
from storage.education.outbox import EducationOutbox
from storage.education.records import LearnerRecords
from storage.education.reviews import ReviewRepository
from storage.kit.once import AppliedUpdates
from storage.kit.unit_of_work import UnitOfWork


class EducationUnitOfWork(UnitOfWork):
    """One transaction over learners, what they do and what they remember."""

    @property
    def learners(self) -> LearnerRepository:
        return LearnerRepository(self.session)

    @property
    def attempts(self) -> AttemptRepository:
        return AttemptRepository(self.session)

    @property
    def certificates(self) -> CertificateRepository:
        return CertificateRepository(self.session)

    @property
    def reviews(self) -> ReviewRepository:
        return ReviewRepository(self.session)

    @property
    def habits(self) -> HabitRepository:
        return HabitRepository(self.session)

    @property
    def records(self) -> LearnerRecords:
        return LearnerRecords(self.session)

    @property
    def outbox(self) -> EducationOutbox:
        return EducationOutbox(self.session)

    @property
    def applied_updates(self) -> AppliedUpdates:
        return AppliedUpdates(self.session, AppliedUpdate)
