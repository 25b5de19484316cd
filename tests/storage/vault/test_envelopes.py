from __future__ import annotations

import base64
import dataclasses
from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from storage.errors import (
    EnvelopeError,
    EnvelopeFormatError,
    EnvelopeOpenError,
    EnvelopeSignatureError,
    MessageTooLongError,
)
from storage.vault.envelopes import (
    GENESIS,
    OVERHEAD,
    Author,
    Context,
    Envelope,
    open_envelope,
    rewrap,
    seal,
    verify,
)
from storage.vault.padding import BUCKETS
from storage.vault.signing import Writer
from storage.vault.slots import MAX_READERS

UNIT: Final = PrivateKey.generate()
MAILBOX: Final = PrivateKey.generate()
STRANGER: Final = PrivateKey.generate()
WRITER: Final = Writer.create()
STAFF: Final = Writer.create()
CONTEXT: Final = Context("H7K2-9", 3, Author.TIPSTER, 1)
PREVIOUS: Final = bytes(range(32))


def _seal(message: bytes = b"words", *, readers: int = 1) -> Envelope:
    return seal(message, CONTEXT, [UNIT.public_key] * readers, WRITER, PREVIOUS)


@given(message=st.binary(max_size=3000), readers=st.integers(1, MAX_READERS))
def test_what_was_sealed_verifies_and_opens(message: bytes, readers: int) -> None:
    envelope = Envelope.from_bytes(_seal(message, readers=readers).to_bytes())
    verify(envelope, CONTEXT, PREVIOUS, WRITER.public)
    assert open_envelope(envelope, CONTEXT, UNIT) == message


def test_each_reader_opens_and_nobody_else() -> None:
    envelope = seal(b"words", CONTEXT, [UNIT.public_key, MAILBOX.public_key], WRITER, GENESIS)
    assert open_envelope(envelope, CONTEXT, UNIT) == open_envelope(envelope, CONTEXT, MAILBOX)
    with pytest.raises(EnvelopeOpenError):
        open_envelope(envelope, CONTEXT, STRANGER)


def test_envelopes_of_an_earlier_version_still_verify_and_open(vectors: dict[str, Any]) -> None:
    chain = vectors["chain"]
    unit = PrivateKey(bytes.fromhex(chain["unit"]))
    mailbox = PrivateKey(bytes.fromhex(chain["mailbox"]))
    previous = GENESIS
    for row in chain["rows"]:
        author = Author(row["author"])
        context = Context(chain["tip"], row["sequence"], author, chain["schema"])
        seed = bytes(range(32)) if author is Author.TIPSTER else bytes(range(32, 64))
        envelope = Envelope.from_bytes(base64.b64decode(row["envelope"]))
        verify(envelope, context, previous, Writer(seed).public)
        assert open_envelope(envelope, context, unit).decode() == row["message"]
        if author is Author.STAFF:
            assert open_envelope(envelope, context, mailbox).decode() == row["message"]
        assert envelope.digest.hex() == row["digest"]
        previous = envelope.digest


def test_two_envelopes_of_the_same_words_share_nothing_but_their_length() -> None:
    one, other = _seal(), _seal()
    assert len(one.to_bytes()) == len(other.to_bytes())
    for field in dataclasses.fields(Envelope):
        assert getattr(one, field.name) != getattr(other, field.name)


@pytest.mark.parametrize("bucket", BUCKETS[:8])
def test_messages_of_a_bucket_are_stored_in_equal_lengths(bucket: int) -> None:
    below = max((each for each in BUCKETS if each < bucket), default=3)
    lengths = {
        len(_seal(b"x" * size, readers=readers).to_bytes())
        for size in (below - 3, bucket - 4)
        for readers in (1, 2, MAX_READERS)
    }
    assert lengths == {bucket + OVERHEAD}


def test_the_slots_do_not_tell_the_first_reader_by_place() -> None:
    places = set()
    for _ in range(100):
        envelope = _seal()
        for place in range(MAX_READERS):
            slots = envelope.slots[place * 80 : place * 80 + 80] * MAX_READERS
            try:
                open_envelope(dataclasses.replace(envelope, slots=slots), CONTEXT, UNIT)
            except EnvelopeOpenError:
                continue
            places.add(place)
    assert places == set(range(MAX_READERS))


