"""Which design a certificate has: by age where it is known, else by whom the course is for."""

from __future__ import annotations

from bot.education.learning.rules.remembering import AgeBand

BY_AGE = {
    AgeBand.UNDER_14: "kites",
    AgeBand.FROM_14_TO_17: "gate",
    AgeBand.ADULT: "plain",
}
BY_STAGE = {"upper-primary": "kites", "university": "plain", "work": "plain", "community": "plain"}


def design_for(age_band: str | None, stage: str) -> str:
    """Return the name of a design."""
    if age_band in set(AgeBand):
        return BY_AGE[AgeBand(age_band)]
    return BY_STAGE.get(stage, "gate")
