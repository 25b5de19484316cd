from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import MessageTooLongError, PaddingError
from storage.vault.padding import BUCKETS, MAX_MESSAGE_SIZE, pad, unpad
from tests.walking import each_of


@given(data=st.binary(max_size=5000))
def test_what_was_padded_comes_back(data: bytes) -> None:
    padded = pad(data)
    assert len(padded) in BUCKETS
    assert unpad(padded) == data


@each_of("bucket", BUCKETS[:8])
def test_every_length_of_a_bucket_is_stored_alike(bucket: int) -> None:
    below = max((each for each in BUCKETS if each < bucket), default=0)
    shortest = max(below - 3, 0)
    assert {len(pad(b"x" * size)) for size in (shortest, shortest + 1, bucket - 4)} == {bucket}
    assert len(pad(b"x" * (bucket - 3))) > bucket


def test_the_largest_message_fits_and_one_more_byte_does_not() -> None:
    largest = bytes(MAX_MESSAGE_SIZE)
    assert unpad(pad(largest)) == largest
    with pytest.raises(MessageTooLongError):
        pad(largest + b"x")


def test_the_format_is_length_data_zeros() -> None:
    assert pad(b"ab") == b"\0\0\0\2ab" + bytes(506)


@each_of(
    "padded",
    [
        b"",
        b"\0\0\0",
        bytes(511),
        bytes(513),
        b"\0\0\2\0" + bytes(508),
        b"\xff" * 512,
        b"\0\0\0\1ab" + bytes(506),
        bytes(511) + b"\1",
        b"\0\0\0\1a" + bytes(1019),
    ],
)
def test_other_bytes_are_refused(padded: bytes) -> None:
    with pytest.raises(PaddingError):
        unpad(padded)
