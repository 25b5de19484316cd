"""A Bot API that records what it is asked and answers what a test tells it to."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, Callable
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod

TOKEN = "42:" + "t" * 35
Answer = Callable[[TelegramMethod[Any]], Any]


class RecordingSession(BaseSession):
    """Keeps every method; answers with the next planned answer, else with True."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[TelegramMethod[Any]] = []
        self.planned: deque[Any] = deque()

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], *_: Any, **__: Any) -> Any:
        assert bot.token == TOKEN
        self.asked.append(method)
        answer = self.planned.popleft() if self.planned else True
        if isinstance(answer, BaseException):
            raise answer
        return answer

    async def close(self) -> None: ...

    async def stream_content(self, *_args: Any, **_named: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    def names(self) -> list[str]:
        return [type(method).__name__ for method in self.asked]


def create_recording_bot() -> tuple[Bot, RecordingSession]:
    session = RecordingSession()
    return Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML")), session


def raw_message(update_id: int, chat_id: int, text: str = "你好", **more: Any) -> dict[str, Any]:
    """Return an update as Telegram sends it: a private message."""
    person = {"id": chat_id, "is_bot": False, "first_name": "小雨", "language_code": "zh-hans"}
    message = {
        "message_id": update_id,
        "date": 1_780_000_000,
        "chat": {"id": chat_id, "type": "private", "first_name": "小雨"},
        "from": person,
        "text": text,
    }
    return {"update_id": update_id, "message": message | more}


def raw_tap(update_id: int, user: int, data: str, chat: int | None = None) -> dict[str, Any]:
    """Return an update as Telegram sends it: a tap on a button of the bot's message."""
    message = raw_message(1, chat or user)["message"]
    return {
        "update_id": update_id,
        "callback_query": {
            "id": str(update_id),
            "from": raw_message(1, user)["message"]["from"],
            "chat_instance": "1",
            "data": data,
            "message": message | {"from": {"id": 42, "is_bot": True, "first_name": "Humen"}},
        },
    }
