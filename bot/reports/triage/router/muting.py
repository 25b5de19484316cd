"""The button that mutes the sender of a report for today."""

from __future__ import annotations

from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.reports.triage.muting import Muting
from bot.reports.triage.router.callbacks import TipCallback
from bot.reports.triage.router.desk import Triage, refuse


async def mute_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    post = await triage.post_of(query, callback_data.tip)
    muting = None if post is None else await triage.mute(post, callback_data.tip, triage.zone)
    match muting:
        case None:
            await refuse(query)
        case Muting.TOO_OLD:
            await query.answer(
                _("This report is from an earlier day; its sender is forgotten already."),
                show_alert=True,
            )
        case Muting.WISHED:
            await query.answer(
                _(
                    "Until midnight, what this sender reports waits in the digest, unless it is "
                    "urgent. The sender notices nothing, and nobody learns who it is."
                ),
                show_alert=True,
            )
