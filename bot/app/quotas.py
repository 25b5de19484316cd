"""What the public process remembers of today's senders: in memory, and until midnight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from secrets import SystemRandom

from bot.reports.tips.quotas.meters import HourlySums, RushMeter
from bot.reports.tips.quotas.senders import SendersToday
from bot.reports.tips.quotas.service import Quotas


def create_quotas(clock: Callable[[], datetime], zone: tzinfo) -> Quotas:
    """Return empty quotas; `zone` says when midnight is."""
    return Quotas(
        senders=SendersToday(clock, zone),
        rush=RushMeter(clock),
        sums=HourlySums(clock),
        chance=SystemRandom().random,
    )
