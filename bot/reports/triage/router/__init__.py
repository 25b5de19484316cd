"""The staff's cards, the queue, reading and writing."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData

from bot.reports.triage.router import (
    approving,
    cards,
    closing,
    confirming,
    digests,
    handing,
    judging,
    linking,
    muting,
    outcome_steps,
    passing,
    protecting,
    queue,
    reading,
    writing,
)
from bot.reports.triage.router.callbacks import (
    Action,
    AlikeCallback,
    ApproveCallback,
    CloseCallback,
    DigestCallback,
    FilterCallback,
    HandCallback,
    HandPageCallback,
    NumberCallback,
    OutcomeCallback,
    PassCallback,
    PassedOnCallback,
    PassPageCallback,
    QueueCallback,
    ReadyCallback,
    SecondCallback,
    ShiftCallback,
    ShiftPageCallback,
    TipCallback,
    ViewCallback,
)
from bot.reports.triage.router.drafts import WritingSG

GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
VIEWS = ("queue", "mine", "shift", "roster")
STATED = (
    Action.URGENT,
    Action.ROUTINE,
    Action.WORKING,
    Action.VERIFYING,
    Action.MINOR,
    Action.NOT_MINOR,
    Action.REPORTED_MINOR,
    Action.NOT_REPORTED_MINOR,
)
TIP_BUTTONS: dict[Action, Any] = {
    Action.TAKE: cards.take_pressed,
    Action.RETURN: cards.return_pressed,
    Action.MORE: cards.more_pressed,
    **dict.fromkeys(STATED, cards.state_pressed),
    Action.READ: reading.read_pressed,
    Action.CLEAR: reading.clear_pressed,
    Action.ASK: writing.write_pressed,
    Action.NOTE: writing.write_pressed,
    Action.SEND: writing.send_pressed,
    Action.CANCEL: writing.cancel_pressed,
    Action.CLOSE: closing.close_pressed,
    Action.UNDO: closing.undo_pressed,
    Action.REOPEN: closing.reopen_pressed,
    Action.WITHDRAW: protecting.withdraw_pressed,
    Action.HAND: handing.hand_pressed,
    Action.ACCEPT: handing.accept_pressed,
    Action.DECLINE: handing.decline_pressed,
    Action.LINK: linking.link_pressed,
    Action.FORWARD: passing.pass_on_pressed,
    Action.MUTE: muting.mute_pressed,
}
OTHER_BUTTONS: dict[type[CallbackData], Any] = {
    ApproveCallback: approving.approve_pressed,
    CloseCallback: closing.outcome_pressed,
    PassedOnCallback: protecting.passed_on_pressed,
    SecondCallback: protecting.second_pressed,
    OutcomeCallback: confirming.outcome_step_pressed,
    ReadyCallback: writing.ready_pressed,
    HandCallback: handing.colleague_pressed,
    HandPageCallback: handing.colleagues_turned,
    ShiftCallback: handing.shift_pressed,
    ShiftPageCallback: queue.shift_turned,
    PassCallback: passing.unit_pressed,
    PassPageCallback: passing.units_turned,
    ViewCallback: queue.view_pressed,
    QueueCallback: queue.queue_pressed,
    FilterCallback: queue.filter_pressed,
    NumberCallback: queue.number_pressed,
    AlikeCallback: judging.alike_pressed,
    DigestCallback: digests.digest_pressed,
}


def create_router() -> Router:
    router = Router(name="triage")
    press = router.callback_query.register
    for action, handler in TIP_BUTTONS.items():
        press(handler, TipCallback.filter(F.action == action))
    for data, handler in OTHER_BUTTONS.items():
        press(handler, data.filter())
    in_group, in_private = F.chat.type.in_(GROUPS), F.chat.type == ChatType.PRIVATE
    write = router.message.register
    write(queue.view_command, Command(*VIEWS))
    write(queue.find_command, Command("find"))
    write(writing.text_written, WritingSG.text, in_private)
    write(outcome_steps.quantity_written, outcome_steps.OutcomeSG.building, in_private)
    write(linking.link_written, linking.NumberSG.link, in_private)
    write(queue.number_written, linking.NumberSG.find, in_private)
    write(writing.reply_written, in_group, F.reply_to_message)
    write(writing.stray_written, in_private)
    press(cards.unknown_pressed)
    return router
