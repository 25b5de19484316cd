"""When two tips are likely the same; pure.

A shared number plate links whatever the words are. Words link only where about half of their
runs are shared: two reports from one village about one kind of crime share names and phrases,
but hardly a third of their runs.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from bot.reports.triage.duplicates.minhash import resemblance
from bot.reports.triage.duplicates.signatures import Signature

# Fewer runs than these say too little: everybody who writes so briefly writes alike.
FEWEST_RUNS: Final = 16
FEWEST_PLACE_RUNS: Final = 4
ALIKE: Final = 0.5
ALIKE_ELSEWHERE: Final = 0.7
ALIKE_AT_ONE_PLACE: Final = 0.35
ONE_PLACE: Final = 0.7
NEARLY_EQUAL: Final = 0.8
SOMEWHAT_ALIKE: Final = 0.2


class Likeness(StrEnum):
    """How sure it is; a bucket, so that no stored number tells more.

    What an officer has linked by its number is stated, not compared.
    """

    LIKELY = "likely"
    STRONG = "strong"
    STATED = "stated"


class Verdict(StrEnum):
    """What the staff say of a link."""

    SAME = "same"
    DIFFERENT = "different"


def compare(one: Signature, other: Signature, *, same_region: bool) -> Likeness | None:
    """Return how alike two tips are, or None where they are not to be linked."""
    enough = min(one.text_length, other.text_length) >= FEWEST_RUNS
    alike = resemblance(one.text, other.text) if enough else 0.0
    if one.plates & other.plates:
        is_sure = same_region or alike >= SOMEWHAT_ALIKE
        return Likeness.STRONG if is_sure else Likeness.LIKELY
    if alike < _threshold(one, other, same_region=same_region):
        return None
    return Likeness.STRONG if alike >= NEARLY_EQUAL else Likeness.LIKELY


def _threshold(one: Signature, other: Signature, *, same_region: bool) -> float:
    if not same_region:
        return ALIKE_ELSEWHERE
    enough = min(one.place_length, other.place_length) >= FEWEST_PLACE_RUNS
    if enough and resemblance(one.place, other.place) >= ONE_PLACE:
        return ALIKE_AT_ONE_PLACE
    return ALIKE
