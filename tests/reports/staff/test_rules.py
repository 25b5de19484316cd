"""Binding codes: what they look like, and how long they are good."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.reports.staff import rules
from bot.reports.staff.rules import Role

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_codes_have_eighty_bits_and_never_repeat() -> None:
    codes = {rules.create_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[0-9a-f]{20}", code) for code in codes)


@pytest.mark.parametrize("typed", ["a1b2c3", " a1b2c3 ", "A1B2C3", "a1b2c3\n"])
def test_a_code_may_be_typed_with_capitals_and_spaces_around(typed: str) -> None:
    assert rules.digest_code(typed) == rules.digest_code("a1b2c3")


@pytest.mark.parametrize("typed", ["", "a1b2c4", "a1 b2c3", "a1b2c3a1b2c3"])
def test_another_code_has_another_digest(typed: str) -> None:
    assert rules.digest_code(typed) != rules.digest_code("a1b2c3")


@pytest.mark.parametrize(
    ("until", "is_good"),
    [
        (None, False),
        (NOW + rules.CODE_KEPT_FOR, True),
        (NOW, True),
        (NOW - timedelta(seconds=1), False),
    ],
)
def test_a_code_is_good_until_its_hour_is_over(until: datetime | None, *, is_good: bool) -> None:
    assert rules.is_code_good(until, NOW) is is_good


def test_roles_are_stored_and_lettered_and_read_back() -> None:
    for roles in (frozenset[Role](), frozenset({Role.TRIAGE}), frozenset(Role)):
        assert rules.roles_from(rules.store_roles(roles)) == roles
        assert rules.roles_from_letters(rules.letters_of(roles)) == roles
    assert len(rules.store_roles(Role)) <= 64
    assert rules.roles_from_letters("xyz") == frozenset()


def test_an_invitation_ends_on_a_full_hour_a_day_ahead_at_most() -> None:
    for minute in (0, 1, 59):
        until = rules.invitation_until(NOW.replace(minute=minute))
        assert (until.minute, until.second) == (0, 0)
        assert timedelta(hours=23) < until - NOW.replace(minute=minute) <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("before", "after", "raises"),
    [
        ({Role.SUPERVISOR}, {Role.SUPERVISOR, Role.AUDITOR}, False),
        ({Role.SUPERVISOR}, {Role.SUPERVISOR, Role.PAYER}, True),
        ({Role.SUPERVISOR}, {Role.SUPERVISOR, Role.APPROVER}, True),
        ({Role.SUPERVISOR, Role.PAYER}, {Role.SUPERVISOR, Role.PAYER}, False),
        ({Role.SUPERVISOR, Role.PAYER}, {Role.SUPERVISOR}, False),
    ],
)
def test_nobody_raises_himself_to_money(
    before: set[Role], after: set[Role], *, raises: bool
) -> None:
    assert rules.raises_himself(frozenset(before), frozenset(after)) is raises


def test_the_last_supervisor_is_the_last() -> None:
    none, lead = frozenset({Role.TRIAGE}), frozenset({Role.SUPERVISOR})
    assert rules.leaves_no_supervisor([none], none)
    assert not rules.leaves_no_supervisor([none, lead], none)
    assert not rules.leaves_no_supervisor([], lead)
