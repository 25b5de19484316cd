"""The content's schemes as engines, and outcomes written short."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date
from typing import Any

from bot.reports.rewards.rules.choosing import engine_for
from bot.reports.rewards.rules.proposal import Case, Proposal
from content.outcome_lists import load_outcomes
from content.reward_shelf import load_rewards
from content.schema.conversions import RewardRules
from content.schema.outcomes import OutcomeFacts, OutcomeLists

IN_FORCE = date(2025, 6, 30)
"""A day on which every scheme of the content holds."""


@functools.cache
def lists() -> OutcomeLists:
    return load_outcomes()


@functools.cache
def rules() -> RewardRules:
    return replace(load_rewards(), pays_for_users=True)


def propose(scheme: str, facts: dict[str, Any], **case: Any) -> Proposal:
    engine = engine_for(rules(), rules().scheme(scheme), lists())
    known = OutcomeFacts.model_validate(facts)
    assert not lists().unknown(known)
    return engine.propose(Case(facts=known, **{"on": IN_FORCE, **case}))
