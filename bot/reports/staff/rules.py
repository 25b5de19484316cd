"""Roles, and codes that are said once and kept as a digest only; pure."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from storage.reports.kinds import cut_to_hour

CODE_KEPT_FOR = timedelta(hours=1)
INVITATION_KEPT_FOR = timedelta(hours=24)
CODE_BYTES = 10


class Role(StrEnum):
    """What somebody may do in a unit; a person may hold several."""

    TRIAGE = "triage"
    SUPERVISOR = "supervisor"
    APPROVER = "approver"
    PAYER = "payer"
    AUDITOR = "auditor"


Roles = frozenset[Role]
# Buttons and audit entries have room for a letter a role.
LETTERS: Final = {
    Role.TRIAGE: "t",
    Role.SUPERVISOR: "s",
    Role.APPROVER: "a",
    Role.PAYER: "p",
    Role.AUDITOR: "u",
}
WHO_BINDS: Final[Roles] = frozenset({Role.SUPERVISOR, Role.TRIAGE})
MONEY: Final[Roles] = frozenset({Role.APPROVER, Role.PAYER})


def create_code() -> str:
    """Return a code of 80 bits that is easy to paste."""
    return secrets.token_hex(CODE_BYTES)


def digest_code(code: str) -> bytes:
    return hashlib.blake2b(code.strip().lower().encode(), digest_size=32).digest()


def is_code_good(until: datetime | None, now: datetime) -> bool:
    return until is not None and now <= until


def invitation_until(now: datetime) -> datetime:
    """Return the full hour until which an invitation made now is good, a day ahead at most."""
    return cut_to_hour(now + INVITATION_KEPT_FOR)


def roles_from(stored: str) -> Roles:
    """Read the roles as they are stored: names with commas between."""
    return frozenset(Role(name) for name in stored.split(",") if name)


def store_roles(roles: Iterable[Role]) -> str:
    return ",".join(role.value for role in Role if role in set(roles))


def letters_of(roles: Iterable[Role]) -> str:
    return "".join(LETTERS[role] for role in Role if role in set(roles))


def roles_from_letters(letters: str) -> Roles:
    """Read what `letters_of` wrote; letters that mean nothing are passed over."""
    return frozenset(role for role, letter in LETTERS.items() if letter in letters)


def raises_himself(before: Roles, after: Roles) -> bool:
    """Return whether a change of one's own roles reaches for money."""
    return bool((after - before) & MONEY)


def leaves_no_supervisor(others: Iterable[Roles], after: Roles) -> bool:
    """Return whether a unit would be without a supervisor once one person has these roles."""
    return Role.SUPERVISOR not in after and not any(Role.SUPERVISOR in each for each in others)
