"""The education house's unit of work."""

from __future__ import annotations

from storage.education.applied_updates import AppliedUpdate
from storage.education.attempts import AttemptRepository
from storage.education.certificates import CertificateRepository
from storage.education.learners import LearnerRepository
from storage.kit.once import AppliedUpdates
from storage.kit.unit_of_work import UnitOfWork


class EducationUnitOfWork(UnitOfWork):
    """One transaction over learners, attempts and certificates."""

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
    def applied_updates(self) -> AppliedUpdates:
        return AppliedUpdates(self.session, AppliedUpdate)
