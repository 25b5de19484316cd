"""Messages of ours beside the mailbox's card, which go with it, or when their time is up."""

from __future__ import annotations

from aiogram import Bot
from aiogram_dialog import DialogManager

from bot.reports.mailbox.session import MailboxSession, desk_of
from bot.reports.tips.burn import sweep


async def forget_earlier(manager: DialogManager, session: MailboxSession) -> None:
    """Take away what stands beside the card, before something else comes to stand there."""
    await sweep(_bot_of(manager), _chat_of(manager), session.own)
    session.own.clear()


def keep_for_a_while(manager: DialogManager, session: MailboxSession, message_id: int) -> None:
    """Let the message go with the mailbox, or in time, even if that is forgotten by then."""
    bot, chat_id = _bot_of(manager), _chat_of(manager)
    session.own.append(message_id)

    async def fade() -> None:
        if message_id in session.own:
            session.own.remove(message_id)
        await sweep(bot, chat_id, [message_id])

    desk_of(manager).fading.start(chat_id, fade)


def minutes_shown(manager: DialogManager) -> int:
    return max(1, round(desk_of(manager).fading.seconds / 60))


def _bot_of(manager: DialogManager) -> Bot:
    bot: Bot = manager.middleware_data["bot"]
    return bot


def _chat_of(manager: DialogManager) -> int:
    chat_id: int = manager.middleware_data["event_chat"].id
    return chat_id
