from __future__ import annotations

import base64
import random
from collections.abc import Callable
from typing import Any, Final

import pytest
from nacl.public import PrivateKey

from storage.errors import EnvelopeChainError
from storage.vault.envelopes import (
    GENESIS,
    Author,
    Context,
    Envelope,
    Row,
    rewrap,
    seal,
    verify_chain,
)
from storage.vault.signing import Writer

UNIT: Final = PrivateKey.generate()
PUBLIC: Final = Writer.create()
STAFF: Final = Writer.create()
WRITERS: Final = {
    Author.TIPSTER: PUBLIC.public,
    Author.STAFF: STAFF.public,
    Author.NOTE: STAFF.public,
}
AUTHORS: Final = [Author.TIPSTER, Author.STAFF, Author.TIPSTER, Author.NOTE, Author.STAFF]


def _seal(context: Context, previous: bytes) -> Envelope:
    writer = PUBLIC if context.author is Author.TIPSTER else STAFF
    return seal(b"words", context, [UNIT.public_key], writer, previous)


def _chain(tip: str = "H7K2-9", authors: list[Author] = AUTHORS) -> list[Row]:
    rows, previous = [], GENESIS
    for sequence, author in enumerate(authors, start=1):
        context = Context(tip, sequence, author, 1)
        envelope = _seal(context, previous)
        rows.append(Row(envelope.to_bytes(), context))
        previous = envelope.digest
    return rows


def _renumbered(rows: list[Row]) -> list[Row]:
    return [
        Row(row.envelope, Context(row.context.tip, sequence, row.context.author, 1))
        for sequence, row in enumerate(rows, start=1)
    ]


ROWS: Final = _chain()
TWIN: Final = _chain()
OTHER: Final = _chain("OTHER")
HEAD: Final = Envelope.from_bytes(ROWS[-1].envelope).digest


def _position(rows: list[Row], head: bytes | None = None) -> int | None:
    try:
        verify_chain(rows, WRITERS, head)
    except EnvelopeChainError as error:
        return error.position
    return None


def test_a_whole_chain_gives_its_head() -> None:
    assert verify_chain(ROWS, WRITERS) == verify_chain(iter(ROWS), WRITERS, HEAD) == HEAD
    assert verify_chain([], WRITERS) == verify_chain([], WRITERS, GENESIS) == GENESIS


def test_a_chain_of_an_earlier_version_still_verifies(vectors: dict[str, Any]) -> None:
    chain = vectors["chain"]
    rows = [
        Row(
            base64.b64decode(row["envelope"]),
            Context(chain["tip"], row["sequence"], Author(row["author"]), chain["schema"]),
        )
        for row in chain["rows"]
    ]
    public, staff = Writer(bytes(range(32))).public, Writer(bytes(range(32, 64))).public
    writers = {Author.TIPSTER: public, Author.STAFF: staff, Author.NOTE: staff}
    assert verify_chain(rows, writers).hex() == chain["rows"][-1]["digest"]


@pytest.mark.parametrize("place", range(5))
def test_a_deleted_row_is_located(place: int) -> None:
    rows = ROWS[:place] + ROWS[place + 1 :]
    # Only a later head tells that the newest row is gone.
    assert _position(rows, HEAD) == place + 1
    assert _position(_renumbered(rows), HEAD) == place + 1
    if place < 4:
        assert _position(rows) == _position(_renumbered(rows)) == place + 1
    else:
        assert _position(rows) is None


def test_missing_newest_rows_are_located_by_a_later_head() -> None:
    for kept in range(5):
        assert _position(ROWS[:kept], HEAD) == kept + 1
        assert _position(ROWS[:kept]) is None


def test_an_older_head_is_satisfied_by_a_longer_chain() -> None:
    for row in ROWS:
        assert _position(ROWS, Envelope.from_bytes(row.envelope).digest) is None


def test_swapped_rows_are_located() -> None:
    for first in range(5):
        for second in range(first + 1, 5):
            rows = list(ROWS)
            rows[first], rows[second] = rows[second], rows[first]
            assert _position(rows) == first + 1
            assert _position(_renumbered(rows)) == first + 1


