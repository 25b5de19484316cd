"""The answer where no schedule is known at all."""

from __future__ import annotations

from bot.reports.rewards.rules.proposal import Case, Obstacle, Proposal, Verdict, Why


def without_scheme(case: Case) -> Proposal:
    """Return that a person must decide; reporting a child still earns nothing."""
    if case.facts.is_minor_reported:
        return _answer(case, Verdict.NONE, [Why.REPORTS_MINOR])
    reasons = {
        Why.NO_SCHEME: True,
        Why.BY_MINOR: case.facts.is_by_minor,
        Why.ALREADY_PROMISED: case.is_promised_elsewhere,
    }
    return _answer(case, Verdict.UNDECIDED, [why for why, holds in reasons.items() if holds])


def _answer(case: Case, verdict: Verdict, reasons: list[Why]) -> Proposal:
    obstacles = tuple(Obstacle(why=why) for why in reasons)
    return Proposal(verdict=verdict, on=case.on, obstacles=obstacles)
