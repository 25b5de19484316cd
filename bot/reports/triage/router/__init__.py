"""The staff's cards, reading and writing."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.enums import ChatType

from bot.reports.triage.router import cards, closing, digests, judging, muting, reading, writing
from bot.reports.triage.router.callbacks import (
    Action,
    AlikeCallback,
    CloseCallback,
    DigestCallback,
    TipCallback,
)

GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


def create_router() -> Router:
    router = Router(name="triage")
    press = router.callback_query.register
    press(cards.take_pressed, TipCallback.filter(F.action == Action.TAKE))
    press(cards.return_pressed, TipCallback.filter(F.action == Action.RETURN))
    press(reading.read_pressed, TipCallback.filter(F.action == Action.READ))
    press(reading.clear_pressed, TipCallback.filter(F.action == Action.CLEAR))
    press(writing.write_pressed, TipCallback.filter(F.action.in_({Action.ASK, Action.NOTE})))
    press(writing.send_pressed, TipCallback.filter(F.action == Action.SEND))
    press(writing.cancel_pressed, TipCallback.filter(F.action == Action.CANCEL))
    press(closing.close_pressed, TipCallback.filter(F.action == Action.CLOSE))
    press(closing.outcome_pressed, CloseCallback.filter())
    press(judging.alike_pressed, AlikeCallback.filter())
    press(digests.digest_pressed, DigestCallback.filter())
    press(muting.mute_pressed, TipCallback.filter(F.action == Action.MUTE))
    in_group, in_private = F.chat.type.in_(GROUPS), F.chat.type == ChatType.PRIVATE
    router.message.register(writing.text_written, writing.WritingSG.text, in_private)
    router.message.register(writing.reply_written, in_group, F.reply_to_message)
    router.message.register(writing.stray_written, in_private)
    router.callback_query.register(cards.unknown_pressed)
    return router
