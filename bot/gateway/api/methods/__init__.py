"""The implemented methods; importing this package registers them."""

from bot.gateway.api.methods import (
    account,
    chats,
    commands,
    copies,
    deletion,
    edits,
    files,
    media,
    messages,
    pins,
    topics,
    updates,
)

__all__ = [
    "account",
    "chats",
    "commands",
    "copies",
    "deletion",
    "edits",
    "files",
    "media",
    "messages",
    "pins",
    "topics",
    "updates",
]
