"""Conversation state as bytes and back: plain values, and objects of the kinds named beforehand.

Nothing but these kinds is ever built from bytes. Long byte strings are set apart, so that a file
is stored once and not with every tap.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from hashlib import blake2b
from typing import Any, Final, get_args, get_type_hints

from pydantic import BaseModel

from bot.errors import UnstorableStateError

LONG_BYTES: Final = 4096
_TAG: Final = "$"
Blobs = dict[str, bytes]


@dataclasses.dataclass(frozen=True, slots=True)
class Spelling:
    """How objects of a kind that hides its fields are written and read."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


_EVERYDAY: Final[Mapping[type, Spelling]] = {
    datetime: Spelling(datetime.isoformat, datetime.fromisoformat),
    date: Spelling(date.isoformat, date.fromisoformat),
    Decimal: Spelling(str, Decimal),
}


def kinds_within(*roots: type) -> set[type]:
    """Return the models, dataclasses and enums that the annotations of some lead to."""
    found: set[type] = set()
    waiting: list[Any] = list(roots)
    while waiting:
        each = waiting.pop()
        waiting.extend(get_args(each))
        if not isinstance(each, type) or each in found:
            continue
        if issubclass(each, BaseModel) or dataclasses.is_dataclass(each):
            found.add(each)
            waiting.extend(get_type_hints(each).values())
        elif issubclass(each, Enum):
            found.add(each)
    return found


class Packer:
    """Writes and reads values made of the known kinds."""

    def __init__(
        self, kinds: Iterable[type] = (), spellings: Mapping[type, Spelling] | None = None
    ) -> None:
        self._kinds = {_name(kind): kind for kind in kinds}
        known = {**_EVERYDAY, **(spellings or {})}
        self._spellings = {_name(kind): each for kind, each in known.items()}

    def pack(self, value: object) -> tuple[bytes, Blobs]:
        """Return the value, and its long byte strings by digest.

        Raise `UnstorableStateError` for an object of another kind.
        """
        blobs: Blobs = {}
        return json.dumps(self._write(value, blobs), separators=(",", ":")).encode(), blobs

    def unpack(self, data: bytes, blobs: Mapping[str, bytes]) -> Any:
        return self._read(json.loads(data), blobs)

    def _write(self, value: Any, blobs: Blobs) -> Any:
        if value is None or type(value) in {bool, int, float, str}:
            return value
        if type(value) is list:
            return [self._write(each, blobs) for each in value]
        return self._write_object(value, blobs)

    def _write_object(self, value: Any, blobs: Blobs) -> Any:
        if isinstance(value, bytes):
            return _write_bytes(value, blobs)
        name = _name(type(value))
        if name in self._spellings:
            return {_TAG: "spelt", "k": name, "v": self._spellings[name].write(value)}
        if name in self._kinds:
            return {_TAG: "kind", "k": name, "v": self._write_fields(value, blobs)}
        return self._write_group(value, blobs)

    def _write_fields(self, value: Any, blobs: Blobs) -> Any:
        if isinstance(value, Enum):
            return self._write(value.value, blobs)
        return {name: self._write(getattr(value, name), blobs) for name in _fields(type(value))}

    def _write_group(self, value: Any, blobs: Blobs) -> Any:
        if type(value) is dict:
            pairs = [[self._write(k, blobs), self._write(v, blobs)] for k, v in value.items()]
            return {_TAG: "dict", "v": pairs}
        for tag, kind in _GROUPS.items():
            if type(value) is kind:
                return {_TAG: tag, "v": [self._write(each, blobs) for each in value]}
        if isinstance(value, str | int):
            # An enum's member that a form keeps without its kind; the form reads it back.
            return value.value if isinstance(value, Enum) else value
        raise UnstorableStateError(_name(type(value)))

    def _read(self, value: Any, blobs: Mapping[str, bytes]) -> Any:
        if isinstance(value, list):
            return [self._read(each, blobs) for each in value]
        if not isinstance(value, dict):
            return value
        read = _READERS.get(value[_TAG])
        if read is not None:
            return read(self, value, blobs)
        return _GROUPS[value[_TAG]](self._read(each, blobs) for each in value["v"])

    def _read_dict(self, value: Any, blobs: Mapping[str, bytes]) -> Any:
        return {self._read(k, blobs): self._read(v, blobs) for k, v in value["v"]}

    def _read_spelt(self, value: Any, blobs: Mapping[str, bytes]) -> Any:
        del blobs
        return self._spellings[value["k"]].read(value["v"])

    def _read_kind(self, value: Any, blobs: Mapping[str, bytes]) -> Any:
        return self._build(self._kinds[value["k"]], value["v"], blobs)

    def _build(self, kind: type[Any], content: Any, blobs: Mapping[str, bytes]) -> Any:
        if issubclass(kind, Enum):
            return kind(self._read(content, blobs))
        fields = {name: self._read(each, blobs) for name, each in content.items()}
        return kind.model_construct(**fields) if issubclass(kind, BaseModel) else kind(**fields)


_GROUPS: Final[Mapping[str, Callable[[Iterator[Any]], Any]]] = {
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
}

_READERS: Final[Mapping[str, Callable[[Packer, Any, Mapping[str, bytes]], Any]]] = {
    "bytes": lambda _packer, value, _blobs: base64.b64decode(value["v"]),
    "blob": lambda _packer, value, blobs: blobs[value["v"]],
    "spelt": Packer._read_spelt,  # noqa: SLF001 - this table is part of the class
    "kind": Packer._read_kind,  # noqa: SLF001 - the same
    "dict": Packer._read_dict,  # noqa: SLF001 - the same
}


def _write_bytes(value: bytes, blobs: Blobs) -> dict[str, str]:
    if len(value) < LONG_BYTES:
        return {_TAG: "bytes", "v": base64.b64encode(value).decode()}
    digest = blake2b(value, digest_size=16).hexdigest()
    blobs[digest] = value
    return {_TAG: "blob", "v": digest}


def _fields(kind: type[Any]) -> Iterable[str]:
    if issubclass(kind, BaseModel):
        return kind.model_fields
    return [each.name for each in dataclasses.fields(kind)]


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
