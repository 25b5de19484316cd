"""What the form's windows work with, handed to them by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.reports.tips.attachments import FileTaker
from bot.reports.tips.quotas.service import SendWithinQuota
from bot.reports.tips.routing import FindUnit
from bot.reports.tips.service import SendTip
from content.library import Library
from content.schema.tip_form import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class TipDesk:
    """The content, the use cases and the cleaner of files.

    `checks_identity` says whether the counter of a region checks an ID before it pays.
    """

    library: Library
    send_tip: SendTip
    send_within_quota: SendWithinQuota
    find_unit: FindUnit
    files: FileTaker
    checks_identity: Callable[[str | None], bool]

    def question(self, question_id: str) -> Question:
        return self.library.tip_form.question(question_id)
