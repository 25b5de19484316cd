from __future__ import annotations

import json
from typing import Any

import pytest

from storage.errors import KeyFileError, WrongPassphraseError
from storage.vault.wrapping import INTERACTIVE, MODERATE, Argon2Cost, Wrapping


def test_a_key_wrapped_by_an_earlier_version_is_still_unwrapped(vectors: dict[str, Any]) -> None:
    vector = vectors["wrapping"]
    file = json.dumps(vector["file"]).encode()
    wrapping = Wrapping.find(vector["passphrase"].encode(), file)
    assert wrapping.unwrap(bytes.fromhex(vector["wrapped"])).hex() == vector["secret"]


def test_what_was_wrapped_comes_back_and_never_looks_the_same(cheap: Argon2Cost) -> None:
    wrapping, file = Wrapping.create(b"passphrase", cheap)
    assert wrapping.wrap(b"secret") != wrapping.wrap(b"secret")
    found = Wrapping.find(b"passphrase", file)
    assert found.unwrap(wrapping.wrap(b"secret")) == b"secret"


def test_every_wrapping_has_a_salt_of_its_own(cheap: Argon2Cost) -> None:
    one, _ = Wrapping.create(b"passphrase", cheap)
    other, _ = Wrapping.create(b"passphrase", cheap)
    with pytest.raises(KeyFileError):
        other.unwrap(one.wrap(b"secret"))


def test_every_flipped_bit_of_a_wrapped_key_is_refused(cheap: Argon2Cost) -> None:
    wrapping, _ = Wrapping.create(b"passphrase", cheap)
    wrapped = wrapping.wrap(bytes(32))
    for bit in range(len(wrapped) * 8):
        damaged = bytearray(wrapped)
        damaged[bit // 8] ^= 1 << bit % 8
        with pytest.raises(KeyFileError):
            wrapping.unwrap(bytes(damaged))


@pytest.mark.parametrize("passphrase", [b"", b"Passphrase", b"passphrase "])
def test_another_passphrase_is_refused(cheap: Argon2Cost, passphrase: bytes) -> None:
    _, file = Wrapping.create(b"passphrase", cheap)
    with pytest.raises(WrongPassphraseError):
        Wrapping.find(passphrase, file)


def test_costs_are_libsodiums() -> None:
    mebibyte = 1024 * 1024
    assert Argon2Cost(opslimit=2, memlimit=64 * mebibyte) == INTERACTIVE
    assert Argon2Cost(opslimit=3, memlimit=256 * mebibyte) == MODERATE


def test_neither_file_nor_object_shows_the_passphrase(cheap: Argon2Cost) -> None:
    wrapping, file = Wrapping.create(b"passphrase", cheap)
    assert b"passphrase" not in file
    assert repr(wrapping) == str(wrapping) == "<Wrapping>"
