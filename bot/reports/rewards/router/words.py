"""The names of states and reasons on the staff's screens."""

from __future__ import annotations

from collections.abc import Mapping

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from babel.support import LazyProxy

from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.money import write_yuan
from bot.reports.rewards.rules.standing import RewardState
from bot.reports.rewards.service.dossiers import Dossier

STATES: Mapping[RewardState, LazyProxy] = {
    RewardState.NOT_DUE: __("no reward is due"),
    RewardState.OPEN: __("waits for a proposal"),
    RewardState.PROPOSED: __("proposed; somebody else approves"),
    RewardState.REFUSED: __("decided: no reward"),
    RewardState.APPROVED: __("approved; the reporter can see it"),
    RewardState.ACCEPTED: __("accepted; to be paid against the claim code"),
    RewardState.DECLINED: __("declined by the reporter"),
    RewardState.DONATED: __("donated by the reporter"),
    RewardState.LAPSED: __("lapsed: not collected in time"),
    RewardState.PAID: __("paid"),
    RewardState.REVERSED: __("paid and reversed"),
}
REASONS: Mapping[Reason, LazyProxy] = {
    Reason.AS_COMPUTED: __("as computed"),
    Reason.WITHIN_BAND: __("chosen within the band"),
    Reason.OTHER_BAND: __("the other band at the edge"),
    Reason.BY_HAND: __("set by a person"),
    Reason.NOT_BECAUSE_OF_IT: __("not solved because of it"),
    Reason.KNOWN_BEFORE: __("known before"),
    Reason.EXCLUDED: __("this reporter is excluded"),
    Reason.CONFIRMED: __("confirmed"),
    Reason.AMOUNT_WRONG: __("the amount is wrong"),
    Reason.FACTS_WRONG: __("the facts are wrong"),
    Reason.LOOK_AGAIN: __("please look again"),
    Reason.JUST_CAUSE: __("a just cause for the delay"),
    Reason.CODE_CHECKED: __("the code was checked"),
    Reason.PAID_BY_MISTAKE: __("paid by mistake"),
    Reason.FALSE_REPORT: __("the report was false"),
    Reason.NOT_COLLECTED: __("not collected"),
    Reason.CHOSEN: __("the reporter's choice"),
}


def state_line(dossier: Dossier) -> str:
    """Return where a reward stands, with its amount if there is one."""
    state = str(STATES[dossier.state])
    amount = dossier.standing.amount
    if not amount:
        return state
    return _("{amount} yuan, {state}").format(amount=write_yuan(amount), state=state)


def reason_of(code: str | None) -> str:
    known = {reason.value: words for reason, words in REASONS.items()}
    return str(known[code]) if code in known else ""
