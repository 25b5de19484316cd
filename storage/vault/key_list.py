"""The key list: the public keys of units and writers, signed by the operator."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final

from nacl.public import PublicKey
from nacl.signing import VerifyKey

from storage.errors import KeyListError, UnknownKeyError
from storage.vault.envelopes import Author
from storage.vault.layout import Role
from storage.vault.signing import Writer, is_signed

STANDBY: Final = "standby"
_FORMAT: Final = 1
_PURPOSE: Final = b"humen.keylist.1"
_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitKey:
    """What the tips of a unit are sealed to; `id` is the fingerprint of the public key."""

    id: str
    public: PublicKey
    unit: str
    month: str

    @property
    def is_standby(self) -> bool:
        return self.month == STANDBY


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyList:
    """Every public key, by unit and month (or `STANDBY`), and the writers' by role."""

    operator: VerifyKey
    writers: Mapping[Role, VerifyKey]
    units: Mapping[tuple[str, str], UnitKey] = field(default_factory=dict)

    def unit_key(self, unit: str, month: str) -> UnitKey:
        """Return the unit's key of the month ("YYYY-MM"), else its standby key."""
        key = self.units.get((unit, check_month(month))) or self.units.get((unit, STANDBY))
        if key is None:
            raise UnknownKeyError("the unit has neither a key of the month nor a standby key")
        return key

    @property
    def pin(self) -> str:
        """What the settings pin: the operator's public key in hex."""
        return bytes(self.operator).hex()

    @property
    def authors(self) -> dict[Author, VerifyKey]:
        """Whose signature an envelope of each author must carry."""
        public, staff = self.writers[Role.PUBLIC], self.writers[Role.STAFF]
        return {Author.TIPSTER: public, Author.STAFF: staff, Author.NOTE: staff}

    def to_bytes(self, operator: Writer) -> bytes:
        """Return the signed file."""
        content = {
            "format": _FORMAT,
            "operator": bytes(self.operator).hex(),
            "writers": {role: bytes(key).hex() for role, key in self.writers.items()},
            "units": [
                {"unit": k.unit, "month": k.month, "id": k.id, "public": bytes(k.public).hex()}
                for k in self.units.values()
            ],
        }
        signature = operator.sign(_PURPOSE, _canonical(content)).hex()
        return json.dumps({"list": content, "signature": signature}, indent=1).encode()


def read_key_list(file: bytes, pinned: str | None) -> KeyList:
    """Check the operator's signature and the pin (his public key in hex), then read the list."""
    try:
        document = json.loads(file)
        content, signature = document["list"], bytes.fromhex(document["signature"])
        operator = VerifyKey(bytes.fromhex(content["operator"]))
        is_authentic = is_signed(_PURPOSE, _canonical(content), signature, operator)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise KeyListError("the key list is damaged") from None
    if not is_authentic:
        raise KeyListError("the key list is not signed by the operator it names")
    if pinned is not None and pinned.strip().lower() != bytes(operator).hex():
        raise KeyListError("the key list is signed by another operator than the pinned one")
    try:
        return _read_content(content, operator)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyListError("the key list has another format") from None


def fingerprint(public: PublicKey) -> str:
    return blake2b(bytes(public), digest_size=8, person=b"humen.keyid.1").hexdigest()


def check_month(month: str) -> str:
    if not _MONTH.fullmatch(month):
        raise ValueError("a month is written YYYY-MM")
    return month


def months_from(month: str, *, ahead: int = 3) -> tuple[str, ...]:
    """Return the month ("YYYY-MM") and the given number after it."""
    year, number = map(int, check_month(month).split("-"))
    first = year * _MONTHS_A_YEAR + number - 1
    counted = (divmod(first + offset, _MONTHS_A_YEAR) for offset in range(ahead + 1))
    return tuple(f"{year:04}-{index + 1:02}" for year, index in counted)


def _read_content(content: dict[str, Any], operator: VerifyKey) -> KeyList:
    if content["format"] != _FORMAT:
        raise ValueError("another format")
    units: dict[tuple[str, str], UnitKey] = {}
    for row in content["units"]:
        public = PublicKey(bytes.fromhex(row["public"]))
        key = UnitKey(id=row["id"], public=public, unit=row["unit"], month=row["month"])
        if key.id != fingerprint(public) or (key.unit, key.month) in units:
            raise ValueError("a key's id is wrong or its place taken")
        units[key.unit, key.month] = key
    writers = {
        Role(role): VerifyKey(bytes.fromhex(public)) for role, public in content["writers"].items()
    }
    return KeyList(operator=operator, writers=writers, units=units)


def _canonical(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
