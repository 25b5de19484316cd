"""Issue a certificate and verify one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date

from bot.education.learning.rules.progress import asked, count_correct
from bot.education.learning.service.parts import Update, UseCase, read_progress
from bot.education.learning.service.places import Work
from content.library import Library
from content.schema import Course, Lesson
from storage.codes import ALPHABET, read_symbols
from storage.education.attempts import Attempt
from storage.education.certificates import Certificate
from storage.education.kinds import AttemptKind

# Crockford's alphabet: no letter that a child could take for a digit.
CODE_LENGTH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCertificate:
    """What stands on a certificate, without the name; the age band is its learner's alone.

    A lesson that is no longer offered is None, and so is its course.
    """

    code: str
    course: Course | None
    lesson: Lesson | None
    correct: int
    asked: int
    issued_on: date
    age_band: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCertificate(UseCase):
    """Gives a finished attempt its certificate; asking again gives the same.

    The certificate, which names nobody, is on disk even where the attempt is in memory alone.
    """

    registry: Work

    async def __call__(self, update: Update, attempt_id: str) -> IssuedCertificate | None:
        """Return None if the attempt is not this chat's or not finished, or has no lesson left."""
        async with self.unit_of_work() as work:
            attempt = await work.attempts.find_own(attempt_id, update.chat_id)
            is_lesson = attempt is not None and attempt.kind == AttemptKind.LESSON
            if attempt is None or attempt.finished_at is None or not is_lesson:
                return None
            if not has_lesson(self.library, attempt.lesson_id):
                return None
            if attempt.certificate_code is None:
                certificate = self._certificate(attempt)
                attempt.certificate_code = certificate.code
                if self.registry == self.unit_of_work:
                    work.certificates.add(certificate)
                else:
                    await self._register(certificate)
                await work.commit()
            code = attempt.certificate_code
            age_band = (await work.learners.get(attempt.learner_id)).age_band
        verify = VerifyCertificate(
            unit_of_work=self.registry, library=self.library, clock=self.clock
        )
        issued = await verify(code)
        return None if issued is None else replace(issued, age_band=age_band)

    async def _register(self, certificate: Certificate) -> None:
        async with self.registry() as registry:
            registry.certificates.add(certificate)
            await registry.commit()

    def _certificate(self, attempt: Attempt) -> Certificate:
        plan = self._plan(attempt)
        progress = read_progress(attempt)
        return Certificate(
            code="".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
            lesson_id=attempt.lesson_id,
            correct=count_correct(plan, progress),
            asked=len(asked(plan, progress)),
            issued_on=self.clock().date(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCertificate(UseCase):
    """Takes the certificate of an attempt back: its code then verifies nothing."""

    registry: Work

    async def __call__(self, update: Update, attempt_id: str) -> bool:
        """Return False if the attempt is not this chat's, or has none."""
        async with self.unit_of_work() as work:
            attempt = await work.attempts.find_own(attempt_id, update.chat_id)
            code = None if attempt is None else attempt.certificate_code
            if attempt is None or code is None or not await self._is_first(work, update):
                return False
            if self.registry == self.unit_of_work:
                await work.certificates.delete_all([code])
            else:
                await self._strike(code)
            attempt.certificate_code = None
            await work.commit()
        return True

    async def _strike(self, code: str) -> None:
        async with self.registry() as registry:
            await registry.certificates.delete_all([code])
            await registry.commit()


def has_lesson(library: Library, lesson_id: str) -> bool:
    return any(lesson.id == lesson_id for course in library.courses for lesson in course.lessons)


class VerifyCertificate(UseCase):
    """Says what a code stands for; a stranger may ask."""

    async def __call__(self, code: str) -> IssuedCertificate | None:
        wanted = next(read_symbols(code, CODE_LENGTH), None)
        if wanted is None:
            return None
        async with self.unit_of_work() as work:
            found = await work.certificates.find(wanted)
        if found is None:
            return None
        is_offered = has_lesson(self.library, found.lesson_id)
        return IssuedCertificate(
            code=found.code,
            course=self.library.course_of(found.lesson_id) if is_offered else None,
            lesson=self.library.lesson(found.lesson_id) if is_offered else None,
            correct=found.correct,
            asked=found.asked,
            issued_on=found.issued_on,
        )
