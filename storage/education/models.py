"""Every model of the education database, so that its metadata is whole."""

from storage.education.applied_updates import AppliedUpdate
from storage.education.attempts import Answer, Attempt
from storage.education.base import Base
from storage.education.certificates import Certificate
from storage.education.habits import Habit
from storage.education.learners import Learner
from storage.education.outbox import Outbox
from storage.education.reviews import Review

__all__ = [
    "Answer",
    "AppliedUpdate",
    "Attempt",
    "Base",
    "Certificate",
    "Habit",
    "Learner",
    "Outbox",
    "Review",
]
