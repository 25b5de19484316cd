"""aiogram's own client and dispatcher against the gateway."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot as AiogramBot
from aiogram import Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.methods import EditMessageText
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)
from aiogram.utils.media_group import MediaGroupBuilder

from tests.gateway.telegram import Bot, picture
from tests.phone import call
from tests.player import Player

GO = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go")]])


async def on_photo(message: Message, bot: AiogramBot) -> None:
    assert message.photo
    data = await bot.download(message.photo[-1])
    assert isinstance(data, io.BytesIO)
    await message.answer_photo(BufferedInputFile(data.read(), "back.jpg"), caption="back")


async def on_text(message: Message) -> None:
    await message.answer(f"<b>{message.text}</b>", parse_mode="HTML", reply_markup=GO)


async def on_tap(query: CallbackQuery) -> EditMessageText:
    await query.answer("gone", show_alert=True)
    assert isinstance(query.message, Message)
    return query.message.edit_text("edited")


@pytest.fixture
async def client(bot: Bot) -> AsyncIterator[AiogramBot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(bot.url))
    async with AiogramBot(bot.token, session=session) as client:
        yield client


@pytest.fixture
async def running(client: AiogramBot) -> AsyncIterator[AiogramBot]:
    dispatcher = Dispatcher()
    dispatcher.message.register(on_photo, F.photo)
    dispatcher.message.register(on_text)
    dispatcher.callback_query.register(on_tap)
    polling = asyncio.create_task(
        dispatcher.start_polling(client, handle_signals=False, close_bot_session=False)
    )
    yield client
    await dispatcher.stop_polling()
    await polling


async def test_a_polling_bot_answers_taps_and_pictures(mei: Player, running: AiogramBot) -> None:
    await mei.say("你好")
    await mei.tap("Go")
    await mei.sees("gone")
    await mei.sees("edited")
    await mei.photo(None, picture())
    assert (await mei.sees("back"))["photo"]


async def test_albums_and_commands_pass_through_the_models(
    client: AiogramBot, mei: Player
) -> None:
    album = MediaGroupBuilder(caption="album")
    album.add_photo(BufferedInputFile(picture(), "1.png"))
    album.add_photo(BufferedInputFile(picture(), "2.png"))
    sent = await client.send_media_group(mei.id, [*album.build()])
    assert sent[0].caption == "album"
    assert await client.set_my_commands([BotCommand(command="start", description="Begin")])
    assert (await client.get_chat(mei.id)).first_name == "小梅"


async def test_refusals_become_aiograms_errors(client: AiogramBot, mei: Player) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await client.send_message(5, "x")
    fault = {"kind": "429", "retry_after": 9}
    await call(mei.base_url, "POST", "/sim/faults", json=fault)
    with pytest.raises(TelegramRetryAfter) as caught:
        await client.send_message(mei.id, "x")
    assert caught.value.retry_after == 9
