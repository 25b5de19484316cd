"""Issue a certificate and verify one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from bot.education.learning.rules.progress import count_correct
from bot.education.learning.service.parts import Update, UseCase, read_progress
from content.schema import Course, Lesson
from storage.education.certificates import Certificate

# Crockford's alphabet: no letter that a child could take for a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
_AS_WRITTEN = str.maketrans("OIL", "011", "- \t\n\u3000")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCertificate:
    """What stands on a certificate, without the name."""

    code: str
    course: Course
    lesson: Lesson
    correct: int
    asked: int
    issued_on: date


class IssueCertificate(UseCase):
    """Gives a finished attempt its certificate; asking again gives the same."""

    async def __call__(self, update: Update, attempt_id: str) -> IssuedCertificate | None:
        """Return None if the attempt is not this chat's or is not finished."""
        async with self.unit_of_work() as work:
            attempt = await work.attempts.find_own(attempt_id, update.chat_id)
            if attempt is None or attempt.finished_at is None:
                return None
            if attempt.certificate_code is None:
                plan = self._plan(attempt)
                certificate = Certificate(
                    code="".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
                    lesson_id=attempt.lesson_id,
                    correct=count_correct(plan, read_progress(attempt)),
                    asked=len(plan.questions),
                    issued_on=self.clock().date(),
                )
                work.certificates.add(certificate)
                attempt.certificate_code = certificate.code
                await work.commit()
            code = attempt.certificate_code
        return await VerifyCertificate(
            unit_of_work=self.unit_of_work, library=self.library, clock=self.clock
        )(code)


class VerifyCertificate(UseCase):
    """Says what a code stands for; a stranger may ask."""

    async def __call__(self, code: str) -> IssuedCertificate | None:
        wanted = code.upper().translate(_AS_WRITTEN)
        if len(wanted) != CODE_LENGTH or not set(wanted) <= set(ALPHABET):
            return None
        async with self.unit_of_work() as work:
            found = await work.certificates.find(wanted)
        if found is None:
            return None
        return IssuedCertificate(
            code=found.code,
            course=self.library.course_of(found.lesson_id),
            lesson=self.library.lesson(found.lesson_id),
            correct=found.correct,
            asked=found.asked,
            issued_on=found.issued_on,
        )
