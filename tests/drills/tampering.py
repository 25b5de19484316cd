"""What a thief who may write can do to the sealed rows of a tip, as statements in a database."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from bot.reports.tips.messages import MESSAGE_SCHEMA, TipMessage
from storage.reports.envelopes import Envelope as Stored
from storage.vault.envelopes import Author, Context, Envelope, seal
from tests.clock import NOON
from tests.keys import UNIT
from tests.reports.house import House


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the chain binds of a row."""

    sequence: int
    author: str
    schema: int
    key_id: str
    body: bytes

    @classmethod
    def of(cls, row: Stored) -> Self:
        return cls(row.sequence, row.author, row.schema, row.key_id, row.body)

    def columns(self, tip_id: str) -> dict[str, Any]:
        return {
            "tip_id": tip_id,
            "sequence": self.sequence,
            "author": self.author,
            "schema": self.schema,
            "key_id": self.key_id,
            "body": self.body,
        }


@dataclass(frozen=True)
class Tampering:
    """The rows of one tip, those of another one, and a source of chance."""

    house: House
    tip_id: str
    rows: Sequence[Sealed]
    others: Sequence[Sealed]
    source: random.Random

    def _changed(self, place: int, **columns: Any) -> list[Sealed]:
        rows = list(self.rows)
        rows[place] = replace(rows[place], **columns)
        return rows

    def _place(self) -> int:
        return self.source.randrange(len(self.rows))

    def flip_a_bit(self) -> list[Sealed]:
        place = self._place()
        body, bit = bytearray(self.rows[place].body), self.source.randrange
        body[bit(len(body))] ^= 1 << bit(8)
        return self._changed(place, body=bytes(body))

    def truncate(self) -> list[Sealed]:
        place = self._place()
        body = self.rows[place].body
        return self._changed(place, body=body[: self.source.randrange(len(body))])

    def lengthen(self) -> list[Sealed]:
        place = self._place()
        more = secrets.token_bytes(self.source.choice([1, 16, 512]))
        return self._changed(place, body=self.rows[place].body + more)

    def permute(self) -> list[Sealed]:
        """Give the rows each other's places."""
        order = list(self.rows)
        while order == list(self.rows):
            self.source.shuffle(order)
        return [
            replace(row, sequence=at.sequence) for row, at in zip(order, self.rows, strict=True)
        ]

    def exchange_bodies(self) -> list[Sealed]:
        one, two = self.source.sample(range(len(self.rows)), 2)
        rows = self._changed(one, body=self.rows[two].body)
        rows[two] = replace(rows[two], body=self.rows[one].body)
        return rows

    def replay_at_the_end(self) -> list[Sealed]:
        again = self.source.choice(self.rows)
        return [*self.rows, replace(again, sequence=self.rows[-1].sequence + 1)]

    def replay_in_place(self) -> list[Sealed]:
        one, two = self.source.sample(range(len(self.rows)), 2)
        return self._changed(one, body=self.rows[two].body, author=self.rows[two].author)

    def bring_from_another_tip(self) -> list[Sealed]:
        place = self._place()
        other = self.source.choice(self.others)
        return self._changed(place, body=other.body, author=other.author)

    def append_from_another_tip(self) -> list[Sealed]:
        other = self.source.choice(self.others)
        return [*self.rows, replace(other, sequence=self.rows[-1].sequence + 1)]

    def delete_before_the_newest(self) -> list[Sealed]:
        place = self.source.randrange(len(self.rows) - 1)
        return [*self.rows[:place], *self.rows[place + 1 :]]

    def delete_and_close_the_gap(self) -> list[Sealed]:
        rows = self.delete_before_the_newest()
        return [replace(row, sequence=place) for place, row in enumerate(rows, start=1)]

    def change_the_author(self) -> list[Sealed]:
        place = self._place()
        others = {"tipster", "staff", "note", "nobody", ""} - {self.rows[place].author}
        return self._changed(place, author=self.source.choice(sorted(others)))

    def change_the_schema(self) -> list[Sealed]:
        return self._changed(self._place(), schema=self.source.choice([0, 2, 7, 65_535, 65_536]))

    def shift_the_sequence(self) -> list[Sealed]:
        shift = self.source.choice([1, 2, 100])
        return [replace(row, sequence=row.sequence + shift) for row in self.rows]

    def forge(self) -> list[Sealed]:
        """Append words that the unit can open, signed by somebody else or in another's name."""
        author = self.source.choice([Author.STAFF, Author.NOTE])
        sequence = self.rows[-1].sequence + 1
        key = self.house.keys.unit_key(UNIT, "2026-11")
        sealed = seal(
            TipMessage(text="a forged word", accepted_at=NOON).to_bytes(),
            Context(self.tip_id, sequence, author, MESSAGE_SCHEMA),
            [key.public],
            # The public process is taken over; the staff's writer is not.
            self.house.keys.writer,
            Envelope.from_bytes(self.rows[-1].body).digest,
        )
        row = Sealed(sequence, author.value, MESSAGE_SCHEMA, key.id, sealed.to_bytes())
        return [*self.rows, row]

    def forge_in_the_middle(self) -> list[Sealed]:
        forged, place = self.forge()[-1], self._place()
        return self._changed(place, body=forged.body, author=forged.author)

    def exchange_the_readers(self) -> list[Sealed]:
        """Put one row's key slots before another row's words."""
        one, two = self.source.sample(range(len(self.rows)), 2)
        body = Envelope.from_bytes(self.rows[one].body)
        other = Envelope.from_bytes(self.rows[two].body)
        changed = replace(body, slots=other.slots, slots_signature=other.slots_signature)
        return self._changed(one, body=changed.to_bytes())

    @property
    def all(self) -> Sequence[Callable[[], list[Sealed]]]:
        return [
            self.flip_a_bit,
            self.truncate,
            self.lengthen,
            self.permute,
            self.exchange_bodies,
            self.replay_at_the_end,
            self.replay_in_place,
            self.bring_from_another_tip,
            self.append_from_another_tip,
            self.delete_before_the_newest,
            self.delete_and_close_the_gap,
            self.change_the_author,
            self.change_the_schema,
            self.shift_the_sequence,
            self.forge,
            self.forge_in_the_middle,
            self.exchange_the_readers,
        ]
