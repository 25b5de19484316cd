"""Who may propose and approve what, and for which reasons; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from bot.reports.rewards.rules.money import Span, to_fen
from bot.reports.rewards.rules.proposal import Proposal, Verdict
from bot.reports.staff.rules import Role
from content.schema.rewards import Scheme, Tier

PROPOSERS: Final = (Role.TRIAGE, Role.SUPERVISOR)
MOST_BY_HAND: Final = to_fen(1_000_000)
"""What a person may set where the schedule has no cap; no schedule that is known goes so far."""


class Reason(StrEnum):
    """Why somebody decided as he did: a closed list, whatever else is said is sealed."""

    AS_COMPUTED = "as_computed"
    WITHIN_BAND = "within_band"
    OTHER_BAND = "other_band"
    BY_HAND = "by_hand"
    NOT_BECAUSE_OF_IT = "not_because_of_it"
    KNOWN_BEFORE = "known_before"
    EXCLUDED = "excluded"
    CONFIRMED = "confirmed"
    AMOUNT_WRONG = "amount_wrong"
    FACTS_WRONG = "facts_wrong"
    LOOK_AGAIN = "look_again"
    JUST_CAUSE = "just_cause"
    CODE_CHECKED = "code_checked"
    PAID_BY_MISTAKE = "paid_by_mistake"
    FALSE_REPORT = "false_report"
    NOT_COLLECTED = "not_collected"
    CHOSEN = "chosen"


AGAINST: Final = (Reason.NOT_BECAUSE_OF_IT, Reason.KNOWN_BEFORE, Reason.EXCLUDED)
REJECTING: Final = (
    Reason.AMOUNT_WRONG,
    Reason.FACTS_WRONG,
    Reason.EXCLUDED,
    Reason.LOOK_AGAIN,
)
REVERSING: Final = (Reason.PAID_BY_MISTAKE, Reason.FALSE_REPORT)


def tier_of(scheme: Scheme, fen: int) -> Tier:
    """Return how an amount is approved; a tier includes its `up_to`."""
    for tier in scheme.approval:
        if tier.up_to is None or fen <= to_fen(tier.up_to):
            return tier
    raise AssertionError("the schema refuses a scheme whose last tier ends")


def allowed(proposal: Proposal, other_reading: Proposal | None) -> Span | None:
    """Return what may be proposed beside nothing; None where nothing but that may be.

    `other_reading` is the proposal with the other edge rule, where a quantity is at an edge.
    """
    if proposal.verdict is Verdict.NONE:
        return None
    if proposal.total is None:
        cap = None if proposal.scheme is None else proposal.scheme.cap
        most = MOST_BY_HAND if cap is None else to_fen(cap.amount)
        readings = [each for each in (proposal, other_reading) if each is not None]
        return Span(max(1, min(each.least or 0 for each in readings)), most)
    other = proposal.total if other_reading is None else other_reading.total or proposal.total
    lower = min(proposal.total.lower, other.lower)
    return Span(max(1, lower), max(proposal.total.upper, other.upper))


def may_propose(
    proposal: Proposal, other_reading: Proposal | None, amount: int, reason: Reason
) -> bool:
    """Return whether the amount is in the band and its reason fits to how it came about."""
    span = allowed(proposal, other_reading)
    if amount == 0:
        return span is not None and reason in AGAINST
    if span is None or not span.lower <= amount <= span.upper:
        return False
    return reason is fitting_reason(proposal, amount)


def fitting_reason(proposal: Proposal, amount: int) -> Reason:
    """Return the one reason that there is for an amount."""
    total = proposal.total
    if total is None:
        return Reason.BY_HAND
    if not total.lower <= amount <= total.upper:
        return Reason.OTHER_BAND
    return Reason.AS_COMPUTED if total.is_fixed else Reason.WITHIN_BAND


def is_somebody_else(staff_id: str, before: Sequence[str], person_of: Mapping[str, int]) -> bool:
    """Return whether a person took no part before, under whatever post in whatever unit."""
    known = {person_of[each] for each in before}
    return person_of[staff_id] not in known
