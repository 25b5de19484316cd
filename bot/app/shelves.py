"""The content that comes with the program: it changes with a release, so it is read once."""

from __future__ import annotations

from functools import cache

from bot.chat.danger_ear import DangerEar
from bot.chat.guard import DangerGuard
from content.danger import DangerPhrases, load_danger
from content.danger_layer import load_layer
from content.library import Library
from content.loader import load
from content.outcome_lists import load_outcomes
from content.reward_shelf import load_rewards
from content.schema.conversions import RewardRules
from content.schema.outcomes import OutcomeLists
from content.triage_words import HeldPhrases, TriageWords, load_held_phrases, load_triage_words
from storage.vault.receipts import looks_like_receipt


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
    """Return the guard with its ear: about a second and 100 MB, so only a process that listens."""
    ear = DangerEar(load_layer(), _danger().speller)
    return DangerGuard(_danger(), ear, looks_like_receipt)


@cache
def held_phrases() -> HeldPhrases:
    return load_held_phrases(_danger().speller)


@cache
def triage_words() -> TriageWords:
    return load_triage_words()


@cache
def _danger() -> DangerPhrases:
    return load_danger()
