"""The answer where no schedule is known at all."""

from __future__ import annotations

from bot.reports.rewards.rules.proposal import Case, Obstacle, Proposal, Verdict, Why


def without_scheme(case: Case) -> Proposal:
    """Return that a person must decide; a report about a minor still earns nothing."""
    if case.facts.is_about_minor:
        obstacles = (Obstacle(why=Why.ABOUT_MINOR),)
        return Proposal(verdict=Verdict.NONE, on=case.on, obstacles=obstacles)
    return Proposal(
        verdict=Verdict.UNDECIDED, on=case.on, obstacles=(Obstacle(why=Why.NO_SCHEME),)
    )
