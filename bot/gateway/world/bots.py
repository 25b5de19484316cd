"""A bot account: its token, its updates, its commands and its webhook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.gateway.world.commands import CommandBook
from bot.gateway.world.model import User
from bot.gateway.world.signal import Signal
from bot.gateway.world.updates import UpdateQueue


@dataclass(slots=True, kw_only=True)
class Webhook:
    """Where a bot wants its updates pushed."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    ip_address: str = ""
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class BotAccount:
    """What BotFather made, and what the bot told Telegram about itself."""

    user: User
    token: str
    updates: UpdateQueue
    last_message_id: int
    can_read_all_group_messages: bool = False
    can_join_groups: bool = True
    commands: CommandBook = field(default_factory=CommandBook)
    menu_buttons: dict[int | None, dict[str, Any]] = field(default_factory=dict)
    webhook: Webhook | None = None
    webhook_changed: Signal = field(default_factory=Signal)
    known_users: set[int] = field(default_factory=set)

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def username(self) -> str:
        return self.user.username or ""
