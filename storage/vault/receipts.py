"""Receipts: 128 random bits that a tipster keeps as twelve words, and the keys they give."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256
from hmac import compare_digest
from itertools import groupby
from math import prod
from typing import Final, NoReturn, Self

from nacl.public import PrivateKey

from storage.errors import ReceiptChecksumError, ReceiptError, WrongWordCountError
from storage.vault.secrecy import Opaque, OpaquePrivateKey
from storage.vault.transcription import WORD_COUNT, Token, read_indexes, read_tokens
from storage.vault.wordlists import words_for

ENTROPY_SIZE: Final = 16
KEY_SIZE: Final = 32
_WORD_BITS: Final = 11
_CHECKSUM_BITS: Final = 4
# The Chinese list begins with the commonest characters, so the positions in a sentence are low.
# One draw in ten is dropped as too low (0.15 of 128 bits); in return one twelve-character
# sentence in a few thousand passes for a receipt, where BIP39's four bits let one in 20 through.
_RANK_OFFSET: Final = 64
_RANK_BITS: Final = 112
# Only behind such a word are twelve words looked for within a sentence.
_LABELLED: Final = re.compile(r"回执|receipt", re.IGNORECASE)
# Hardly a sentence of English has so many words of the list in a row.
_LONG_RUN: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ReceiptKeys(Opaque):
    """What a receipt opens: its row, its mailbox, and its claims."""

    lookup: bytes
    mailbox: PrivateKey
    claim: bytes


class Receipt(Opaque):
    """Twelve words that only the tipster keeps."""

    __slots__ = ("_entropy",)
    _entropy: bytes

    def __init__(self, entropy: bytes) -> None:
        """Take 16 bytes; ValueError for the one in ten that `create` would not draw."""
        if len(entropy) != ENTROPY_SIZE or not _is_scattered(_indexes(entropy)):
            raise ValueError("no entropy of a receipt")
        object.__setattr__(self, "_entropy", bytes(entropy))

    @classmethod
    def create(cls) -> Self:
        while not _is_scattered(_indexes(entropy := secrets.token_bytes(ENTROPY_SIZE))):
            pass
        return cls(entropy)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a receipt in either language and any spelling; else raise a ReceiptError.

        It may stand in a message that says more, as the bot's own does when it is copied whole.
        """
        error: ReceiptError | None = None
        for part in (text, *_parts(text)):
            try:
                return cls._parse_whole(part)
            except ReceiptError as found:
                error = _nearer(error, found)
        assert error is not None
        raise error

    @classmethod
    def _parse_whole(cls, text: str) -> Self:
        indexes = read_indexes(text)
        value = 0
        for index in indexes:
            value = value << _WORD_BITS | index
        entropy = (value >> _CHECKSUM_BITS).to_bytes(ENTROPY_SIZE)
        if _indexes(entropy) != indexes or not _is_scattered(indexes):
            raise ReceiptChecksumError("the words make no receipt")
        return cls(entropy)

    def words(self, locale: str) -> tuple[str, ...]:
        """Return twelve characters for a Chinese locale, else twelve English words."""
        words = words_for(locale)
        return tuple(words[index] for index in _indexes(self._entropy))

    def has_word(self, position: int, text: str) -> bool:
        """Tell whether the text spells the word at a position (from 1), in any language."""
        tokens = [token for token in read_tokens(text) if not token.text.isdecimal()]
        expected = _indexes(self._entropy)[position - 1]
        return len(tokens) == 1 and tokens[0].index == expected

    def keys(self) -> ReceiptKeys:
        return ReceiptKeys(
            lookup=self._derive(b"humen.lookup.1"),
            mailbox=OpaquePrivateKey(self._derive(b"humen.mailbox.1")),
            claim=self._derive(b"humen.claim.1"),
        )

    def _derive(self, purpose: bytes) -> bytes:
        return blake2b(key=self._entropy, digest_size=KEY_SIZE, person=purpose).digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Receipt) and compare_digest(self._entropy, other._entropy)

    def __hash__(self) -> int:
        return hash(self._entropy)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a receipt does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a receipt does not change")


def looks_like_receipt(text: str) -> bool:
    """Tell whether a text in a chat is likely a receipt, perhaps with an error or a label.

    It may be wrong either way: it serves to take a receipt off the screen, not to open one.
    """
    return any(_is_nearly_receipt(read_tokens(part)) for part in {text, *_parts(text)})


def _parts(text: str) -> Iterator[str]:
    """Yield each line and what stands behind each colon; after a label also the words alone."""
    for part in re.split(r"[\n:：]", text):
        yield part
        if _LABELLED.search(part):
            yield " ".join(token.text for token in read_tokens(part)[-WORD_COUNT:])


def _nearer(error: ReceiptError | None, found: ReceiptError) -> ReceiptError:
    """Return the error to tell: of a part with twelve words, before one of the whole text."""
    is_counted = isinstance(error, WrongWordCountError)
    if error is None or (is_counted and not isinstance(found, WrongWordCountError)):
        return found
    return error


def _is_nearly_receipt(tokens: Sequence[Token]) -> bool:
    known = [token.index for token in tokens if token.index is not None]
    surplus, unknown = abs(len(tokens) - WORD_COUNT), len(tokens) - len(known)
    latin = sum(token.is_latin for token in tokens)
    if latin == 0:
        return surplus <= 1 and unknown <= 1 and _is_scattered(known)
    # English sentences are full of words that are not in the list, so more may be amiss here.
    return _has_long_run(tokens) or (latin == len(tokens) and surplus <= 2 and unknown <= 2)


def _has_long_run(tokens: Sequence[Token]) -> bool:
    runs = groupby(tokens, key=lambda token: token.is_latin and token.index is not None)
    return any(is_run and len(list(run)) >= _LONG_RUN for is_run, run in runs)


def _indexes(entropy: bytes) -> tuple[int, ...]:
    """Return BIP39's twelve list positions: 128 bits and the first four of their SHA-256."""
    checksum = sha256(entropy).digest()[0] >> (8 - _CHECKSUM_BITS)
    value = int.from_bytes(entropy) << _CHECKSUM_BITS | checksum
    shifts = range((WORD_COUNT - 1) * _WORD_BITS, -1, -_WORD_BITS)
    return tuple(value >> shift & (1 << _WORD_BITS) - 1 for shift in shifts)


def _is_scattered(indexes: Sequence[int]) -> bool:
    ranks = prod(index + _RANK_OFFSET for index in indexes)
    return ranks**WORD_COUNT >= 1 << _RANK_BITS * len(indexes)
