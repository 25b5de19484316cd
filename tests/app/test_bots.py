"""A bot's answers are read by classes that are built once."""

from __future__ import annotations

import gc
import weakref
from typing import Any

from aiogram import Bot
from aiogram.methods import GetMe, Response, TelegramMethod

from bot.app.bots import HeldAnswers
from tests.chat.recording import create_recording_bot


async def test_the_class_of_an_answer_is_built_once() -> None:
    held, (bot, _session) = HeldAnswers(), create_recording_bot()
    built: list[weakref.ref[type[Any]]] = []

    async def read(_bot: Bot, method: TelegramMethod[Any]) -> Any:
        built.append(weakref.ref(Response[method.__returning__]))
        gc.collect()

    for _time in range(2):
        await held(read, bot, GetMe())
    assert built[0]() is built[1]() is not None
