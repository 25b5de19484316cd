"""A learner's own data: what there is, all of it to take away, and none of it left if wished."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.education.learning.service.exporting import hold_back
from bot.education.learning.service.profiles import ProfileUseCase
from storage.education.learners import Learner
from storage.education.records import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class MyData:
    """What is kept of the one who is learning; `is_kept` tells disk from memory."""

    learner: Learner | None
    is_kept: bool
    rows: Rows

    def count(self, table: str) -> int:
        return len(self.rows.get(table, ()))


class ShowMyData(ProfileUseCase):
    """Shows what there is of the one who is learning on a chat."""

    async def __call__(self, chat_id: int) -> MyData:
        place = await self.places.of_chat(chat_id)
        async with place() as work:
            learner = await work.learners.find_active(chat_id)
            rows = {} if learner is None else await work.records.read(learner.id)
        is_kept = place is self.unit_of_work and learner is not None
        return MyData(learner=learner, is_kept=is_kept, rows=rows)


class ExportMyData(ProfileUseCase):
    """Gives it all as JSON, table by table."""

    async def __call__(self, chat_id: int) -> bytes | None:
        """Return None where there is nothing."""
        found = await ShowMyData(
            unit_of_work=self.unit_of_work,
            library=self.library,
            clock=self.clock,
            guests=self.guests,
        )(chat_id)
        if found.learner is None:
            return None
        return json.dumps(_plain(hold_back(found.rows)), ensure_ascii=False, indent=2).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