def test_every_flipped_bit_of_a_stored_envelope_is_refused() -> None:
    stored = _seal().to_bytes()
    accepted = []
    for bit in range(len(stored) * 8):
        damaged = bytearray(stored)
        damaged[bit // 8] ^= 1 << bit % 8
        try:
            verify(Envelope.from_bytes(bytes(damaged)), CONTEXT, PREVIOUS, WRITER.public)
        except EnvelopeError:
            continue
        accepted.append(bit)
    assert accepted == []


def test_every_flipped_bit_of_the_sealed_part_fails_to_open_even_unverified() -> None:
    envelope = _seal()
    for bit in range(0, len(envelope.box) * 8, 7):
        box = bytearray(envelope.box)
        box[bit // 8] ^= 1 << bit % 8
        with pytest.raises(EnvelopeOpenError):
            open_envelope(dataclasses.replace(envelope, box=bytes(box)), CONTEXT, UNIT)


def test_every_truncation_and_extension_is_refused() -> None:
    stored = _seal().to_bytes()
    for data in (*(stored[:size] for size in range(len(stored))), stored + b"\0", stored * 2):
        with pytest.raises(EnvelopeFormatError):
            Envelope.from_bytes(data)


@pytest.mark.parametrize(
    "change",
    [
        {"tip": "H7K2-8"},
        {"tip": ""},
        {"sequence": 2},
        {"sequence": 4},
        {"author": Author.STAFF},
        {"author": Author.NOTE},
        {"schema": 2},
    ],
)
def test_another_context_neither_verifies_nor_opens(change: dict[str, Any]) -> None:
    envelope, elsewhere = _seal(), dataclasses.replace(CONTEXT, **change)
    with pytest.raises(EnvelopeSignatureError):
        verify(envelope, elsewhere, PREVIOUS, WRITER.public)
    with pytest.raises(EnvelopeOpenError):
        open_envelope(envelope, elsewhere, UNIT)


def test_another_predecessor_or_writer_does_not_verify() -> None:
    envelope = _seal()
    for previous, writer in ((GENESIS, WRITER), (PREVIOUS, STAFF)):
        with pytest.raises(EnvelopeSignatureError):
            verify(envelope, CONTEXT, previous, writer.public)


def test_contexts_never_share_their_bytes() -> None:
    contexts = [
        Context(tip, sequence, author, schema)
        for tip in ("", "1", "11", "t", "1tipster", "\0")
        for sequence in (0, 1, 256, 2**64 - 1)
        for author in Author
        for schema in (0, 1, 256)
    ]
    assert len({context.to_bytes() for context in contexts}) == len(contexts)


@pytest.mark.parametrize(
    "context",
    [
        Context("t", -1, Author.NOTE, 1),
        Context("t", 2**64, Author.NOTE, 1),
        Context("t", 1, Author.NOTE, 2**16),
        Context("t" * 70_000, 1, Author.NOTE, 1),
    ],
)
def test_an_impossible_context_is_refused(context: Context) -> None:
    with pytest.raises(EnvelopeFormatError):
        verify(_seal(), context, PREVIOUS, WRITER.public)


def test_a_forger_with_the_units_public_key_is_refused() -> None:
    forged = seal(b"forged", CONTEXT, [UNIT.public_key], Writer.create(), PREVIOUS)
    with pytest.raises(EnvelopeSignatureError):
        verify(forged, CONTEXT, PREVIOUS, WRITER.public)


@pytest.mark.parametrize("part", ["slots", "commitment", "box", "signature", "slots_signature"])
def test_a_part_of_another_envelope_is_refused(part: str) -> None:
    envelope, other = _seal(), _seal()
    mixed = dataclasses.replace(envelope, **{part: getattr(other, part)})
    with pytest.raises(EnvelopeSignatureError):
        verify(mixed, CONTEXT, PREVIOUS, WRITER.public)


def test_rewrapping_changes_the_readers_and_nothing_else() -> None:
    envelope = _seal()
    moved = rewrap(envelope, UNIT, [MAILBOX.public_key], STAFF)
    verify(moved, CONTEXT, PREVIOUS, WRITER.public, STAFF.public)
    assert moved.digest == envelope.digest
    assert open_envelope(moved, CONTEXT, MAILBOX) == b"words"
    with pytest.raises(EnvelopeOpenError):
        open_envelope(moved, CONTEXT, UNIT)
    with pytest.raises(EnvelopeSignatureError):
        verify(moved, CONTEXT, PREVIOUS, WRITER.public)
    with pytest.raises(EnvelopeOpenError):
        rewrap(envelope, STRANGER, [STRANGER.public_key], STAFF)


def test_a_slot_with_another_key_than_the_boxs_is_not_taken() -> None:
    stray = _seal().slots
    with pytest.raises(EnvelopeOpenError):
        rewrap(dataclasses.replace(_seal(), slots=stray), UNIT, [MAILBOX.public_key], STAFF)


@pytest.mark.parametrize("count", [0, MAX_READERS + 1])
def test_an_envelope_has_one_to_four_readers(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 4 readers"):
        _seal(readers=count)


def test_too_long_a_message_is_refused() -> None:
    with pytest.raises(MessageTooLongError):
        _seal(bytes(24 * 1024 * 1024))


@pytest.mark.parametrize("previous", [b"", bytes(31), bytes(33)])
def test_a_predecessor_has_32_bytes(previous: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(b"words", CONTEXT, [UNIT.public_key], WRITER, previous)


@pytest.mark.parametrize(
    "fail",
    [
        lambda e: open_envelope(e, CONTEXT, STRANGER),
        lambda e: open_envelope(e, dataclasses.replace(CONTEXT, sequence=9), UNIT),
        lambda e: verify(e, CONTEXT, GENESIS, WRITER.public),
    ],
)
def test_errors_and_envelopes_show_neither_words_nor_bytes(
    fail: Callable[[Envelope], object],
) -> None:
    envelope = _seal(b"canary words")
    with pytest.raises(EnvelopeError) as caught:
        fail(envelope)
    shown = f"{caught.value!r} {caught.value.__cause__!r} {envelope!r}"
    assert "canary" not in shown
    assert "\\x" not in shown
