from __future__ import annotations

import copy
import pickle
import secrets
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic
from nacl.public import PrivateKey

from storage.errors import ReceiptChecksumError, UnknownWordError, WrongWordCountError
from storage.vault.receipts import Receipt, looks_like_receipt
from tests.walking import each_of


def _receipt_or_none(entropy: bytes) -> Receipt | None:
    with suppress(ValueError):
        return Receipt(entropy)
    return None


receipts = st.binary(min_size=16, max_size=16).map(_receipt_or_none).filter(bool)


@pytest.fixture
def receipt(vectors: dict[str, Any]) -> Receipt:
    return Receipt(bytes.fromhex(vectors["receipts"][0]["entropy"]))


def test_known_receipts_keep_their_words_and_keys(vectors: dict[str, Any]) -> None:
    for vector in vectors["receipts"]:
        receipt = Receipt.parse(vector["zh_Hans"])
        assert receipt == Receipt.parse(vector["en"]) == Receipt(bytes.fromhex(vector["entropy"]))
        assert "".join(receipt.words("zh_Hans")) == vector["zh_Hans"]
        assert " ".join(receipt.words("en")) == vector["en"]
        keys = receipt.keys()
        assert keys.lookup.hex() == vector["lookup"]
        assert keys.claim.hex() == vector["claim"]
        assert bytes(keys.mailbox).hex() == vector["mailbox"]
        assert bytes(keys.mailbox.public_key).hex() == vector["mailbox_public"]


@each_of("locale,language", [("en", "english"), ("zh_Hans", "chinese_simplified")])
def test_words_are_those_of_bip39(vectors: dict[str, Any], locale: str, language: str) -> None:
    for vector in vectors["receipts"]:
        entropy = bytes.fromhex(vector["entropy"])
        assert " ".join(Receipt(entropy).words(locale)) == Mnemonic(language).to_mnemonic(entropy)


@given(receipt=receipts, locale=st.sampled_from(["zh_Hans", "en"]))
def test_every_receipt_parses_back(receipt: Receipt, locale: str) -> None:
    assert Receipt.parse(" ".join(receipt.words(locale))) == receipt


def test_created_receipts_differ_and_parse_back() -> None:
    created = [Receipt.create() for _ in range(500)]
    assert len(set(created)) == 500
    assert all(Receipt.parse("".join(each.words("zh_Hans"))) == each for each in created)


def test_a_receipt_costs_a_fifth_of_a_bit_at_most() -> None:
    draws = [_receipt_or_none(secrets.token_bytes(16)) for _ in range(5000)]
    assert 0.87 < sum(draw is not None for draw in draws) / len(draws) < 0.93


@each_of("entropy", [b"", bytes(15), bytes(17), bytes(16)])
def test_other_entropy_is_refused(entropy: bytes) -> None:
    with pytest.raises(ValueError, match="no entropy of a receipt"):
        Receipt(entropy)


def test_keys_are_different_and_independent_of_the_language(receipt: Receipt) -> None:
    keys = receipt.keys()
    assert isinstance(keys.mailbox, PrivateKey)
    assert len({keys.lookup, keys.claim, bytes(keys.mailbox)}) == 3
    assert {len(keys.lookup), len(keys.claim)} == {32}
    assert Receipt.parse(" ".join(receipt.words("en"))).keys().lookup == keys.lookup


@each_of("count", [0, 1, 11, 13, 24])
def test_another_number_of_words_is_told(receipt: Receipt, count: int) -> None:
    with pytest.raises(WrongWordCountError) as caught:
        Receipt.parse(" ".join((receipt.words("en") * 2)[:count]))
    assert caught.value.count == count


@each_of(
    "typed,suggested",
    [("helth", "health"), ("chaoz", "chaos"), ("jagaur", "jaguar"), ("healthy", "health")],
)
def test_a_misspelt_word_is_located_and_suggested(
    receipt: Receipt, typed: str, suggested: str
) -> None:
    words = list(receipt.words("en"))
    position = words.index(suggested)
    words[position] = typed
    with pytest.raises(UnknownWordError) as caught:
        Receipt.parse(" ".join(words))
    assert caught.value.position == position + 1
    assert caught.value.suggestions[0] == suggested


def test_an_unknown_character_is_located_without_suggestions(receipt: Receipt) -> None:
    words = list(receipt.words("zh_Hans"))
    words[4] = "龘"
    with pytest.raises(UnknownWordError) as caught:
        Receipt.parse("".join(words))
    assert (caught.value.position, caught.value.suggestions) == (5, ())


