"""Writing into the books, within the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.reports.rewards.rules.books import MOVES, Account, Transaction
from bot.reports.rewards.service.dossiers import Dossier
from storage.reports.kinds import cut_to_hour
from storage.reports.ledger import LedgerEntry
from storage.reports.unit_of_work import ReportsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A transaction to write; its id says of which event it comes, so that none comes twice."""

    transaction_id: str
    kind: Transaction
    unit_id: str
    year: int
    fen: int
    reward_id: str | None = None
    tip_number: str | None = None
    staff_id: str | None = None
    reverses: str | None = None


def posting_of(
    dossier: Dossier, sequence: int, kind: Transaction, staff_id: str | None = None
) -> Posting:
    """Return the posting of an event that moves all of the reward's money."""
    assert dossier.standing.amount is not None
    return Posting(
        transaction_id=transaction_id_of(dossier.reward_id, sequence),
        kind=kind,
        unit_id=dossier.unit_id,
        year=dossier.year,
        fen=dossier.standing.amount,
        reward_id=dossier.reward_id,
        tip_number=dossier.number,
        staff_id=staff_id,
    )


def transaction_id_of(reward_id: str, sequence: int) -> str:
    return f"{reward_id}-{sequence}"


async def post_to_ledger(work: ReportsUnitOfWork, posting: Posting, now: datetime) -> None:
    """Write both sides; the ledger is held from here to the commit."""
    await work.ledger.flush()
    await work.ledger.hold()
    position = await work.ledger.next_position()
    debit, credit = MOVES[posting.kind]
    work.ledger.add(_side(posting, position, (1, debit, posting.fen, 0), now))
    work.ledger.add(_side(posting, position, (2, credit, 0, posting.fen), now))
    await work.ledger.flush()


def _side(
    posting: Posting, position: int, side: tuple[int, Account, int, int], now: datetime
) -> LedgerEntry:
    line, account, debit, credit = side
    return LedgerEntry(
        transaction_id=posting.transaction_id,
        line=line,
        position=position,
        unit_id=posting.unit_id,
        year=posting.year,
        account=account.value,
        debit=debit,
        credit=credit,
        kind=posting.kind.value,
        reward_id=posting.reward_id,
        tip_number=posting.tip_number,
        staff_id=posting.staff_id,
        reverses=posting.reverses,
        hour=cut_to_hour(now),
    )
