from __future__ import annotations

import binascii
import re
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import Aead, SecretBox
from nacl.signing import SigningKey

from storage.vault.envelopes import GENESIS, Author, Context, Envelope, seal
from storage.vault.keys import Argon2Cost, PublicKeys, StaffKeys, create_keys
from storage.vault.slots import SLOTS_SIZE

_SLOT_SIZE = SLOTS_SIZE // 4


def _keys_in(data: bytes) -> Iterator[bytes]:
    """Every 32 bytes that stand in the data: raw, in hex, or in either base64."""
    yield from (data[n : n + 32] for n in range(len(data) - 31))
    for match in re.finditer(rb"(?=([0-9a-fA-F]{64}))", data):
        yield bytes.fromhex(match[1].decode())
    for match in re.finditer(rb"(?=([A-Za-z0-9+/]{43}))", data):
        yield b64decode(match[1] + b"=")
    for match in re.finditer(rb"(?=([A-Za-z0-9_-]{43}))", data):
        with suppress(binascii.Error):
            yield urlsafe_b64decode(match[1] + b"=")


def _opens(key: bytes, envelope: Envelope, context: Context) -> bool:
    slots = [envelope.slots[n : n + _SLOT_SIZE] for n in range(0, SLOTS_SIZE, _SLOT_SIZE)]
    private_keys = (PrivateKey(key), SigningKey(key).to_curve25519_private_key())
    attempts = [(SealedBox(private), slot) for private in private_keys for slot in slots]
    for box, slot in attempts:
        with suppress(CryptoError):
            box.decrypt(slot)
            return True
    with suppress(CryptoError):
        Aead(key).decrypt(envelope.box, context.to_bytes())
        return True
    with suppress(CryptoError):
        SecretBox(key).decrypt(envelope.box)
        return True
    return False


def _opening_keys(data: bytes, envelope: Envelope, context: Context) -> list[bytes]:
    return [key for key in set(_keys_in(data)) if _opens(key, envelope, context)]


def test_the_public_folder_holds_no_key_that_opens(tmp_path: Path, cheap: Argon2Cost) -> None:
    months = ["2026-11"]
    create_keys(tmp_path, units=["u"], months=months, passphrase=b"passphrase", cost=cheap)
    public = PublicKeys.load(tmp_path, None)
    unit_key = public.unit_key("u", "2026-11")
    context = Context("H7K2-9", 1, Author.TIPSTER, 1)
    envelope = seal(b"words", context, [unit_key.public], public.writer, GENESIS)

    files = [path for path in (tmp_path / "public").rglob("*") if path.is_file()]
    assert sorted(path.name for path in files) == ["key_list.json", "writer.seed"]
    for path in files:
        assert _opening_keys(path.read_bytes(), envelope, context) == []

    # The same search does find the staff's key, wherever and however it is written.
    private = bytes(StaffKeys.load(tmp_path, b"passphrase", None).private_key(unit_key.id))
    base64 = binascii.b2a_base64(private, newline=False)
    for leak in (private, private.hex().encode(), base64, base64.translate(None, b"=")):
        assert _opening_keys(b"seed=" + leak + b";", envelope, context) == [private]


def test_the_public_keys_object_reaches_no_private_key_but_its_writer(
    public_keys: PublicKeys,
) -> None:
    assert set(vars(public_keys)) == {"writer", "key_list"}
    assert not hasattr(public_keys, "private_key")
