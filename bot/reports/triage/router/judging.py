"""Judging, on the card, whether two reports are the same."""

from __future__ import annotations

from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.reports.triage.duplicates.rules import Verdict
from bot.reports.triage.router.callbacks import AlikeCallback
from bot.reports.triage.router.desk import Triage, refuse


async def alike_pressed(
    query: CallbackQuery, callback_data: AlikeCallback, triage: Triage
) -> None:
    post = await triage.post_of(query, callback_data.tip)
    tip_id, number, verdict = callback_data.tip, callback_data.number, callback_data.verdict
    card = None if post is None else await triage.judge(post, tip_id, number, verdict)
    if card is None:
        await refuse(query)
        return
    if verdict is Verdict.SAME:
        text = _("Kept: the same as {number}.")
    else:
        text = _("Kept: not the same as {number}.")
    await triage.answer(query, card, text.format(number=number))
