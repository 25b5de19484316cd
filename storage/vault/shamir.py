"""Splitting a private key into shares of words (SLIP-39), and putting it together again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share

from storage.errors import (
    SharePlanError,
    ShareWordsError,
    TooFewSharesError,
    WrongSharesError,
)

MIN_THRESHOLD: Final = 2
MAX_SHARES: Final = 16
_WORD: Final = re.compile(r"[a-z]+")


def split(secret: bytes, *, threshold: int, count: int) -> list[str]:
    """Return `count` shares of 33 English words each; any `threshold` of them give the secret.

    Fewer tell nothing about it. SLIP-39's own stretching protects a passphrase that is not used
    here: the secret has 256 random bits.
    """
    if not MIN_THRESHOLD <= threshold <= count <= MAX_SHARES:
        raise SharePlanError(f"from {MIN_THRESHOLD} to {MAX_SHARES} shares, at least 2 to recover")
    groups: list[list[str]] = generate_mnemonics(
        1, [(threshold, count)], secret, iteration_exponent=0
    )
    return groups[0]


def combine(texts: Sequence[str]) -> bytes:
    """Return the secret; more shares than it takes do no harm.

    Errors never carry a word of a share.
    """
    shares = [_parse(text, position) for position, text in enumerate(texts, start=1)]
    distinct = {(share.group_parameters(), share.index): share for share in shares}
    needed = max((share.member_threshold for share in shares), default=MIN_THRESHOLD)
    if len({parameters for parameters, _ in distinct}) > 1:
        raise WrongSharesError("the shares come from different splits")
    if len(distinct) < needed:
        raise TooFewSharesError(needed, len(distinct))
    chosen = list(distinct.values())[:needed]
    try:
        secret: bytes = combine_mnemonics([share.mnemonic() for share in chosen])
    except (MnemonicError, ValueError):
        raise WrongSharesError("the shares do not belong together") from None
    return secret


def _parse(text: str, position: int) -> Share:
    # Capitals, line breaks, commas and the numbers of a list do no harm.
    words = _WORD.findall(unicodedata.normalize("NFKC", text).lower())
    try:
        return Share.from_mnemonic(" ".join(words))
    except (MnemonicError, ValueError):
        raise ShareWordsError(position) from None
