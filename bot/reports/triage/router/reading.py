"""Reading: to the holder only, in the private chat, protected from forwarding and saving."""

from __future__ import annotations

from html import escape

from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import rows
from bot.reports.triage.router.answers import field_lines
from bot.reports.triage.router.callbacks import Action, TipCallback
from bot.reports.triage.router.desk import Triage, refuse, say_how_to_open, tip_button
from bot.reports.triage.router.files import send_file
from bot.reports.triage.sealing import OpenedMessage, OpenedTrail
from bot.reports.triage.service import TipCard
from storage.errors import StorageError
from storage.vault.envelopes import Author

MESSAGE_LIMIT = 3800


async def read_pressed(query: CallbackQuery, callback_data: TipCallback, triage: Triage) -> None:
    post = await triage.post_of(query)
    try:
        opened = None if post is None else await triage.read(post, callback_data.tip)
    except StorageError:
        await query.answer(_("The key to this report is not here."), show_alert=True)
        return
    if opened is None:
        await refuse(query)
        return
    card, trail = opened
    try:
        await _send_trail(triage, query.from_user.id, card, trail)
    except TelegramAPIError:
        await say_how_to_open(query)
        return
    await query.answer(_("It is open in our private chat."))


async def clear_pressed(query: CallbackQuery) -> None:
    if isinstance(query.message, Message) and query.message.chat.type == "private":
        await query.message.delete()
    await query.answer(_("Cleared."))


async def _send_trail(triage: Triage, chat_id: int, card: TipCard, trail: OpenedTrail) -> None:
    texts = _split(_trail_text(triage, card, trail))
    for message in trail.messages:
        for file in message.files:
            await send_file(triage.bot, chat_id, file, card.number)
    for text in texts[:-1]:
        await triage.bot.send_message(chat_id, text, protect_content=True)
    await triage.bot.send_message(
        chat_id, texts[-1], protect_content=True, reply_markup=_keyboard(card)
    )


def _trail_text(triage: Triage, card: TipCard, trail: OpenedTrail) -> str:
    parts = [
        _("<b>Report {number}</b> · unverified").format(number=card.number),
        f"{triage.category(card)} · {triage.place(card)}",
    ]
    parts.extend(_message_text(triage, message) for message in trail.messages)
    if not trail.is_intact:
        parts.append(_("⛔ What follows was changed outside this program and is not shown."))
    return "\n\n".join(parts)


def _message_text(triage: Triage, message: OpenedMessage) -> str:
    headings = {
        Author.TIPSTER: _("The reporter, {time}:"),
        Author.STAFF: _("Question from us, {time}:"),
        Author.NOTE: _("Internal note, {time}:"),
    }
    heading = headings[message.author].format(
        time=f"{message.at.astimezone(triage.zone):%m-%d %H:%M}"
    )
    lines = [f"<b>{heading}</b>", escape(message.text), *field_lines(triage, message.fields)]
    if message.lost_files:
        lines.append(_("⛔ Files that cannot be opened: {count}").format(count=message.lost_files))
    return "\n".join(lines)


def _keyboard(card: TipCard) -> InlineKeyboardMarkup:
    return rows(
        [
            tip_button(_("❓ Ask"), Action.ASK, card),
            tip_button(_("📝 Note"), Action.NOTE, card),
        ],
        [
            tip_button(_("✅ Close"), Action.CLOSE, card),
            tip_button(_("🧹 Clear"), Action.CLEAR, card),
        ],
    )


def _split(text: str) -> list[str]:
    """Cut between paragraphs, so that no message outgrows Telegram's limit."""
    parts = [""]
    for paragraph in text.split("\n\n"):
        joined = f"{parts[-1]}\n\n{paragraph}".strip()
        if len(joined) > MESSAGE_LIMIT and parts[-1]:
            parts.append(paragraph)
        else:
            parts[-1] = joined
    return parts
