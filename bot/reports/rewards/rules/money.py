"""Money in whole fen: a hundredth of a yuan, never a float."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.chat.numbers import read_number

FEN: Final = 100
"""Fen in a yuan."""
_UNITS: Final = ("元", "圆", "块", "块钱", "元整", "rmb", "cny", "yuan")


@dataclass(frozen=True, slots=True)
class Span:
    """From the least to the most that something earns, in fen; equal where it is fixed."""

    lower: int
    upper: int

    def __add__(self, other: Span) -> Span:
        return Span(self.lower + other.lower, self.upper + other.upper)

    def times(self, units: int) -> Span:
        return Span(self.lower * units, self.upper * units)

    def within(self, most: int | None) -> Span:
        """Return the span with both ends cut to `most` fen."""
        return self if most is None else Span(min(self.lower, most), min(self.upper, most))

    @property
    def is_fixed(self) -> bool:
        return self.lower == self.upper


NOTHING: Final = Span(0, 0)


def add_up(spans: Iterable[Span]) -> Span:
    return sum(spans, NOTHING)


def highest(spans: Iterable[Span]) -> Span:
    """Return the higher ends of all."""
    found = [NOTHING, *spans]
    return Span(max(each.lower for each in found), max(each.upper for each in found))


def to_fen(yuan: int) -> int:
    return yuan * FEN


def parse_yuan(text: str) -> int | None:
    """Read an amount as people type it and return it in fen, or None; it has whole fen above 0."""
    amount = read_number(text, _UNITS, sign="¥")
    if amount is None or amount <= 0:
        return None
    fen = amount * FEN
    return int(fen) if fen == fen.to_integral_value() else None


def write_yuan(fen: int) -> str:
    """Return the amount in yuan as people write it: "500", "1,000", "12.50"."""
    yuan, rest = divmod(fen, FEN)
    return f"{yuan:,}.{rest:02d}" if rest else f"{yuan:,}"
