"""Addresses have one length when sealed, and open with their own key alone."""

from __future__ import annotations

import pytest
from nacl.public import PrivateKey

from storage.errors import EnvelopeError
from storage.vault.addresses import SEALED_SIZE, Address, open_address, seal_address
from tests.walking import each_of

ADDRESSES = [
    Address(chat_id=1, locale="en"),
    Address(chat_id=-1_001_234_567_890, locale="zh_Hans"),
    Address(chat_id=2**52, locale="zh_Hans"),
]


@each_of("address", ADDRESSES)
def test_an_address_comes_back_with_its_language(address: Address) -> None:
    private = PrivateKey.generate()
    assert open_address(seal_address(address, private.public_key), private) == address


def test_every_sealed_address_has_the_same_length_and_no_two_are_alike() -> None:
    public = PrivateKey.generate().public_key
    sealed = [seal_address(each, public) for each in ADDRESSES * 2]
    assert {len(each) for each in sealed} == {SEALED_SIZE}
    assert len(set(sealed)) == len(sealed)


def test_another_key_and_damaged_bytes_open_nothing() -> None:
    private = PrivateKey.generate()
    sealed = seal_address(ADDRESSES[0], private.public_key)
    for data, key in (
        (sealed, PrivateKey.generate()),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), private),
        (sealed[:-1], private),
        (b"", private),
    ):
        with pytest.raises(EnvelopeError):
            open_address(data, key)


def test_an_address_shows_no_chat() -> None:
    assert "1234567890" not in repr(ADDRESSES[1])
