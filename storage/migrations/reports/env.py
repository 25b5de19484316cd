"""The history of the reports database."""

from storage.reports.base import Base
from storage.migrations import environment

environment.run(Base.metadata)
