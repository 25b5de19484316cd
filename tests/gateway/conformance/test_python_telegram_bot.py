"""A bot on python-telegram-bot, in this process, by polling and by webhook."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from PIL import Image
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.error import Conflict
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

if TYPE_CHECKING:
    from tests.gateway.conformance.conftest import Gateway, Phone

SECRET = "a-secret-only-the-gateway-knows"
BotApplication = Application[Any, Any, Any, Any, Any, Any]


async def start_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_html("<b>Welcome</b> &amp; hello")


async def choose_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    row = [
        InlineKeyboardButton("Tea", callback_data="choice:tea"),
        InlineKeyboardButton("Coffee", callback_data="choice:coffee"),
    ]
    await update.effective_message.reply_text(
        "Tea or coffee?", reply_markup=InlineKeyboardMarkup([row])
    )


async def choice_pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    chosen = query.data.removeprefix("choice:")
    await query.answer(f"{chosen} it is", show_alert=True)
    await query.edit_message_text(f"You chose *{chosen}*", parse_mode=ParseMode.MARKDOWN_V2)


async def on_photo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    file = await update.effective_message.photo[-1].get_file()
    data = bytes(await file.download_as_bytearray())
    await update.effective_message.reply_photo(
        data, caption=f"{len(data)} of {file.file_size} bytes"
    )


async def on_text(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(update.effective_message.text or "")


def build(gateway: Gateway) -> BotApplication:
    application = (
        ApplicationBuilder()
        .token(gateway.token)
        .base_url(f"{gateway.url}/bot")
        .base_file_url(f"{gateway.url}/file/bot")
        .build()
    )
    application.add_handler(CommandHandler("start", start_command))
    application.add_handler(CommandHandler("choose", choose_command))
    application.add_handler(CallbackQueryHandler(choice_pressed, pattern="^choice:"))
    application.add_handler(MessageHandler(filters.PHOTO, on_photo))
    application.add_handler(MessageHandler(filters.TEXT, on_text))
    return application


@pytest.fixture
async def idle_bot(gateway: Gateway) -> AsyncIterator[BotApplication]:
    application = build(gateway)
    async with application:
        await application.start()
        yield application
        await application.stop()


@pytest.fixture
async def polling_bot(idle_bot: BotApplication) -> AsyncIterator[BotApplication]:
    assert idle_bot.updater is not None
    await idle_bot.updater.start_polling(timeout=1)
    yield idle_bot
    await idle_bot.updater.stop()


@pytest.fixture
async def webhook_bot(idle_bot: BotApplication) -> AsyncIterator[BotApplication]:
    async def receive(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != SECRET:
            return web.Response(status=403)
        await idle_bot.update_queue.put(Update.de_json(await request.json(), idle_bot.bot))
        return web.Response()

    site = web.Application()
    site.router.add_post("/updates", receive)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    await idle_bot.bot.set_webhook(f"http://127.0.0.1:{port}/updates", secret_token=SECRET)
    yield idle_bot
    await idle_bot.bot.delete_webhook()
    await runner.cleanup()


@pytest.mark.usefixtures("polling_bot")
async def test_a_polling_bot_formats_and_echoes(phone: Phone) -> None:
    await tell_story_of_echo(phone)


@pytest.mark.usefixtures("webhook_bot")
async def test_a_webhook_bot_formats_and_echoes(phone: Phone) -> None:
    await tell_story_of_echo(phone)


async def tell_story_of_echo(phone: Phone) -> None:
    await phone.post("send", text="/start")
    welcome = await phone.read("Welcome & hello")
    assert welcome["entities"] == [{"type": "bold", "offset": 0, "length": 7}]
    for text in ("你好，虎门 🌊", "again", "and again"):
        await phone.post("send", text=text)
    for text in ("你好，虎门 🌊", "again", "and again"):
        assert (await phone.read(text))["from"]["is_bot"]


@pytest.mark.usefixtures("polling_bot")
async def test_a_polling_bot_offers_buttons_and_edits_after_the_tap(phone: Phone) -> None:
    await tell_story_of_buttons(phone)


@pytest.mark.usefixtures("webhook_bot")
async def test_a_webhook_bot_offers_buttons_and_edits_after_the_tap(phone: Phone) -> None:
    await tell_story_of_buttons(phone)


async def tell_story_of_buttons(phone: Phone) -> None:
    await phone.post("send", text="/choose")
    question = await phone.read("Tea or coffee?")
    tapped = await phone.post("tap", message_id=question["message_id"], text="Tea", wait=10)
    assert (tapped["answer"]["text"], tapped["answer"]["show_alert"]) == ("tea it is", True)
    edited = await phone.read("You chose tea")
    assert edited["message_id"] == question["message_id"]
    assert "reply_markup" not in edited
    assert edited["entities"] == [{"type": "bold", "offset": 10, "length": 3}]


@pytest.mark.usefixtures("polling_bot")
async def test_a_polling_bot_downloads_a_photo_and_uploads_it_again(
    phone: Phone, picture: bytes
) -> None:
    await tell_story_of_a_photo(phone, picture)


@pytest.mark.usefixtures("webhook_bot")
async def test_a_webhook_bot_downloads_a_photo_and_uploads_it_again(
    phone: Phone, picture: bytes
) -> None:
    await tell_story_of_a_photo(phone, picture)


async def tell_story_of_a_photo(phone: Phone, picture: bytes) -> None:
    sent = await phone.upload("photo", "in.png", picture)
    size = sent["photo"][-1]["file_size"]
    back = await phone.read(f"{size} of {size} bytes")
    data = await phone.download(back["photo"][-1]["file_id"])
    assert Image.open(io.BytesIO(data)).size == (320, 200)


async def test_webhook_information_is_told(webhook_bot: BotApplication) -> None:
    info = await webhook_bot.bot.get_webhook_info()
    assert info.url.endswith("/updates")
    assert info.pending_update_count == 0
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await webhook_bot.bot.get_updates(timeout=0)
