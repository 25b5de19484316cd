"""Reads from the database what a tip's end depends on."""

from __future__ import annotations

from typing import Final

from bot.reports.triage.retention.rules import Announced, Life
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.envelopes import Author

# Notes are left out: with one now and then an officer could keep a tip for ever.
DIALOGUE: Final = (Author.TIPSTER.value, Author.STAFF.value)


async def read_life(work: ReportsUnitOfWork, tip: Tip) -> Life:
    last_words = await work.lifetimes.find_last_words(tip.id, DIALOGUE)
    return Life(
        category=tip.category,
        status=tip.status,
        accepted_on=tip.hour.date(),
        last_words_on=(last_words or tip.hour).date(),
        closed_on=tip.closed_on,
    )


async def read_announced(work: ReportsUnitOfWork, tip_id: str) -> Announced | None:
    told = await work.lifetimes.find_announcement(tip_id)
    if told is None:
        return None
    return Announced(ends_on=told.ends_on, days_ahead=told.days_ahead)
