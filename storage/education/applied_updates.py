"""Updates that have taken effect, forgotten after 48 hours."""

from __future__ import annotations

from storage.education.base import UNORDERED, Base
from storage.kit.once import AppliedUpdateColumns


class AppliedUpdate(AppliedUpdateColumns, Base):
    """An update whose effect is committed."""

    __tablename__ = "applied_updates"
    __table_args__ = UNORDERED
