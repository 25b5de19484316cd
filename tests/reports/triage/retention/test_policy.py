"""The closest term rules, and a rule that cannot be meant is refused by name."""

from __future__ import annotations

import pytest

from bot.app.retention import read_policy
from bot.errors import SettingsError
from bot.reports.triage.retention.policy import RetentionPolicy, parse_terms
from bot.settings import load_settings
from storage.reports.kinds import TipStatus
from tests.library import library

CATEGORIES = ["fugitive", "venue"]
RULES = "fugitive.closed=3650, *.closed=180,*.new=400,venue.*=90"


@pytest.mark.parametrize(
    ("category", "status", "days"),
    [
        ("fugitive", TipStatus.CLOSED, 3650),
        ("fugitive", TipStatus.NEW, 400),
        ("fugitive", TipStatus.TAKEN, 365),
        ("venue", TipStatus.CLOSED, 90),
        ("venue", TipStatus.ANSWERED, 90),
        ("other", TipStatus.CLOSED, 180),
        ("other", TipStatus.ASKED, 365),
    ],
)
def test_the_closest_rule_rules(category: str, status: TipStatus, days: int) -> None:
    policy = RetentionPolicy(days=365, terms=parse_terms(RULES, CATEGORIES))
    assert policy.term(category, status) == days
    assert policy.shortest == 90


def test_no_rules_leave_one_term_for_all() -> None:
    policy = RetentionPolicy(days=60, terms=parse_terms(" , ", CATEGORIES))
    assert policy.term("fugitive", TipStatus.CLOSED) == policy.shortest == 60


@pytest.mark.parametrize(
    "rule",
    [
        "cattle.closed=180",
        "*.finished=180",
        "*.closed=29",
        "*.closed=-5",
        "*.closed=soon",
        "*.closed=99999999",
        "*.closed",
        "closed=180",
        "=180",
        "*.closed=60,*.closed=90",
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_by_name(rule: str) -> None:
    last = rule.rpartition(",")[2]
    with pytest.raises(ValueError, match=last.replace("*", r"\*").replace(".", r"\.")):
        parse_terms(rule, CATEGORIES)


def test_the_settings_make_the_policy() -> None:
    settings = load_settings(
        retention_days=90, retention_rules="fugitive.closed=3650", _env_file=None
    )
    policy = read_policy(settings, library())
    assert policy.term("fugitive", TipStatus.CLOSED) == 3650
    assert policy.term("other", TipStatus.CLOSED) == 90


def test_the_settings_as_they_come_are_the_policy_as_it_comes() -> None:
    assert read_policy(load_settings(_env_file=None), library()) == RetentionPolicy()


@pytest.mark.parametrize("rules", ["fugitives.closed=3650", "*.closed=1"])
def test_a_wrong_rule_names_its_variable(rules: str) -> None:
    with pytest.raises(SettingsError, match="HUMEN_RETENTION_RULES"):
        read_policy(load_settings(retention_rules=rules, _env_file=None), library())


def test_a_term_of_a_few_days_is_refused() -> None:
    with pytest.raises(SettingsError, match="HUMEN_RETENTION_DAYS"):
        load_settings(retention_days=7, _env_file=None)
