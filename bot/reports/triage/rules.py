"""Who may do what with a tip, and what it becomes; pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.reports.staff.rules import Role
from storage.reports.kinds import TipStatus


class Outcome(StrEnum):
    """How a tip may end; the classes of `content/outcomes`."""

    CRIMINAL = "criminal"
    ADMINISTRATIVE = "administrative"
    TREATMENT = "treatment"
    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    KNOWN = "known"
    DUPLICATE = "duplicate"
    PROTECTION = "protection"
    ELSEWHERE = "elsewhere"
    HELP = "help"

    @property
    def is_verified(self) -> bool:
        return self in _VERIFIED


_VERIFIED: Final = {
    Outcome.CRIMINAL,
    Outcome.ADMINISTRATIVE,
    Outcome.TREATMENT,
    Outcome.VERIFIED,
}


class WorkState(StrEnum):
    """What a holder may say of a tip he works on."""

    TAKEN = TipStatus.TAKEN.value
    VERIFYING = TipStatus.VERIFYING.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A tip's state, as far as the rules need it."""

    status: TipStatus
    unit_id: str
    holder_id: str | None


def may_take(standing: Standing, unit_id: str) -> bool:
    return (
        standing.unit_id == unit_id
        and standing.holder_id is None
        and standing.status is not TipStatus.CLOSED
    )


def is_holder(standing: Standing, staff_id: str, unit_id: str) -> bool:
    return standing.unit_id == unit_id and standing.holder_id == staff_id


def may_work(standing: Standing, staff_id: str, unit_id: str) -> bool:
    """Return whether this officer may ask, note, return or close."""
    return is_holder(standing, staff_id, unit_id) and standing.status is not TipStatus.CLOSED


def may_work_at_all(roles: Collection[Role]) -> bool:
    """Return whether somebody works on tips: paying or auditing alone opens none."""
    return Role.TRIAGE in roles or Role.SUPERVISOR in roles


def may_reopen(standing: Standing, staff_id: str, roles: Collection[Role]) -> bool:
    """Return whether somebody of the unit may reopen: who closed it, or a supervisor."""
    if standing.status is not TipStatus.CLOSED:
        return False
    return standing.holder_id == staff_id or Role.SUPERVISOR in roles


def may_end_as(
    outcome: Outcome, *, about_minor: bool, by_minor: bool = False, asks_help: bool = False
) -> bool:
    """Return whether a tip may end so: where a child may be in danger it is passed on by two.

    Whoever learns of it reports at once (Law on the Protection of Minors, article 11), so it is
    neither answered and destroyed nor put away as somebody else's.
    """
    if outcome is Outcome.HELP:
        return not about_minor and not by_minor
    if outcome is Outcome.ELSEWHERE:
        return not about_minor and not (by_minor and asks_help)
    return True


def status_without_holder(status: TipStatus) -> TipStatus:
    """Return where a tip stands once nobody holds it; an open question stays open."""
    is_begun = status in {TipStatus.TAKEN, TipStatus.VERIFYING}
    return TipStatus.NEW if is_begun else status


def status_with_holder(status: TipStatus) -> TipStatus:
    return TipStatus.TAKEN if status is TipStatus.NEW else status


def status_reopened(before: TipStatus, *, has_holder: bool, by_words: bool) -> TipStatus:
    """Return where a reopened tip stands."""
    if by_words:
        return TipStatus.ANSWERED
    return status_with_holder(before) if has_holder else status_without_holder(before)


def reading_detail(sequence: int) -> str:
    """Return what the audit says of a reading: the number of the tipster's newest words shown."""
    return f"to:{sequence}"


def read_to(detail: str) -> int:
    """Return that number, 0 for a reading of which the audit does not say it."""
    number = detail.removeprefix("to:")
    return int(number) if number.isdecimal() else 0
