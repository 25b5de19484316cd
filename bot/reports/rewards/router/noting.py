"""Showing the notes on a proposal: in the private chat, protected, and for some minutes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.refusals import reaches
from bot.reports.rewards.router.callbacks import RewardCallback
from bot.reports.rewards.router.desk import RewardDesk, Showing
from bot.reports.rewards.service.viewing import RewardCard
from bot.reports.staff.refusals import refuse
from bot.reports.staff.service import Post
from storage.errors import StorageError
from storage.reports.shown import ShownPlace


async def note_pressed(
    query: CallbackQuery, callback_data: RewardCallback, reward_desk: RewardDesk
) -> None:
    card = await reward_desk.find_card(callback_data.reward)
    post = None if card is None else await reward_desk.post_of(query, card.dossier.unit_id)
    if card is None or card.tip_id is None or post is None:
        await refuse(query)
        return
    try:
        notes = await reward_desk.read_notes(post, card.reward_id)
    except StorageError:
        await query.answer(_("The key to this report is not here."), show_alert=True)
        return
    if not notes:
        await refuse(query)
        return
    if not await reaches(_show(query, reward_desk.showing, (post, card), notes)):
        await query.answer(
            _("Please open the private chat with me, press Start there, and tap again."),
            show_alert=True,
        )
        return
    await query.answer(_("It is open in our private chat."))


async def _show(
    query: CallbackQuery, showing: Showing, where: tuple[Post, RewardCard], notes: Sequence[str]
) -> None:
    post, card = where
    assert query.bot is not None
    assert card.tip_id is not None
    heading = _("Note on the reward for {number}:").format(number=card.number)
    minutes = round(showing.seconds / 60)
    gone = _("<i>This goes {minutes} minutes after your last touch.</i>").format(minutes=minutes)
    for note in notes:
        text = f"<b>{heading}</b>\n{escape(note)}\n\n{gone}"
        sent = await query.bot.send_message(query.from_user.id, text, protect_content=True)
        place = ShownPlace(
            staff_id=post.staff_id,
            chat_id=query.from_user.id,
            message_id=sent.message_id,
            tip_id=card.tip_id,
        )
        await showing.keep(place)
