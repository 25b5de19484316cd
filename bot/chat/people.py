"""What may be remembered of a person while the process lives, and of whom nothing can be read."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from typing import Generic, TypeVar

ValueT = TypeVar("ValueT")


class ChatMap(Generic[ValueT]):
    """A bounded map from chats to values, under a key that dies with the process.

    The ids themselves are not held: a dump of the heap shows keyed digests only.
    """

    def __init__(self, capacity: int = 100_000) -> None:
        self._key = secrets.token_bytes(32)
        self._capacity = capacity
        self._values: OrderedDict[bytes, ValueT] = OrderedDict()

    def find(self, chat_id: int) -> ValueT | None:
        return self._values.get(self._digest(chat_id))

    def put(self, chat_id: int, value: ValueT) -> None:
        digest = self._digest(chat_id)
        self._values[digest] = value
        self._values.move_to_end(digest)
        if len(self._values) > self._capacity:
            self._values.popitem(last=False)

    def drop(self, chat_id: int) -> None:
        self._values.pop(self._digest(chat_id), None)

    def _digest(self, chat_id: int) -> bytes:
        return hashlib.blake2b(str(chat_id).encode(), key=self._key, digest_size=16).digest()
