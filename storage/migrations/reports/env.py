"""The history of the reports database."""

from storage.migrations import environment
from storage.reports.base import Base

environment.run(Base.metadata)
