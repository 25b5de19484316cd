"""A signature has one length whatever it signs, and comes back as it went."""

from __future__ import annotations

import pytest

from bot.reports.triage.duplicates.signatures import MOST_PLATES, Signature, sign
from storage.vault.padding import BUCKETS, pad

TEXTS = ["", "短", "昨晚九点半，金色港湾后门，鄂N12345" * 100, "鄂N1000{}" * 3]


@pytest.mark.parametrize("text", TEXTS)
def test_a_signature_comes_back_as_it_went(text: str) -> None:
    signature = sign([text], ["金色港湾"])
    assert Signature.from_bytes(signature.to_bytes()) == signature


def test_all_signatures_have_one_length_and_fit_the_smallest_bucket() -> None:
    many = " ".join(f"鄂N{number:05}" for number in range(3 * MOST_PLATES))
    lengths = {len(pad(sign([text]).to_bytes())) for text in [*TEXTS, many]}
    assert lengths == {BUCKETS[0]}


def test_a_signature_shows_nothing_by_accident() -> None:
    signature = sign(["昨晚九点半"], [])
    assert str(signature.text[0]) not in repr(signature)


@pytest.mark.parametrize("data", [b"", b"\x02" + bytes(453), bytes(454), b"\x01" * 10])
def test_what_is_no_signature_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no signature"):
        Signature.from_bytes(data)
