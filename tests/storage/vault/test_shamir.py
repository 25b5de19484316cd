from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable

import pytest

from storage.errors import (
    SharePlanError,
    SharesError,
    ShareWordsError,
    TooFewSharesError,
    WrongSharesError,
)
from storage.vault.shamir import combine, split
from tests.walking import each_of

SECRET = bytes(range(32))
SHARES = split(SECRET, threshold=3, count=5)


@each_of("chosen", list(itertools.permutations(range(5), 3)))
def test_any_three_of_five_shares_give_the_secret(chosen: tuple[int, ...]) -> None:
    assert combine([SHARES[n] for n in chosen]) == SECRET


@each_of("threshold,count", [(2, 2), (2, 3), (5, 9), (16, 16)])
def test_plans_of_every_size_work(threshold: int, count: int) -> None:
    secret = secrets.token_bytes(32)
    shares = split(secret, threshold=threshold, count=count)
    assert len(shares) == count
    assert all(len(share.split()) == 33 for share in shares)
    assert combine(shares[-threshold:]) == combine(shares) == secret


@each_of("threshold,count", [(1, 1), (1, 3), (0, 2), (3, 2), (2, 17), (17, 17)])
def test_plans_that_protect_nothing_or_do_not_exist_are_refused(
    threshold: int, count: int
) -> None:
    with pytest.raises(SharePlanError):
        split(SECRET, threshold=threshold, count=count)


def test_fewer_shares_than_it_takes_are_told_with_their_number() -> None:
    for chosen in ([0], [0, 1], [0, 0, 0], [4, 2, 4, 2]):
        with pytest.raises(TooFewSharesError) as caught:
            combine([SHARES[n] for n in chosen])
        assert (caught.value.needed, caught.value.given) == (3, len(set(chosen)))
    with pytest.raises(TooFewSharesError):
        combine([])


def test_shares_of_another_split_are_refused_even_of_the_same_secret() -> None:
    other = split(SECRET, threshold=3, count=5)
    for strangers in ([other[2]], [other[1], other[2]]):
        with pytest.raises(WrongSharesError):
            combine([*SHARES[: 3 - len(strangers)], *strangers])


SPELLINGS: list[Callable[[str], str]] = [
    str.upper,
    str.title,
    lambda text: text.replace(" ", "\r\n"),
    lambda text: ", ".join(text.split()) + ".",
    lambda text: " ".join(f"{n}. {word}" for n, word in enumerate(text.split(), start=1)),
    lambda text: "".join(chr(ord(c) + 0xFEE0) if c != " " else "\u3000" for c in text),
]


@each_of("spell", SPELLINGS)
def test_a_share_may_be_written_in_many_ways(spell: Callable[[str], str]) -> None:
    assert combine([spell(share) for share in SHARES[:3]]) == SECRET


@each_of("place", range(33))
def test_one_wrong_word_is_noticed_and_its_share_named(place: int) -> None:
    words = SHARES[1].split()
    words[place] = "academic" if words[place] != "academic" else "zero"
    with pytest.raises(ShareWordsError) as caught:
        combine([SHARES[0], " ".join(words), SHARES[2]])
    assert caught.value.position == 2


@each_of("text", ["", "hello", "academic " * 33, "academic acid", "9" * 400, "🙂"])
def test_other_texts_are_no_share(text: str) -> None:
    with pytest.raises(ShareWordsError):
        combine([text])


def test_errors_carry_no_word_of_a_share() -> None:
    other = split(SECRET, threshold=3, count=5)
    damaged = " ".join([*SHARES[0].split()[:-1], "zero"])
    for shares in ([damaged], SHARES[:2], [*SHARES[:2], other[0]]):
        with pytest.raises(SharesError) as caught:
            combine(shares)
        shown = f"{caught.value!r} {caught.value.__cause__!r}"
        assert not set(SHARES[0].split()) & set(shown.split())
