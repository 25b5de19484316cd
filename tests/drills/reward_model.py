"""What a reward must be: reckoned beside the program, from the rules as they are printed."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays

from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.standing import RewardState
from tests.reports.rewards.treasury import KILOGRAM, RANGE, TWELVE_GRAMS, UNKNOWN, Closed

KINDS = {"twelve": TWELVE_GRAMS, "kilogram": KILOGRAM, "range": RANGE, "unknown": UNKNOWN}
AGAINST = {Reason.NOT_BECAUSE_OF_IT, Reason.KNOWN_BEFORE, Reason.EXCLUDED}
WAITING = {RewardState.APPROVED, RewardState.ACCEPTED}
KNOWN_YEARS = {day.year for day in holidays}


def may_be_proposed(kind: str, yuan: int, reason: Reason) -> bool:
    if yuan == 0:
        return reason in AGAINST
    if kind == "twelve":
        return (yuan, reason) == (500, Reason.AS_COMPUTED)
    if kind == "kilogram":
        return (yuan, reason) == (20_000, Reason.AS_COMPUTED)
    if kind == "range":
        return 20_000 <= yuan <= 200_000 and reason is Reason.WITHIN_BAND
    return 1 <= yuan <= 300_000 and reason is Reason.BY_HAND


def approvers_for(yuan: int) -> int:
    return 1 if yuan <= 3000 else 2


def is_workday(day: date) -> bool:
    if day.year not in KNOWN_YEARS:
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))


def two_months_after(day: date) -> date:
    """Return the day of the same number two months on, moved on to a day when offices work."""
    year, month = (day.year, day.month + 2) if day.month <= 10 else (day.year + 1, day.month - 10)
    end = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    while not is_workday(end):
        end += timedelta(days=1)
    return end


def ten_working_days_after(day: date) -> date:
    left = 10
    while left:
        day += timedelta(days=1)
        left -= is_workday(day)
    return day


@dataclass
class Expected:
    """One reward as it must stand; people are numbers, not posts."""

    tip: Closed
    reward_id: str
    kind: str
    state: RewardState = RewardState.OPEN
    sequence: int = 1
    yuan: int = 0
    proposer: int = 0
    approvers: list[int] = field(default_factory=list)
    noticed: date | None = None
    extensions: int = 0
    mistyped: int = 0
    by_proxy: bool = False
    payer: int = 0
    payouts: int = 0

    @property
    def last_day(self) -> date:
        assert self.noticed is not None
        day = two_months_after(self.noticed)
        for _ in range(self.extensions):
            day = two_months_after(day)
        return ten_working_days_after(day)

    def is_claimable(self, today: date) -> bool:
        return self.noticed is not None and today <= self.last_day

    def proposed(self, person: int, yuan: int) -> None:
        self.state, self.proposer, self.yuan = RewardState.PROPOSED, person, yuan
        self.approvers = []
        self.sequence += 1

    def rejected(self) -> None:
        self.state, self.proposer, self.yuan, self.approvers = RewardState.OPEN, 0, 0, []
        self.sequence += 1

    def may_approve(self, person: int) -> bool:
        return self.state is RewardState.PROPOSED and person not in {
            self.proposer,
            *self.approvers,
        }

    def approved(self, person: int, today: date) -> None:
        self.approvers.append(person)
        self.sequence += 1
        if len(self.approvers) < approvers_for(self.yuan):
            return
        self.noticed = today
        self.state = RewardState.APPROVED if self.yuan else RewardState.REFUSED

    def ended(self, state: RewardState) -> None:
        self.state = state
        self.sequence += 1


@dataclass
class Books:
    """The accounts as they must stand, in yuan."""

    allotted: int = 0
    reserved: int = 0
    paid: int = 0
    donated: int = 0

    def count(self, rewards: list[Expected]) -> None:
        self.reserved = sum(each.yuan for each in rewards if each.state in WAITING)
        self.paid = sum(each.yuan for each in rewards if each.state is RewardState.PAID)
        self.donated = sum(each.yuan for each in rewards if each.state is RewardState.DONATED)

    @property
    def available(self) -> int:
        return self.allotted - self.reserved - self.paid - self.donated
