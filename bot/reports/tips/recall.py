"""Checks the words of a receipt that a person types back."""

from __future__ import annotations

from collections.abc import Sequence

from storage.vault.receipts import Receipt
from storage.vault.transcription import read_tokens


def wrong_positions(
    receipt: Receipt, positions: Sequence[int], text: str
) -> tuple[int, ...] | None:
    """Return the positions whose word is wrong, or None where there are more or fewer words.

    Any separators do, and numbers before the words are no words.
    """
    words = [token.text for token in read_tokens(text) if not token.text.isdecimal()]
    if len(words) != len(positions):
        return None
    pairs = zip(positions, words, strict=True)
    return tuple(place for place, word in pairs if not receipt.has_word(place, word))
