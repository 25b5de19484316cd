"""The history of the education database."""

from storage.education.models import Base
from storage.migrations import environment

environment.run(Base.metadata)
