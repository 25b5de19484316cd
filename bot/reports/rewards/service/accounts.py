"""The budget: what is put into it, what is left, and whether the books agree with the rewards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.reports.rewards.rules.books import Balances, Transaction, balances_of
from bot.reports.rewards.rules.standing import WAITING, RewardState
from bot.reports.rewards.service.base import RewardUseCase
from bot.reports.rewards.service.dossiers import Dossier, list_dossiers
from bot.reports.rewards.service.posting import Posting, post_to_ledger
from storage.reports.base import random_id
from storage.reports.ledger import LedgerEntry
from storage.reports.unit_of_work import ReportsUnitOfWork

AccountOf = tuple[str, int]
"""A unit and a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What was compared: balances by unit and year, and every disagreement, as a code."""

    balances: Mapping[AccountOf, Balances]
    faults: Sequence[str]


class AllotBudget(RewardUseCase):
    """Puts money into the budget of a unit's year; a negative amount takes some back."""

    async def __call__(self, unit_id: str, year: int, fen: int) -> Balances:
        """Return what the year has then; nothing is entered for an amount of 0."""
        async with self.unit_of_work() as work:
            if not fen:
                return await read_balances(work, unit_id, year)
            posting = Posting(
                transaction_id=f"budget-{random_id()}",
                kind=Transaction.ALLOT if fen > 0 else Transaction.WITHDRAW,
                unit_id=unit_id,
                year=year,
                fen=abs(fen),
            )
            await post_to_ledger(work, posting, self.clock())
            await work.commit()
            return await read_balances(work, unit_id, year)


class ReadBalances(RewardUseCase):
    """Says what a unit's year has left."""

    async def __call__(self, unit_id: str, year: int) -> Balances:
        async with self.unit_of_work() as work:
            return await read_balances(work, unit_id, year)


class Reconcile(RewardUseCase):
    """Compares the books with the rewards: nothing is corrected here, only named."""

    async def __call__(self, unit_id: str | None = None) -> Reconciled:
        """Compare one unit's, so that it is told of no other's; None compares all."""
        async with self.unit_of_work() as work:
            entries = await work.ledger.list_all(unit_id, None)
            found = await list_dossiers(work, 0)
            sums = await work.ledger.balances(unit_id)
        dossiers = [each for each in found if unit_id in {None, each.unit_id}]
        held = _held_by_reward(entries)
        accounts = {(unit, year) for unit, year, _account in sums}
        balances = {
            each: balances_of(
                (account, fen)
                for (unit, year, account), fen in sums.items()
                if (unit, year) == each
            )
            for each in sorted(accounts)
        }
        faults = [
            *(
                f"unbalanced:{unit}:{year}"
                for (unit, year), b in balances.items()
                if not b.is_balanced
            ),
            *_one_sided(entries),
            *(fault for dossier in dossiers for fault in _faults_of(dossier, held)),
        ]
        return Reconciled(balances=balances, faults=faults)


async def read_balances(work: ReportsUnitOfWork, unit_id: str, year: int) -> Balances:
    sums = await work.ledger.balances(unit_id)
    return balances_of(
        (account, fen)
        for (unit, of, account), fen in sums.items()
        if (unit, of) == (unit_id, year)
    )


def _one_sided(entries: Sequence[LedgerEntry]) -> list[str]:
    """Return the transactions whose sides differ."""
    differences: dict[str, int] = {}
    for entry in entries:
        before = differences.get(entry.transaction_id, 0)
        differences[entry.transaction_id] = before + entry.debit - entry.credit
    return [f"one_sided:{each}" for each, difference in differences.items() if difference]


def _held_by_reward(entries: Sequence[LedgerEntry]) -> Counter[tuple[str | None, str]]:
    """Return debits less credits by reward and account."""
    held: Counter[tuple[str | None, str]] = Counter()
    for entry in entries:
        held[entry.reward_id, entry.account] += entry.debit - entry.credit
    return held


def _faults_of(dossier: Dossier, held: Mapping[tuple[str | None, str], int]) -> list[str]:
    """Return how a reward's state differs from what the books say of it."""
    amount = dossier.standing.amount or 0
    wanted = {
        "reserved": amount if dossier.state in WAITING else 0,
        "paid": amount if dossier.state is RewardState.PAID else 0,
        "donated": amount if dossier.state is RewardState.DONATED else 0,
    }
    return [
        f"{name}:{dossier.number}"
        for name, fen in wanted.items()
        if held.get((dossier.reward_id, name), 0) != fen
    ]
