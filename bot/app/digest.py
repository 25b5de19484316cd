"""Puts the digest of a rush before the staff's cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.delivery.outbox import Sender
from bot.reports.staff.service import CARD, DIGEST
from bot.reports.tips.service import WAITING
from bot.reports.triage.digest.service import (
    NEXT,
    CallUp,
    CollapseBacklog,
    FindBoard,
    IsWaiting,
    KeepDigest,
    LetWait,
)
from bot.reports.triage.outcomes.readings import WasRead
from bot.reports.triage.router.desk import Triage
from bot.reports.triage.router.digests import DigestDesk, DigestNotices
from bot.reports.triage.router.notices import CardNotices


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """What the handlers use, and what serves the outbox."""

    desk: DigestDesk
    senders: Mapping[str, Sender]


def create_digests(triage: Triage, cards: CardNotices) -> Digests:
    people: dict[str, Any] = {
        "unit_of_work": triage.find_card.unit_of_work,
        "clock": triage.find_card.clock,
    }
    desk = DigestDesk(
        triage=triage,
        find_board=FindBoard(**people),
        keep=KeepDigest(**people),
        call_up=CallUp(
            **people,
            desk=triage.find_card.desk,
            audit=triage.find_card.audit,
            tip_clock=triage.find_card.tip_clock,
        ),
    )
    notices = DigestNotices(
        cards=cards,
        desk=desk,
        collapse=CollapseBacklog(**people),
        let_wait=LetWait(**people),
        is_waiting=IsWaiting(**people),
        was_read=WasRead(unit_of_work=triage.find_card.unit_of_work),
    )
    senders = {
        CARD: notices.send_card,
        WAITING: notices.send_waiting,
        NEXT: cards.send_card,
        DIGEST: notices.send_digest,
        "answer_card": notices.send_answer,
    }
    return Digests(desk=desk, senders=senders)
