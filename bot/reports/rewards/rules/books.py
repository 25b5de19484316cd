"""What each transaction writes into the books, and what must balance; amounts are in fen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Account(StrEnum):
    """The accounts of a unit and year."""

    ALLOTTED = "allotted"
    AVAILABLE = "available"
    RESERVED = "reserved"
    PAID = "paid"
    DONATED = "donated"


class Transaction(StrEnum):
    """What moves money between accounts."""

    ALLOT = "allot"
    WITHDRAW = "withdraw"
    RESERVE = "reserve"
    RELEASE = "release"
    PAY = "pay"
    DONATE = "donate"
    REVERSE = "reverse"


MOVES: Final[Mapping[Transaction, tuple[Account, Account]]] = {
    Transaction.ALLOT: (Account.AVAILABLE, Account.ALLOTTED),
    Transaction.WITHDRAW: (Account.ALLOTTED, Account.AVAILABLE),
    Transaction.RESERVE: (Account.RESERVED, Account.AVAILABLE),
    Transaction.RELEASE: (Account.AVAILABLE, Account.RESERVED),
    Transaction.PAY: (Account.PAID, Account.RESERVED),
    Transaction.DONATE: (Account.DONATED, Account.RESERVED),
    Transaction.REVERSE: (Account.AVAILABLE, Account.PAID),
}
"""Debit and credit of each; a reversal gives the money back to the budget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balances:
    """Debits less credits of a unit and year."""

    allotted: int = 0
    available: int = 0
    reserved: int = 0
    paid: int = 0
    donated: int = 0

    @property
    def is_balanced(self) -> bool:
        total = self.allotted + self.available + self.reserved + self.paid + self.donated
        return total == 0 and min(self.reserved, self.paid, self.donated) >= 0


def balances_of(sums: Iterable[tuple[str, int]]) -> Balances:
    found = dict(sums)
    return Balances(**{account.value: found.get(account.value, 0) for account in Account})
