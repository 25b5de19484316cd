"""Whether a reward takes a valid ID is policy of the region, and told before a report is sent."""

from __future__ import annotations

from bot.app.rewards import create_identity_policy
from content.reward_shelf import load_rewards
from content.schema.conversions import RewardRules
from tests.library import library

REGIONS = library().regions
CITY = REGIONS.root_city.id


def test_the_national_rule_checks_the_id_everywhere() -> None:
    checks = create_identity_policy(load_rewards())
    assert checks(None)
    assert all(checks(region.id) for region in REGIONS.children(CITY))


def test_a_region_whose_schedule_pays_by_code_says_nothing_of_an_id() -> None:
    national = load_rewards().national()
    assert national is not None
    local = national.model_copy(
        update={"id": "ours", "level": "local", "regions": (CITY,), "identity": "code"}
    )
    rules = RewardRules(schemes={"ours": local, national.id: national}, conversions={})
    checks = create_identity_policy(rules)
    assert not checks(CITY)
    assert checks(None)


def test_without_any_schedule_it_is_told_as_the_national_rule_has_it() -> None:
    checks = create_identity_policy(RewardRules(schemes={}, conversions={}))
    assert checks(CITY)
