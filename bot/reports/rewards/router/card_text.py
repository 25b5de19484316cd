"""The text of a reward's card: the working, what to check, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from aiogram.utils.i18n import gettext as _

from bot.reports.rewards.router.words import reason_of, state_line
from bot.reports.rewards.rules.standing import WAITING, RewardState
from bot.reports.rewards.service.viewing import RewardCard
from bot.reports.rewards.wording.tongue import Tongue
from bot.reports.rewards.wording.working import write_basis, write_headline, write_working

LONGEST = 3500


def write_card(card: RewardCard, tongue: Tongue) -> str:
    """Return the card; the working goes once the money is promised."""
    parts = [_("💰 <b>Reward for report {number}</b>").format(number=card.number)]
    if card.state in {RewardState.NOT_DUE, RewardState.OPEN, RewardState.PROPOSED}:
        parts.append("\n".join(_working(card, tongue)))
    if card.state is RewardState.OPEN:
        parts.append("\n".join(_checks(card, tongue)))
    parts.append("\n".join(_state(card)))
    return _fit([part for part in parts if part])


def _working(card: RewardCard, tongue: Tongue) -> Iterator[str]:
    yield f"<b>{escape(write_headline(card.proposal, tongue))}</b>"
    yield from (escape(line) for line in write_working(card.proposal, tongue))
    yield from (f"<i>{escape(line)}</i>" for line in write_basis(card.proposal, tongue))


def _checks(card: RewardCard, tongue: Tongue) -> Iterator[str]:
    questions = () if card.scheme is None or card.allowed is None else card.scheme.questions
    if not questions and not card.unjudged:
        return
    yield _("<b>Please check first:</b>")
    for number in card.unjudged:
        yield _(
            "▫️ 🔗 Report {number} is likely the same, and nobody has judged it. Please judge it "
            "on the report's card: the same facts are paid once."
        ).format(number=number)
    for question in questions:
        yield f"▫️ {escape(question.label.to(tongue.locale))}"


def _state(card: RewardCard) -> Iterator[str]:
    standing = card.dossier.standing
    yield _("State: {state}").format(state=state_line(card.dossier))
    if card.state is RewardState.PROPOSED:
        reason = reason_of(standing.reason)
        if standing.amount == 0:
            yield _("Proposed: no reward ({reason})").format(reason=reason)
        else:
            yield _("Reason: {reason}").format(reason=reason)
        if card.needed > 1:
            yield _("Approvals: {count} of {needed}").format(
                count=len(standing.approvers), needed=card.needed
            )
    if card.state is RewardState.OPEN and standing.reason in _SENT_BACK:
        yield _("Sent back: {reason}").format(reason=reason_of(standing.reason))
    if card.state in WAITING and card.deadlines is not None:
        yield _("To be claimed by {day}; it lapses after {last}").format(
            day=_day(card.deadlines.claim_until), last=_day(card.deadlines.lapses_after)
        )
    if card.is_on_hold:
        yield _(
            "⏸ Held back: the report is open again, or was closed with other findings. Nothing is "
            "paid; somebody who did not approve it can take the approval back."
        )
    if standing.is_locked and card.state is RewardState.ACCEPTED:
        yield _("🔒 Locked after five wrong codes")


_SENT_BACK = {"amount_wrong", "facts_wrong", "excluded", "look_again"}


def _day(day: date) -> str:
    return day.isoformat()


def _fit(parts: list[str]) -> str:
    """Leave out lines of the working rather than the state, where a message would be too long."""
    text = "\n\n".join(parts)
    if len(text) <= LONGEST or len(parts) < 3:
        return text
    lines = parts[1].split("\n")
    while len(lines) > 1 and len("\n\n".join([parts[0], "\n".join(lines), *parts[2:]])) > LONGEST:
        lines.pop()
    return "\n\n".join([parts[0], "\n".join([*lines, "…"]), *parts[2:]])
