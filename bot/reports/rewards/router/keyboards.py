"""The buttons under a reward's card."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button, rows
from bot.reports.rewards.router.callbacks import ReasonCallback, RewardAction, RewardCallback
from bot.reports.rewards.router.words import REASONS
from bot.reports.rewards.rules import deciding as rules
from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.money import write_yuan
from bot.reports.rewards.rules.standing import WAITING, RewardState
from bot.reports.rewards.service.viewing import RewardCard

CHOICES: dict[RewardAction, Sequence[Reason]] = {
    RewardAction.NONE: rules.AGAINST,
    RewardAction.REJECT: rules.REJECTING,
    RewardAction.REVERSE: rules.REVERSING,
    RewardAction.TAKE_BACK: rules.REJECTING,
}
"""The reasons to choose from, for what takes one."""


def keyboard_of(card: RewardCard) -> InlineKeyboardMarkup:
    # A note is shown for as long as there is a report that it can be shown with.
    has_note = card.has_note and card.tip_id is not None
    note = [_button(_("📝 Read the note"), RewardAction.NOTE, card)] if has_note else []
    return rows(*_state_rows(card), note)


def _state_rows(card: RewardCard) -> list[list[InlineKeyboardButton]]:
    state = card.state
    if state is RewardState.OPEN:
        return [*_open_rows(card), [_button(_("🔄 Compute again"), RewardAction.AGAIN, card)]]
    if state is RewardState.PROPOSED:
        return [
            [_button(_("👍 Approve"), RewardAction.APPROVE, card)],
            [_button(_("↩️ Send back"), RewardAction.REJECT, card)],
        ]
    if state in WAITING:
        locked = card.dossier.standing.is_locked
        unlock = [_button(_("🔓 Unlock"), RewardAction.UNLOCK, card)] if locked else []
        return [
            unlock,
            [_button(_("⏳ Extend the window"), RewardAction.EXTEND, card)],
            [_button(_("↩️ Take the approval back"), RewardAction.TAKE_BACK, card)],
        ]
    if state is RewardState.PAID:
        return [[_button(_("⤺ Reverse the payment"), RewardAction.REVERSE, card)]]
    if state is RewardState.NOT_DUE:
        return [[_button(_("🔄 Compute again"), RewardAction.AGAIN, card)]]
    return []


def reasons_of(card: RewardCard, action: RewardAction) -> InlineKeyboardMarkup:
    """Return a button for each reason, and one back to the card."""
    lines = [
        [
            button(
                str(REASONS[reason]).capitalize(),
                ReasonCallback(
                    action=action,
                    reward=card.reward_id,
                    sequence=card.dossier.standing.sequence,
                    reason=index,
                ).pack(),
            )
        ]
        for index, reason in enumerate(CHOICES[action])
    ]
    return rows(*lines, [_button(_("⬅️ Back"), RewardAction.BACK, card)])


def confirm_keyboard(card: RewardCard, fen: int) -> InlineKeyboardMarkup:
    text = _("✅ Checked: propose {amount} yuan").format(amount=write_yuan(fen))
    return rows(
        [_button(text, RewardAction.CONFIRM, card, fen)],
        [_button(_("Cancel"), RewardAction.CANCEL, card)],
    )


def cancel_keyboard(card: RewardCard) -> InlineKeyboardMarkup:
    return rows([_button(_("Cancel"), RewardAction.CANCEL, card)])


def _open_rows(card: RewardCard) -> list[list[InlineKeyboardButton]]:
    if card.allowed is None:
        return []
    lines = []
    total = card.proposal.total
    if total is not None and total.is_fixed:
        text = _("✅ Checked: propose {amount} yuan").format(amount=write_yuan(total.upper))
        lines.append([_button(text, RewardAction.PROPOSE, card)])
    if not card.allowed.is_fixed:
        lines.append([_button(_("✏️ Set the amount"), RewardAction.AMOUNT, card)])
    lines.append([_button(_("🚫 No reward"), RewardAction.NONE, card)])
    return lines


def _button(
    text: str, action: RewardAction, card: RewardCard, fen: int = 0
) -> InlineKeyboardButton:
    sequence = card.dossier.standing.sequence
    data = RewardCallback(action=action, reward=card.reward_id, sequence=sequence, fen=fen)
    return button(text, data.pack())
