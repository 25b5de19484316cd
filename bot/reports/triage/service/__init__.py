"""The use cases of triage: each checks who asks, decides, and commits before anybody is told."""

from bot.reports.triage.service.approving import ApproveReading, AskReading, NotApproved
from bot.reports.triage.service.base import PassedOn, TipCard, TriageUseCase, standing_of
from bot.reports.triage.service.cards import ClaimCard, FindCard, KeepCardMessage
from bot.reports.triage.service.holding import (
    AcceptTip,
    EndOffer,
    OfferAll,
    OfferTip,
    ReturnTip,
    TakeTip,
)
from bot.reports.triage.service.linking import LinkTips
from bot.reports.triage.service.reading import FindTongue, ReadTip
from bot.reports.triage.service.stating import MarkMinor, SetState, SetUrgency
from bot.reports.triage.service.writing import WriteOnTip, Written

__all__ = [
    "AcceptTip",
    "ApproveReading",
    "AskReading",
    "ClaimCard",
    "EndOffer",
    "FindCard",
    "FindTongue",
    "KeepCardMessage",
    "LinkTips",
    "MarkMinor",
    "NotApproved",
    "OfferAll",
    "OfferTip",
    "PassedOn",
    "ReadTip",
    "ReturnTip",
    "SetState",
    "SetUrgency",
    "TakeTip",
    "TipCard",
    "TriageUseCase",
    "WriteOnTip",
    "Written",
    "standing_of",
]
