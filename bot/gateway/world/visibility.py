"""Which messages of a group a bot gets to see."""

from __future__ import annotations

from bot.gateway.markup import utf16_length
from bot.gateway.world.bots import BotAccount
from bot.gateway.world.model import Message


def bot_sees(bot: BotAccount, message: Message) -> bool:
    """Apply privacy mode as core.telegram.org/bots/features#privacy-mode describes it."""
    if message.is_service:
        return True
    if message.sender.is_bot:
        return False
    chat = message.chat
    if chat.is_private or bot.can_read_all_group_messages or chat.is_admin(bot.id):
        return True
    replied = chat.message(message.reply_to)
    if replied is not None and replied.sender.id == bot.id:
        return True
    return any(_addresses(bot, message, command) for command in _commands(message))


def _commands(message: Message) -> list[str]:
    text = message.content.get("text") or message.content.get("caption") or ""
    entities = message.content.get("entities") or message.content.get("caption_entities") or []
    units = text.encode("utf-16-le")
    return [
        units[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le")
        for each in entities
        if each["type"] == "bot_command" and utf16_length(text) >= each["offset"] + each["length"]
    ]


def _addresses(bot: BotAccount, message: Message, command: str) -> bool:
    _, _, username = command.partition("@")
    if username:
        return username.lower() == bot.username.lower()
    return message.chat.last_bot_to_write in {None, bot.id}
