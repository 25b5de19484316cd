"""Forged taps and commands, made from every kind of button and command that the staff bot has."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from aiogram import Bot, Router
from aiogram.client.session.base import BaseSession
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import (
    AnswerCallbackQuery,
    GetChatMember,
    GetMe,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberLeft,
    ChatMemberMember,
    Message,
    Update,
    User,
)

BOT_ID = 700100300
USERNAME = "humen_duty_test_bot"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass
class Members:
    """Who is in which chat, as Telegram would say."""

    chats: dict[int, set[int]] = field(default_factory=dict)


class Telegram(BaseSession):
    """A Telegram that keeps what the bot says, and knows who is a member of what."""

    def __init__(self, members: Members) -> None:
        super().__init__()
        self._members = members
        self.said: list[TelegramMethod[Any]] = []
        self.asked = 0

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - as in aiogram
    ) -> Any:
        del bot, timeout
        if isinstance(method, GetChatMember):
            self.asked += 1
            return self._member(method)
        if isinstance(method, GetMe):
            return User(id=BOT_ID, is_bot=True, first_name="x", username=USERNAME)
        self.said.append(method)
        if isinstance(method, SendMessage):
            chat = Chat(id=int(method.chat_id), type="private")
            return Message(message_id=1, date=NOON, chat=chat, text=method.text)
        return True

    def _member(self, method: GetChatMember) -> ChatMemberMember | ChatMemberLeft:
        user = User(id=method.user_id, is_bot=False, first_name="x")
        if method.user_id in self._members.chats.get(int(method.chat_id), set()):
            return ChatMemberMember(user=user)
        return ChatMemberLeft(user=user)

    def hear(self) -> list[TelegramMethod[Any]]:
        """Return what was said since the last time."""
        said, self.said = self.said, []
        return said

    async def stream_content(self, *_args: Any, **_options: Any) -> AsyncGenerator[bytes, None]:
        raise AssertionError("nobody downloads anything here")
        yield b""

    async def close(self) -> None:
        return


@dataclass(frozen=True, kw_only=True)
class Pool:
    """What a forger may know: true ids of tips, people and units, and true numbers."""

    tips: Sequence[str]
    people: Sequence[str]
    units: Sequence[str]
    numbers: Sequence[str]


class Forger:
    """Makes updates; `seed` makes them the same every time."""

    def __init__(self, pool: Pool, routers: Sequence[Router], seed: int = 4) -> None:
        self._pool = pool
        self._random = random.Random(seed)
        self.classes = sorted(data_classes(), key=lambda each: each.__prefix__)
        self.commands = sorted(commands(routers))
        self.made: Counter[str] = Counter()
        self._next = 1

    def tap(self, person: int, chat: Chat) -> Update:
        data = self._data()
        self._next += 1
        message = Message(
            message_id=self._random.randint(1, 99),
            date=NOON,
            chat=chat,
            from_user=User(id=BOT_ID, is_bot=True, first_name="bot"),
            text="x",
        )
        query = CallbackQuery(
            id=str(self._next),
            from_user=_user(person),
            chat_instance="1",
            message=message,
            data=data,
        )
        return Update(update_id=self._next, callback_query=query)

    def command(self, person: int, chat: Chat) -> Update:
        name = self._random.choice([*self.commands, "admin", "sudo", "queue_all", "QUEUE"])
        self.made[f"/{name}"] += 1
        self._next += 1
        tail = self._random.choice(["", " ", f"@{USERNAME}"])
        argument = self._random.choice(["", *self._pool.numbers, *self._pool.units, "1; DROP"])
        message = Message(
            message_id=self._next,
            date=NOON,
            chat=chat,
            from_user=_user(person),
            text=f"/{name}{tail} {argument}".rstrip(),
        )
        return Update(update_id=self._next, message=message)

    def _data(self) -> str:
        kind = self._random.choice(self.classes)
        self.made[kind.__prefix__] += 1
        values = {name: self._value(name, each) for name, each in kind.model_fields.items()}
        packed = ":".join([kind.__prefix__, *values.values()])[:64]
        if self._random.random() < 0.15:
            return self._spoil(packed)
        return packed

    def _value(self, name: str, field_info: Any) -> str:
        kind = field_info.annotation
        if isinstance(kind, type) and issubclass(kind, Enum):
            return str(self._random.choice(list(kind)).value)
        if kind is int:
            return str(self._random.choice([0, 1, -1, 7, 24322, 10**9]))
        if kind is bool:
            return self._random.choice(["0", "1"])
        return str(self._random.choice([*self._known(name), "-", "x", ""]))

    def _known(self, name: str) -> Sequence[str]:
        pool = self._pool
        return {
            "tip": pool.tips,
            "staff": pool.people,
            "colleague": pool.people,
            "unit": pool.units,
            "number": pool.numbers,
            "roles": ["t", "ts", "tsapu", ""],
            "outcome": ["verified", "unverified", "help"],
        }.get(name, ["new", "-", "429005001", "trafficking", *pool.tips[:1]])

    def _spoil(self, data: str) -> str:
        cut = self._random.randint(0, len(data))
        tail = self._random.choice(["", ":", "::", "\x1d1", "🔑", "'--", data[::-1]])
        return (data[:cut] + tail)[:60] or "x"


def data_classes(parent: type[CallbackData] = CallbackData) -> Iterator[type[CallbackData]]:
    """Yield every kind of button that the staff half of the reports house has."""
    for each in parent.__subclasses__():
        is_staff = each.__module__.startswith("bot.reports.")
        if is_staff and ".tips." not in each.__module__ and hasattr(each, "__prefix__"):
            yield each
        yield from data_classes(each)


def commands(routers: Sequence[Router]) -> Iterator[str]:
    """Yield every command that a handler listens to, but for the two with doors of their own."""
    for router in routers:
        for each in router.chain_tail:
            for handler in each.message.handlers:
                for found in handler.filters or ():
                    if isinstance(found.callback, Command):
                        names = (str(name) for name in found.callback.commands)
                        yield from (name for name in names if name not in {"start", "bind"})


def words_of(method: TelegramMethod[Any]) -> str:
    """Return what the bot said to whom it turned away."""
    assert isinstance(method, AnswerCallbackQuery | SendMessage), type(method)
    return method.text or ""


def _user(person: int) -> User:
    return User(id=person, is_bot=False, first_name="x", language_code="zh-hans")
