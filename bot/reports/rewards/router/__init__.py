"""The staff's screens for rewards: cards, amounts, paying, the list and the books."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command

from bot.reports.rewards.router import deciding, listing, noting, paying
from bot.reports.rewards.router.callbacks import ReasonCallback, RewardAction, RewardCallback

ACTS = (RewardAction.PROPOSE, RewardAction.APPROVE, RewardAction.EXTEND, RewardAction.UNLOCK)
CHOICES = (
    RewardAction.NONE,
    RewardAction.REJECT,
    RewardAction.REVERSE,
    RewardAction.TAKE_BACK,
    RewardAction.BACK,
)


def create_router() -> Router:
    """Return the router; it stands before triage, which takes whatever is left."""
    router = Router(name="rewards")
    press, write = router.callback_query.register, router.message.register
    press(deciding.act_pressed, RewardCallback.filter(F.action.in_(ACTS)))
    press(deciding.choose_pressed, RewardCallback.filter(F.action.in_(CHOICES)))
    press(deciding.again_pressed, RewardCallback.filter(F.action == RewardAction.AGAIN))
    press(deciding.amount_pressed, RewardCallback.filter(F.action == RewardAction.AMOUNT))
    press(deciding.confirm_pressed, RewardCallback.filter(F.action == RewardAction.CONFIRM))
    press(deciding.cancel_pressed, RewardCallback.filter(F.action == RewardAction.CANCEL))
    press(noting.note_pressed, RewardCallback.filter(F.action == RewardAction.NOTE))
    press(deciding.reason_pressed, ReasonCallback.filter())
    write(paying.pay_command, Command("pay"))
    write(listing.rewards_command, Command("rewards"))
    write(listing.ledger_command, Command("ledger"))
    is_words, in_private = ~F.text.startswith("/"), F.chat.type == ChatType.PRIVATE
    write(paying.code_written, paying.PaySG.code, in_private, is_words)
    write(deciding.amount_written, deciding.AmountSG.amount, in_private, is_words)
    return router
