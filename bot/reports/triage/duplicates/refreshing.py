"""Having the card of another tip drawn anew."""

from __future__ import annotations

from datetime import datetime

from bot.reports.staff.service import CARD
from storage.reports.kinds import cut_to_hour
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork


def refresh_card(work: ReportsUnitOfWork, tip: Tip, now: datetime) -> None:
    """Let the tip's card be drawn anew; one that still waits for its hour is left alone."""
    if tip.card_message_id is not None:
        work.outbox.add(CARD, tip.unit_id.encode(), {"tip": tip.id}, cut_to_hour(now))