@pytest.mark.parametrize("place", range(5))
def test_a_replayed_row_is_located(place: int) -> None:
    for source in range(5):
        rows = [*ROWS[:place], ROWS[source], *ROWS[place:]]
        # The copy of a row beside itself: the second of the two is the one that does not belong.
        expected = place + 2 if source == place else place + 1
        assert _position(rows) == expected
        assert _position(_renumbered(rows)) == expected
    assert _position([*ROWS, ROWS[place]]) == 6


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("source", [TWIN, OTHER], ids=["same context", "another tip"])
def test_a_row_of_another_chain_is_located(place: int, source: list[Row]) -> None:
    foreign = Row(source[place].envelope, ROWS[place].context)
    for row in (source[place], foreign):
        rows = [*ROWS[:place], row, *ROWS[place + 1 :]]
        # A first row needs no predecessor: what exposes a stranger is the row after it.
        begins = place == 0 and row is source[0]
        is_twin_start = place == 0 and source is TWIN
        assert _position(rows) == (2 if begins or is_twin_start else place + 1)


@pytest.mark.parametrize("place", range(5))
def test_an_edited_row_is_located(place: int) -> None:
    chooser = random.Random(place)
    for _ in range(40):
        stored = bytearray(ROWS[place].envelope)
        stored[chooser.randrange(len(stored))] ^= 1 << chooser.randrange(8)
        edited = Row(bytes(stored), ROWS[place].context)
        assert _position([*ROWS[:place], edited, *ROWS[place + 1 :]]) == place + 1


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize(
    "damage", [lambda e: e[:-1], lambda e: e[: len(e) // 2], lambda _: b"", lambda e: e + b"\0"]
)
def test_a_truncated_row_is_located(place: int, damage: Callable[[bytes], bytes]) -> None:
    damaged = Row(damage(ROWS[place].envelope), ROWS[place].context)
    assert _position([*ROWS[:place], damaged, *ROWS[place + 1 :]]) == place + 1


@pytest.mark.parametrize("place", range(5))
def test_a_forged_insertion_is_located(place: int) -> None:
    previous = Envelope.from_bytes(ROWS[place - 1].envelope).digest if place else GENESIS
    for author in Author:
        context = Context("H7K2-9", place + 1, author, 1)
        envelope = seal(b"forged", context, [UNIT.public_key], Writer.create(), previous)
        forged = Row(envelope.to_bytes(), context)
        assert _position(_renumbered([*ROWS[:place], forged, *ROWS[place:]])) == place + 1


def test_one_role_cannot_write_in_the_others_name() -> None:
    for author, thief in ((Author.TIPSTER, STAFF), (Author.STAFF, PUBLIC), (Author.NOTE, PUBLIC)):
        context = Context("H7K2-9", 6, author, 1)
        envelope = seal(b"forged", context, [UNIT.public_key], thief, HEAD)
        assert _position([*ROWS, Row(envelope.to_bytes(), context)]) == 6


def test_a_row_under_another_author_is_located() -> None:
    for place, row in enumerate(ROWS):
        for author in set(Author) - {row.context.author}:
            claimed = Row(row.envelope, Context("H7K2-9", place + 1, author, 1))
            assert _position([*ROWS[:place], claimed, *ROWS[place + 1 :]]) == place + 1


def test_a_row_rewrapped_by_the_staff_belongs_and_by_another_does_not() -> None:
    other = PrivateKey.generate()
    for place, row in enumerate(ROWS):
        envelope = Envelope.from_bytes(row.envelope)
        for writer, expected in ((STAFF, None), (Writer.create(), place + 1)):
            moved = rewrap(envelope, UNIT, [other.public_key], writer)
            rows = [*ROWS[:place], Row(moved.to_bytes(), row.context), *ROWS[place + 1 :]]
            assert _position(rows, HEAD) == expected


def test_an_author_nobody_signs_for_is_refused() -> None:
    with pytest.raises(EnvelopeChainError) as caught:
        verify_chain(ROWS, {Author.TIPSTER: PUBLIC.public})
    assert caught.value.position == 2


def test_ten_thousand_random_disorders_are_refused() -> None:
    chooser = random.Random(7)
    pool = [*ROWS, *OTHER, *TWIN[1:]]
    whole = [row.envelope for row in ROWS]
    refused = accepted = 0
    while refused < 10_000:
        rows = chooser.choices(pool, k=chooser.randrange(1, 8))
        rows = _renumbered(rows) if chooser.random() < 0.5 else rows
        if _position(rows, HEAD) is not None:
            refused += 1
            continue
        accepted += 1
        assert [row.envelope for row in rows] == whole
    assert accepted < 10


@pytest.mark.parametrize(
    "context",
    [
        Context("H7K2-9", 5, Author.STAFF, 1),
        Context("H7K2-9", 7, Author.STAFF, 1),
        Context("OTHER", 6, Author.STAFF, 1),
    ],
)
def test_a_row_that_its_writer_put_out_of_order_is_located(context: Context) -> None:
    assert _position([*ROWS, Row(_seal(context, HEAD).to_bytes(), context)]) == 6
