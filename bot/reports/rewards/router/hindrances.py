"""What is said to whoever may decide, where something else stands in the way."""

from __future__ import annotations

from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.reports.rewards.router.callbacks import ReasonCallback, RewardAction, RewardCallback
from bot.reports.rewards.router.desk import RewardDesk
from bot.reports.rewards.rules.standing import RewardState
from bot.reports.rewards.service.deciding import Hindrance
from bot.reports.rewards.service.viewing import RewardCard
from bot.reports.staff.refusals import refuse

PROPOSING = frozenset({RewardAction.PROPOSE, RewardAction.NONE, RewardAction.CONFIRM})


async def refuse_decision(
    query: CallbackQuery,
    data: RewardCallback | ReasonCallback,
    desk: RewardDesk,
    card: RewardCard | None,
) -> None:
    """Name the way out to whoever may decide, uncounted; anybody else gets the one answer."""
    hindrance = None if card is None else await _find_hindrance(query, data, desk, card)
    if card is None or hindrance is None:
        await refuse(query)
        return
    await query.answer(_words(hindrance, card.state), show_alert=True)


async def _find_hindrance(
    query: CallbackQuery,
    data: RewardCallback | ReasonCallback,
    desk: RewardDesk,
    card: RewardCard,
) -> Hindrance | None:
    is_proposal = data.action in PROPOSING
    post = await desk.post_of(query, card.dossier.unit_id)
    if post is None or not (is_proposal or data.action is RewardAction.APPROVE):
        return None
    decide = desk.propose if is_proposal else desk.approve
    return await decide.find_hindrance(post, card.reward_id, data.sequence)


def _words(hindrance: Hindrance, state: RewardState) -> str:
    if hindrance is Hindrance.OWN:
        return _("You have proposed or approved this yourself; somebody else has to approve it.")
    if hindrance is Hindrance.OUTDATED:
        return _("The card has changed meanwhile. Please look at it again.")
    if hindrance is Hindrance.REOPENED:
        return _("The report was opened again. Once it is closed anew, its reward can be decided.")
    if hindrance is Hindrance.UNJUDGED:
        return _(
            "Another report is likely the same, and nobody has judged it yet. Please judge it on "
            "the report's card first: the same facts are paid once."
        )
    if state is RewardState.PROPOSED:
        return _(
            "What this rests on has changed. Please tap “Send back”, and then “Compute again”."
        )
    return _("What this rests on has changed. Please tap “Compute again”.")
