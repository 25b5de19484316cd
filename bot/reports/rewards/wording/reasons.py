"""Why there is no amount, in words that hold no number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.reports.rewards.rules.proposal import Obstacle, Why
from bot.reports.rewards.wording.tongue import Tongue


def write_reason(obstacle: Obstacle, tongue: Tongue) -> str:
    """Return the sentence, led by the head that it is about."""
    sentence = _sentence(obstacle, tongue)
    if obstacle.head is None:
        return sentence
    _ = tongue.gettext
    label = obstacle.head.label.to(tongue.locale)
    return _("{label}: {sentence}").format(label=label, sentence=sentence)


def _sentence(obstacle: Obstacle, tongue: Tongue) -> str:
    band = obstacle.band
    if band is not None and band.reason is not None:
        return band.reason.to(tongue.locale)
    words = {**_nothing_due(tongue.gettext), **_open(tongue.gettext)}[obstacle.why]
    return words.format(substance=_substance(obstacle, tongue))


def _substance(obstacle: Obstacle, tongue: Tongue) -> str:
    """Return its name; one with a number in it is left out, lest it be read as an amount."""
    _ = tongue.gettext
    listed = (*tongue.lists.substances, *tongue.lists.precursors)
    names = [each.label.to(tongue.locale) for each in listed if each.id == obstacle.substance]
    spoken = [name for name in names if not any(sign.isdigit() for sign in name)]
    return spoken[0] if spoken else _("what was seized")


def _nothing_due(_: Callable[[str], str]) -> Mapping[Why, str]:
    return {
        Why.REPORTS_MINOR: _(
            "the person reported is a minor; no reward is given for reporting a child. That is "
            "this system's own rule, not the measures'"
        ),
        Why.NOT_VERIFIED: _("the report could not be verified"),
        Why.LATER_REPORTER: _("somebody else reported the same facts before; the first is paid"),
        Why.CRACKED_ELSEWHERE: _("another unit solved the case, and it is the one that pays"),
    }


def _open(_: Callable[[str], str]) -> Mapping[Why, str]:
    return {
        Why.USERS_NOT_PAID: _(
            "this installation proposes nothing for reporting people who use drugs, by its own "
            "setting; they need help first"
        ),
        Why.UNRECORDED: _("unknown in the recorded schedule; the national measures speak of it"),
        Why.NO_SCHEME: _("no schedule is known for this region"),
        Why.NOT_YET_VALID: _("the schedule was not in force yet"),
        Why.EXPIRED: _("the schedule has expired, and whether it was renewed is not known"),
        Why.NO_HEAD: _("nothing in the schedule speaks of what was found"),
        Why.UNKNOWN_BAND: _("the amount for this quantity was not recovered"),
        Why.BELOW_BANDS: _("the quantity is below the lowest band that is known"),
        Why.ABOVE_BANDS: _("the quantity is above the highest band that is known"),
        Why.REFERENCE: _("the amount stands in another document"),
        Why.NO_TABLE: _("the schedule names no conversion table"),
        Why.NO_RATIO: _("the conversion table has no ratio for this: {substance}"),
        Why.BASE_UNSTATED: _(
            "the schedule does not say how drugs other than heroin are converted"
        ),
        Why.TRACKS_UNSTATED: _("the schedule does not say whether these amounts add up"),
        Why.STACKING_UNSTATED: _(
            "the schedule does not say whether rewards on several grounds add up"
        ),
        Why.BY_MINOR: _(
            "the reporter said to be a minor; a person decides whether there is a reward. Until "
            "two have decided, the mailbox mentions none"
        ),
        Why.ALREADY_PROMISED: _(
            "a reward for another report of the same facts is already promised or paid; "
            "a person must decide whether this one earns any"
        ),
    }
