"""Every model of the education database, so that its metadata is whole."""

from storage.education.applied_updates import AppliedUpdate
from storage.education.attempts import Answer, Attempt
from storage.education.base import Base
from storage.education.certificates import Certificate
from storage.education.learners import Learner

__all__ = ["Answer", "AppliedUpdate", "Attempt", "Base", "Certificate", "Learner"]
