from __future__ import annotations

import random
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import VerifyKey

from storage.errors import AuditChainError
from storage.vault.audit import GENESIS, Link, append, verify_chain
from storage.vault.signing import Writer
from tests.walking import each_of

WRITER: Final = Writer.create()
Rows = list[tuple[bytes, Link]]


def _chain(entries: list[bytes], writer: Writer = WRITER) -> Rows:
    rows, previous = [], GENESIS
    for entry in entries:
        link = append(entry, previous=previous, writer=writer)
        rows.append((entry, link))
        previous = link.digest
    return rows


def _position(rows: Rows, head: bytes | None = None) -> int | None:
    try:
        verify_chain(rows, writer=WRITER.public, head=head)
    except AuditChainError as error:
        return error.position
    return None


ROWS: Final = _chain([b"read", b"asked", b"asked", b"noted", b"closed"])
HEAD: Final = ROWS[-1][1].digest


@given(entries=st.lists(st.binary(max_size=50), max_size=8))
def test_a_whole_chain_gives_its_head(entries: list[bytes]) -> None:
    rows = _chain(entries)
    head = rows[-1][1].digest if rows else GENESIS
    assert verify_chain(rows, writer=WRITER.public, head=head) == head


def test_a_stored_chain_is_written_the_same_and_verifies(vectors: dict[str, Any]) -> None:
    vector = vectors["audit"]
    rows = [
        (
            row["entry"].encode(),
            Link(digest=bytes.fromhex(row["digest"]), signature=bytes.fromhex(row["signature"])),
        )
        for row in vector["rows"]
    ]
    assert rows == _chain([entry for entry, _ in rows], Writer(bytes(range(32))))
    verify_chain(rows, writer=VerifyKey(bytes.fromhex(vector["writer"])))


@each_of("place", range(5))
def test_an_edit_is_located(place: int) -> None:
    entry, link = ROWS[place]
    flipped = bytes([link.digest[0] ^ 1]) + link.digest[1:]
    forged = append(
        b"forged", previous=ROWS[place - 1][1].digest if place else GENESIS, writer=Writer.create()
    )
    for row in (
        (entry + b"!", link),
        (b"", link),
        (entry, replace(link, digest=flipped)),
        (entry, replace(link, signature=bytes(64))),
        (entry, replace(link, signature=b"")),
        (b"forged", forged),
    ):
        assert _position([*ROWS[:place], row, *ROWS[place + 1 :]]) == place + 1


@each_of("place", range(5))
def test_a_deletion_is_located(place: int) -> None:
    rows = ROWS[:place] + ROWS[place + 1 :]
    assert _position(rows, HEAD) == place + 1
    assert _position(rows) == (place + 1 if place < 4 else None)


def test_a_swap_is_located_even_of_equal_entries() -> None:
    for first in range(5):
        for second in range(first + 1, 5):
            rows = list(ROWS)
            rows[first], rows[second] = rows[second], rows[first]
            assert _position(rows) == first + 1


@each_of("place", range(6))
def test_an_insertion_is_located(place: int) -> None:
    for source, row in enumerate(ROWS):
        expected = place + 2 if source == place else place + 1
        assert _position([*ROWS[:place], row, *ROWS[place:]]) == expected


def test_missing_newest_entries_show_to_who_holds_a_later_head() -> None:
    for kept in range(5):
        assert _position(ROWS[:kept]) is None
        assert _position(ROWS[:kept], HEAD) == kept + 1
    for _, link in ROWS:
        assert _position(ROWS, link.digest) is None


def test_another_writers_chain_is_refused() -> None:
    assert _position(_chain([b"read"], Writer.create())) == 1


def test_a_signature_for_another_purpose_is_refused() -> None:
    digest = ROWS[0][1].digest
    link = Link(digest=digest, signature=WRITER.sign(b"humen.readers.1", digest))
    assert _position([(b"read", link)]) == 1


def test_random_disorders_are_refused() -> None:
    chooser = random.Random(5)
    for _ in range(2000):
        rows = chooser.choices(ROWS, k=chooser.randrange(1, 7))
        assert (_position(rows, HEAD) is None) == (rows == ROWS)


@each_of("previous", [b"", bytes(31), bytes(33)])
def test_a_predecessor_has_32_bytes(previous: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        append(b"read", previous=previous, writer=WRITER)
