"""Claim codes: 80 bits made of the receipt and the reward, which only the tipster can make."""

from __future__ import annotations

from hashlib import blake2b
from hmac import compare_digest
from typing import Final

from storage.codes import ALPHABET, read_symbols

CODE_BITS: Final = 80
_SYMBOL_BITS: Final = 5
_SYMBOLS: Final = CODE_BITS // _SYMBOL_BITS


def make_code(claim_key: bytes, reward_id: str) -> str:
    """Return a code such as 7K3M-9Q2C-VB5T-0XH8; `claim_key` is the receipt's."""
    digest = blake2b(
        reward_id.encode(), key=claim_key, digest_size=CODE_BITS // 8, person=b"humen.reward.1"
    ).digest()
    value = int.from_bytes(digest)
    shifts = range(CODE_BITS - _SYMBOL_BITS, -1, -_SYMBOL_BITS)
    symbols = "".join(ALPHABET[value >> shift & 31] for shift in shifts)
    return "-".join(symbols[start : start + 4] for start in range(0, _SYMBOLS, 4))


def parse_code(text: str) -> str | None:
    """Return the code in its written form, or None where the text is none."""
    symbols = next(read_symbols(text, _SYMBOLS), None)
    if symbols is None:
        return None
    return "-".join(symbols[start : start + 4] for start in range(0, _SYMBOLS, 4))


def make_verifier(code: str, reward_id: str) -> bytes:
    """Return what is stored: at 80 random bits nobody finds the code that it is of."""
    return blake2b(
        code.encode(), key=reward_id.encode(), digest_size=32, person=b"humen.claim.2"
    ).digest()


def is_code_of(code: str, reward_id: str, verifier: bytes) -> bool:
    return compare_digest(make_verifier(code, reward_id), verifier)