def test_a_mixture_of_languages_is_refused_at_the_first_stranger(receipt: Receipt) -> None:
    words = list(receipt.words("en"))
    words[6] = receipt.words("zh_Hans")[6]
    with pytest.raises(UnknownWordError) as caught:
        Receipt.parse(" ".join(words))
    assert caught.value.position == 7


@given(receipt=receipts)
def test_swapped_neighbours_mostly_fail_the_checksum(receipt: Receipt) -> None:
    words = list(receipt.words("en"))
    words[0], words[1] = words[1], words[0]
    try:
        assert (Receipt.parse(" ".join(words)) == receipt) == (words[0] == words[1])
    except ReceiptChecksumError:
        assert words[0] != words[1]


def test_a_wrong_word_fails_the_checksum_fifteen_times_in_sixteen(receipt: Receipt) -> None:
    words = list(receipt.words("en"))
    refused = 0
    for word in Mnemonic("english").wordlist:
        try:
            Receipt.parse(" ".join([*words[:11], word]))
        except ReceiptChecksumError:
            refused += 1
    # The last word holds seven bits of the receipt beside the checksum.
    assert 2048 - 128 <= refused < 2047


def test_a_retyped_word_is_recognised_in_any_spelling(receipt: Receipt) -> None:
    assert receipt.words("en")[2] == "jaguar"
    for text in ("jaguar", " JAGUAR. ", "jagu", "3. jaguar", receipt.words("zh_Hans")[2]):
        assert receipt.has_word(3, text), text
    for text in ("", "jag", "health", "jaguar health", "3", "jaguarr"):
        assert not receipt.has_word(3, text), text


def test_a_receipt_and_its_keys_show_nothing(receipt: Receipt) -> None:
    keys = receipt.keys()
    for value in (receipt, keys, keys.mailbox):
        name = type(value).__name__
        shown = {repr(value), str(value), f"{value}", f"{value!r:>5}", "%s" % value}  # noqa: UP031
        assert {text.strip() for text in shown} == {f"<{name}>"}
        for leak in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError, match="must not be copied"):
                leak(value)
    assert not hasattr(receipt, "__dict__")


def test_a_receipt_does_not_change(receipt: Receipt) -> None:
    with pytest.raises(AttributeError):
        receipt._entropy = bytes(16)
    with pytest.raises(AttributeError):
        del receipt._entropy


def test_errors_say_nothing_of_the_words(receipt: Receipt) -> None:
    words = receipt.words("en")
    texts = [
        " ".join(words[:11]),
        " ".join([*words[:11], "donorx"]),
        " ".join([*words[:11], "abandon"]),
    ]
    for text in texts:
        with pytest.raises((WrongWordCountError, UnknownWordError, ReceiptChecksumError)) as error:
            Receipt.parse(text)
        shown = repr(error.value) + str(error.value) + repr(error.value.args)
        assert error.value.__cause__ is None
        assert error.value.__context__ is None
        assert not any(word in shown for word in (*words, "donorx", "abandon"))


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
@pytest.mark.parametrize(
    "message",
    [
        "回执：{words}",
        "My receipt: {words}.",
        "我的回执是 {words}。",
        "my receipt is {words}",
        "虎门, [2026/11/30 12:01]\n{words}",
        "🔑 您的回执：十二个字\n\n{grid}\n\n{words}\n\n只有这十二个字能打开您的信箱：工作人员的提问、您的回答。",
        "🔑 Your receipt: twelve words\n\n{grid}\n\n{words}\n\nThey alone open your mailbox.",
    ],
)
def test_a_receipt_is_found_in_a_message_that_says_more(locale: str, message: str) -> None:
    for _ in range(20):
        receipt = Receipt.create()
        words = receipt.words(locale)
        rows = [" ".join(f"{n} {w}" for n, w in enumerate(words, 1))]
        text = message.format(words=" ".join(words), grid="\n".join(rows))
        assert Receipt.parse(text) == receipt
        assert looks_like_receipt(text)


def test_the_error_told_is_of_the_part_that_is_nearly_a_receipt() -> None:
    words = list(Receipt.create().words("en"))
    words[4] = "qqqqq"
    with pytest.raises(UnknownWordError) as caught:
        Receipt.parse(f"虎门, 12:01\n{' '.join(words)}\nplease open it for me")
    assert caught.value.position == 5
