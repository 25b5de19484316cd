"""Turns what is stored of a tip's lifetime into what the rules decide by."""

from __future__ import annotations

from datetime import date
from typing import Final

from bot.reports.triage.retention.policy import RetentionPolicy
from bot.reports.triage.retention.rules import Announced, Life, due_on
from storage.reports.lifetimes import Lifetime
from storage.vault.envelopes import Author

# Notes are left out: with one now and then an officer could keep a tip for ever.
DIALOGUE: Final = (Author.TIPSTER.value, Author.STAFF.value)


def due_of(stored: Lifetime, policy: RetentionPolicy) -> date:
    """Return the day the tip's term is over."""
    life = Life(
        category=stored.category,
        status=stored.status,
        accepted_on=stored.hour.date(),
        last_words_on=(stored.last_words or stored.hour).date(),
        closed_on=stored.closed_on,
        is_kept=stored.is_kept,
    )
    return due_on(life, policy)


def announced_of(stored: Lifetime) -> Announced | None:
    if stored.ends_on is None or stored.days_ahead is None:
        return None
    return Announced(ends_on=stored.ends_on, days_ahead=stored.days_ahead)
