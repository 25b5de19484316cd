"""Which of our messages a person saw last is known, in private chats and only in memory."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import DeleteMessage, EditMessageText, SendMessage, TelegramMethod
from aiogram.types import Chat, Message

from bot.chat.screens import REMEMBERED, Screens

ANNA, GROUP = 7100000009, -1001


def message(message_id: int, chat_id: int = ANNA) -> Message:
    kind = "private" if chat_id > 0 else "supergroup"
    return Message(message_id=message_id, date=datetime.now(UTC), chat=Chat(id=chat_id, type=kind))


class Line:
    """A bot whose requests are answered by the test."""

    def __init__(self) -> None:
        self.screens = Screens()

    async def __call__(self, method: TelegramMethod[Any], answer: Any) -> None:
        async def make_request(_bot: Bot, _method: TelegramMethod[Any]) -> Any:
            return answer

        await self.screens(make_request, None, method)  # type: ignore[arg-type]


@pytest.fixture
def line() -> Line:
    return Line()


async def test_what_is_sent_or_edited_last_is_the_newest(line: Line) -> None:
    assert line.screens.newest_before(ANNA, 1_000_000) is None
    for message_id in (1, 2):
        await line(SendMessage(chat_id=ANNA, text="words"), message(message_id))
    assert line.screens.newest_before(ANNA, 1_000_000) == 2
    await line(EditMessageText(chat_id=ANNA, message_id=1, text="words"), message(1))
    assert line.screens.newest_before(ANNA, 1_000_000) == 1
    await line(EditMessageText(chat_id=ANNA, message_id=2, text="as it was"), True)
    assert line.screens.newest_before(ANNA, 1_000_000) == 2


async def test_what_is_deleted_gives_way_to_what_lay_below(line: Line) -> None:
    for message_id in (1, 2):
        await line(SendMessage(chat_id=ANNA, text="words"), message(message_id))
    await line(DeleteMessage(chat_id=ANNA, message_id=2), True)
    assert line.screens.newest_before(ANNA, 1_000_000) == 1
    await line(DeleteMessage(chat_id=ANNA, message_id=1), True)
    assert line.screens.newest_before(ANNA, 1_000_000) is None


async def test_groups_are_not_looked_at(line: Line) -> None:
    await line(SendMessage(chat_id=GROUP, text="words"), message(1, GROUP))
    assert line.screens.newest_before(GROUP, 1_000_000) is None


async def test_little_is_remembered_and_no_id_in_plain(line: Line) -> None:
    for message_id in range(1, 50):
        await line(SendMessage(chat_id=ANNA, text="words"), message(message_id))
    shown = line.screens._shown
    assert len(shown.find(ANNA) or ()) == REMEMBERED
    assert str(ANNA) not in repr(vars(shown))


async def test_a_bot_is_asked_for_its_screens() -> None:
    session = AiohttpSession()
    bot = Bot("700100200:abcdefghijklmnopqrstuvwxyzABCDEF", session=session)
    assert Screens.of(bot) is None
    screens = Screens()
    session.middleware(screens)
    assert Screens.of(bot) is screens
