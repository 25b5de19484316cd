"""The buttons of a card: few in the admin chat, all of them in the private chat."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button, rows
from bot.reports.triage.router.alike import alike_rows
from bot.reports.triage.router.callbacks import (
    Action,
    ApproveCallback,
    SecondCallback,
    TipCallback,
    ref_of,
)
from bot.reports.triage.service import TipCard
from storage.reports.kinds import TipStatus, Urgency

Row = list[InlineKeyboardButton]


def tip_button(text: str, action: Action, card: TipCard) -> InlineKeyboardButton:
    return button(text, TipCallback(action=action, tip=card.tip_id).pack())


def keyboard_of(card: TipCard) -> InlineKeyboardMarkup:
    """Return the card's buttons in the admin chat."""
    if card.is_shredded:
        return rows()
    if card.is_closed:
        # A link that is still open stands in the way of both rewards, so it can be judged here.
        return rows(_closed(card), *alike_rows(card))
    if card.holder is None:
        return rows(*second_rows(card), [tip_button(_("✋ Take"), Action.TAKE, card)])
    return rows(
        *_offer(card),
        *approval_rows(card),
        *second_rows(card),
        [tip_button(_("📖 Read"), Action.READ, card)],
        _words(card),
        [
            tip_button(_("✅ Close"), Action.CLOSE, card),
            tip_button(_("↩️ Return"), Action.RETURN, card),
        ],
        [
            tip_button(_("🤝 Hand over"), Action.HAND, card),
            tip_button(_("⋯ More"), Action.MORE, card),
        ],
        [tip_button(_("🔇 Mute the sender for today"), Action.MUTE, card)],
        *alike_rows(card),
    )


def full_keyboard(card: TipCard) -> InlineKeyboardMarkup:
    """Return all that the holder can do, for the private chat."""
    if card.is_closed or card.holder is None:
        return keyboard_of(card)
    return rows(
        *_offer(card),
        *approval_rows(card),
        *second_rows(card),
        [tip_button(_("📖 Read"), Action.READ, card)],
        _words(card),
        [_state(card), _urgency(card)],
        [
            tip_button(_("🤝 Hand over"), Action.HAND, card),
            tip_button(_("🏢 Pass on"), Action.FORWARD, card),
        ],
        [tip_button(_("🔗 Link"), Action.LINK, card), _minor(card)],
        *_reported(card),
        [
            tip_button(_("✅ Close"), Action.CLOSE, card),
            tip_button(_("↩️ Return"), Action.RETURN, card),
        ],
        [tip_button(_("🔇 Mute the sender for today"), Action.MUTE, card)],
        *alike_rows(card),
    )


def words_keyboard(card: TipCard) -> InlineKeyboardMarkup:
    """Return the two ways that words of an officer can go."""
    return rows(_words(card))


def approval_rows(card: TipCard) -> list[Row]:
    """Return the button that lets whoever asked read; it names him, and no later holder."""
    if card.reading_asked_by is None:
        return []
    data = ApproveCallback(officer=ref_of(card.reading_asked_by), tip=card.tip_id)
    return [[button(_("🔏 Approve reading"), data.pack())]]


def second_rows(card: TipCard) -> list[Row]:
    """Return the button of the second person, which names what was recorded and nothing newer."""
    if card.referral is None or card.referral.is_confirmed:
        return []
    data = SecondCallback(mark=card.referral.mark, tip=card.tip_id)
    return [[button(_("🧒 Confirm: it was passed on"), data.pack())]]


def _words(card: TipCard) -> Row:
    return [
        tip_button(_("❓ Ask"), Action.ASK, card),
        tip_button(_("📝 Note"), Action.NOTE, card),
    ]


def _closed(card: TipCard) -> Row:
    back = (
        tip_button(_("↩️ Undo"), Action.UNDO, card)
        if card.may_undo
        else tip_button(_("🔓 Reopen"), Action.REOPEN, card)
    )
    return [tip_button(_("📖 Read"), Action.READ, card), back]


def _offer(card: TipCard) -> list[Row]:
    if card.offered_to is None:
        return []
    return [
        [
            tip_button(_("🤝 Accept"), Action.ACCEPT, card),
            tip_button(_("✖️ Not now"), Action.DECLINE, card),
        ]
    ]


def _state(card: TipCard) -> InlineKeyboardButton:
    if card.status is TipStatus.VERIFYING:
        return tip_button(_("🚦 Not verifying"), Action.WORKING, card)
    return tip_button(_("🚦 Verifying"), Action.VERIFYING, card)


def _urgency(card: TipCard) -> InlineKeyboardButton:
    if card.urgency is Urgency.URGENT:
        return tip_button(_("🔵 Not urgent"), Action.ROUTINE, card)
    return tip_button(_("🔴 Urgent"), Action.URGENT, card)


def _reported(card: TipCard) -> list[Row]:
    """Return whether the minor is the one reported, where one is in it."""
    if not card.about_minor:
        return []
    if card.minor_reported:
        text = _("🧒 The person reported is no minor")
        return [[tip_button(text, Action.NOT_REPORTED_MINOR, card)]]
    return [[tip_button(_("🧒 The person reported is a minor"), Action.REPORTED_MINOR, card)]]


def _minor(card: TipCard) -> InlineKeyboardButton:
    if card.about_minor:
        return tip_button(_("🧒 No minor in it"), Action.NOT_MINOR, card)
    return tip_button(_("🧒 A minor is in it"), Action.MINOR, card)
