"""The content that comes with the program: it changes with a release, so it is read once."""

from __future__ import annotations

from functools import cache

from bot.chat.guard import DangerGuard
from content.danger import DangerPhrases, load_danger
from content.library import Library
from content.loader import load
from content.outcome_lists import load_outcomes
from content.reward_shelf import load_rewards
from content.schema.conversions import RewardRules
from content.schema.outcomes import OutcomeLists
from content.triage_words import HeldPhrases, TriageWords, load_held_phrases, load_triage_words


@cache
def library() -> Library:
    return load()


@cache
def outcomes() -> OutcomeLists:
    return load_outcomes()


@cache
def rewards() -> RewardRules:
    return load_rewards()


@cache
def guard() -> DangerGuard:
    return DangerGuard(_danger())


@cache
def held_phrases() -> HeldPhrases:
    return load_held_phrases(_danger().speller)


@cache
def triage_words() -> TriageWords:
    return load_triage_words()


@cache
def _danger() -> DangerPhrases:
    return load_danger()
