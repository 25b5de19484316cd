"""Users, chats, messages and files as the world keeps them; nothing here knows HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

JSON = dict[str, Any]
ChatType = Literal["private", "group", "supergroup"]
Status = Literal["creator", "administrator", "member", "left", "kicked"]
PRESENT: frozenset[Status] = frozenset({"creator", "administrator", "member"})
ADMINS: frozenset[Status] = frozenset({"creator", "administrator"})


@dataclass(slots=True, eq=False, kw_only=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    is_bot: bool = False
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None

    def to_json(self) -> JSON:
        fields: JSON = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            value = getattr(self, name)
            if value is not None:
                fields[name] = value
        return fields


@dataclass(slots=True, eq=False, kw_only=True)
class StoredFile:
    """Bytes that were uploaded once, with the message content they were first sent in."""

    unique_id: str
    data: bytes
    mime_type: str
    file_name: str | None = None
    folder: str = "documents"
    content: JSON | None = None

    @property
    def size(self) -> int:
        return len(self.data)


@dataclass(slots=True, eq=False, kw_only=True)
class Topic:
    """A topic of a forum; `id` is that of the service message with which it began."""

    id: int
    name: str
    icon_color: int
    is_closed: bool = False

    def to_json(self) -> JSON:
        return {"id": self.id, "name": self.name, "icon_color": self.icon_color}


@dataclass(slots=True, eq=False, kw_only=True)
class Message:
    """One message; `content` holds Telegram's fields, with a StoredFile under each "file" key."""

    id: int
    chat: Chat
    sender: User
    date: int
    content: JSON
    reply_to: int | None = None
    reply_markup: JSON | None = None
    edit_date: int | None = None
    media_group_id: str | None = None
    protected: bool = False
    forward_origin: JSON | None = None
    is_service: bool = False
    thread_id: int | None = None
    offered_data: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False, kw_only=True)
class Chat:
    """A private chat of one person with one bot, or a group; `id` is what bots see."""

    id: int
    type: ChatType
    title: str | None = None
    person: User | None = None
    bot: User | None = None
    statuses: dict[int, Status] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0
    pinned: list[int] = field(default_factory=list)
    read_to: dict[int, int] = field(default_factory=dict)
    keyboards: dict[int, JSON] = field(default_factory=dict)
    typing: JSON | None = None
    blocked: bool = False
    last_bot_to_write: int | None = None
    is_forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    upgraded_to: int | None = None
    withheld: dict[int, frozenset[str]] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def status_of(self, user_id: int) -> Status:
        return self.statuses.get(user_id, "left")

    def has(self, user_id: int) -> bool:
        return self.status_of(user_id) in PRESENT

    def is_admin(self, user_id: int) -> bool:
        return self.status_of(user_id) in ADMINS

    def may(self, user_id: int, right: str) -> bool:
        """Tell whether somebody is an administrator from whom this right is not withheld."""
        return self.is_admin(user_id) and right not in self.withheld.get(user_id, ())

    def id_for(self, viewer_id: int) -> int:
        """Return the id this viewer knows: a person calls a private chat by the bot's."""
        if self.bot is not None and viewer_id != self.bot.id:
            return self.bot.id
        return self.id

    def message(self, message_id: int | None) -> Message | None:
        return None if message_id is None else self.messages.get(message_id)

    def pinned_message(self) -> Message | None:
        return self.message(self.pinned[-1]) if self.pinned else None
