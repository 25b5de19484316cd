"""The key list: every public key and its state, signed by the operator."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import Any, Final

from nacl.public import PublicKey
from nacl.signing import VerifyKey

from storage.errors import KeyListError, UnknownKeyError
from storage.vault.envelopes import Author
from storage.vault.layout import Role
from storage.vault.periods import (
    check_month,
    check_period,
    is_quarter,
    months_from,
    quarter_of,
)
from storage.vault.signing import Writer, is_signed

__all__ = [
    "KeyList",
    "KeyState",
    "RouteKey",
    "UnitKey",
    "check_month",
    "fingerprint",
    "months_from",
    "read_key_list",
]

_FORMAT: Final = 2
_PURPOSE: Final = b"humen.keylist.1"


class KeyState(StrEnum):
    """How far a key is on its way out; it never goes back."""

    ACTIVE = "active"
    DESTROYING = "destroying"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitKey:
    """What the tips of a unit are sealed to; `id` is the fingerprint of the public key.

    `month` is the month it serves, or the quarter ("YYYY-Qn") of a standby key. `shares` says how
    many shares and copies the register must know at least: a register that was lost or set back
    must not make a key look destroyed.
    """

    id: str
    public: PublicKey
    unit: str
    month: str
    state: KeyState = KeyState.ACTIVE
    shares: int = 0

    @property
    def is_standby(self) -> bool:
        return is_quarter(self.month)

    @property
    def place(self) -> tuple[str, str]:
        return self.unit, self.month


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteKey:
    """What the address of who asked to be notified is sealed to for one month."""

    id: str
    public: PublicKey
    month: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyList:
    """Every public key, by unit and month or quarter, the writers' by role, routes by month."""

    operator: VerifyKey
    writers: Mapping[Role, VerifyKey]
    units: Mapping[tuple[str, str], UnitKey] = field(default_factory=dict)
    routes: Mapping[str, RouteKey] = field(default_factory=dict)

    def unit_key(self, unit: str, month: str) -> UnitKey:
        """Return the unit's key of the month ("YYYY-MM"), else its standby key of the quarter.

        A key that is being destroyed is never returned.
        """
        for period in (check_month(month), quarter_of(month)):
            key = self.units.get((unit, period))
            if key is not None and key.state is KeyState.ACTIVE:
                return key
        raise UnknownKeyError("the unit has neither a key of the month nor a standby key")

    def key_of(self, unit: str, period: str) -> UnitKey:
        """Return the key of a month or quarter, whatever its state."""
        key = self.units.get((unit, period))
        if key is None:
            raise UnknownKeyError("the unit has no key of this month or quarter")
        return key

    def route_key(self, month: str) -> RouteKey:
        """Return the route key of the month; without one nobody can be notified."""
        key = self.routes.get(check_month(month))
        if key is None:
            raise UnknownKeyError("there is no route key of the month")
        return key

    @property
    def gone_ids(self) -> frozenset[str]:
        """Ids of the keys whose private half may be nowhere."""
        return frozenset(key.id for key in self.units.values() if key.state is not KeyState.ACTIVE)

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
                {
                    "unit": key.unit,
                    "state": key.state,
                    "shares": key.shares,
                    **_key_row(key),
                }
                for key in self.units.values()
            ],
            "routes": [_key_row(key) for key in self.routes.values()],
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


def _key_row(key: UnitKey | RouteKey) -> dict[str, str]:
    return {"month": key.month, "id": key.id, "public": bytes(key.public).hex()}


def _read_content(content: dict[str, Any], operator: VerifyKey) -> KeyList:
    if content["format"] != _FORMAT:
        raise ValueError("another format")
    units = [_read_unit_key(row) for row in content["units"]]
    routes = [_read_route_key(row) for row in content["routes"]]
    writers = {
        Role(role): VerifyKey(bytes.fromhex(public)) for role, public in content["writers"].items()
    }
    by_place = {key.place: key for key in units}
    by_month = {key.month: key for key in routes}
    if len(by_place) != len(units) or len(by_month) != len(routes):
        raise ValueError("a key's place is taken")
    return KeyList(operator=operator, writers=writers, units=by_place, routes=by_month)


def _read_unit_key(row: dict[str, Any]) -> UnitKey:
    return UnitKey(
        id=row["id"],
        public=_read_public(row),
        unit=row["unit"],
        month=check_period(row["month"]),
        state=KeyState(row["state"]),
        shares=int(row["shares"]),
    )


def _read_route_key(row: dict[str, str]) -> RouteKey:
    return RouteKey(id=row["id"], public=_read_public(row), month=check_month(row["month"]))


def _read_public(row: dict[str, str]) -> PublicKey:
    public = PublicKey(bytes.fromhex(row["public"]))
    if row["id"] != fingerprint(public):
        raise ValueError("a key's id is wrong")
    return public


def _canonical(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
