"""Single methods as python-telegram-bot calls them: form fields, multipart, its own errors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from telegram import Bot, InputMediaPhoto, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.request import HTTPXRequest

if TYPE_CHECKING:
    from tests.gateway.conformance.conftest import Gateway, Phone


@pytest.fixture
async def bot(gateway: Gateway) -> AsyncIterator[Bot]:
    async with Bot(gateway.token, f"{gateway.url}/bot", f"{gateway.url}/file/bot") as bot:
        yield bot


async def test_the_bot_edits_captions_pins_and_deletes(
    bot: Bot, phone: Phone, picture: bytes
) -> None:
    await phone.post("send", text="hello")
    photo = await bot.send_photo(phone.user, picture, caption="before")
    await photo.edit_caption("*after*", parse_mode="Markdown")
    assert (await phone.read("after"))["message_id"] == photo.message_id
    assert await photo.pin()
    chat = await bot.get_chat(phone.user)
    assert chat.pinned_message is not None
    assert chat.pinned_message.message_id == photo.message_id
    assert await photo.delete()
    assert photo.message_id not in [each["message_id"] for each in await phone.messages()]


async def test_the_bot_sends_an_album_and_a_copy(bot: Bot, phone: Phone, picture: bytes) -> None:
    await phone.post("send", text="hello")
    album = await bot.send_media_group(
        phone.user, [InputMediaPhoto(picture, caption="one"), InputMediaPhoto(picture)]
    )
    assert len({message.media_group_id for message in album}) == 1
    copied = await album[0].copy(phone.user)
    assert (await phone.see(lambda each: each["message_id"] == copied.message_id))["photo"]


async def test_the_bot_offers_a_keyboard_and_takes_it_away(bot: Bot, phone: Phone) -> None:
    await phone.post("send", text="hello")
    keyboard = ReplyKeyboardMarkup([["Yes", "No"]], resize_keyboard=True)
    await bot.send_message(phone.user, "Well?", reply_markup=keyboard)
    shown = (await phone.chat())["reply_keyboard"]
    assert [[key["text"] for key in row] for row in shown["keyboard"]] == [["Yes", "No"]]
    await bot.send_message(phone.user, "Fine", reply_markup=ReplyKeyboardRemove())
    assert (await phone.chat())["reply_keyboard"] is None


async def test_the_bot_hears_of_places_contacts_voices_and_files(bot: Bot, phone: Phone) -> None:
    await phone.post("location", latitude=30.42, longitude=112.9)
    await phone.post("contact", phone_number="+8613800000000", first_name="林")
    await phone.upload("voice", "note.ogg", b"OggS" + bytes(60))
    await phone.upload("document", "清单.txt", "证据".encode(), caption="看")
    updates = await bot.get_updates(timeout=0)
    place, contact, voice, document = [update.message for update in updates]
    assert place is not None
    assert place.location is not None
    assert (place.location.latitude, place.location.longitude) == (30.42, 112.9)
    assert contact is not None
    assert contact.contact is not None
    assert contact.contact.phone_number == "+8613800000000"
    assert voice is not None
    assert voice.voice is not None
    assert document is not None
    assert document.document is not None
    assert (document.document.file_name, document.caption) == ("清单.txt", "看")
    file = await document.document.get_file()
    assert bytes(await file.download_as_bytearray()).decode() == "证据"


async def test_the_bot_forwards_shows_typing_and_swaps_a_picture(
    bot: Bot, phone: Phone, picture: bytes
) -> None:
    said = await phone.post("send", text="hello")
    assert await bot.send_chat_action(phone.user, "typing")
    assert (await phone.chat())["typing"] is not None
    forwarded = await bot.forward_message(phone.user, phone.user, said["message_id"])
    assert forwarded.forward_origin is not None
    photo = await bot.send_photo(phone.user, picture, caption="one", protect_content=True)
    assert photo.has_protected_content
    swapped = await photo.edit_media(InputMediaPhoto(picture, caption="two"))
    assert isinstance(swapped, Message)
    assert (swapped.message_id, swapped.caption) == (photo.message_id, "two")
    assert await bot.delete_messages(phone.user, [photo.message_id, forwarded.message_id])
    assert [each["message_id"] for each in await phone.messages()] == [said["message_id"]]


async def test_a_second_poller_ends_the_first(gateway: Gateway, bot: Bot, phone: Phone) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await phone.see_request("getUpdates")
    async with HTTPXRequest() as connection:
        address = f"{gateway.url}/bot"
        second = Bot(gateway.token, address, request=connection, get_updates_request=connection)
        assert await second.get_updates(timeout=1) == ()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_refusals_become_the_librarys_own_errors(bot: Bot, phone: Phone) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(phone.user, "nobody has written to me")
    sent = await phone.post("send", text="hello")
    with pytest.raises(BadRequest, match="unsupported start tag"):
        await bot.send_message(phone.user, "<foo>", parse_mode="HTML")
    mine = await bot.send_message(phone.user, "same")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await mine.edit_text("same")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("mine now", phone.user, sent["message_id"])
    await phone.post("block", bot=phone.bot)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(phone.user, "are you there?")


async def test_an_injected_flood_wait_says_how_long(
    bot: Bot, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    await phone.post("send", text="hello")
    await phone.inject(kind="429", method="sendMessage", times=1, retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(phone.user, "too fast")
    assert caught.value.retry_after == timedelta(seconds=7)
    assert await bot.send_message(phone.user, "slow enough")


async def test_commands_are_kept_per_language(bot: Bot) -> None:
    await bot.set_my_commands([("start", "Begin")])
    await bot.set_my_commands([("start", "开始")], language_code="zh")
    assert [command.description for command in await bot.get_my_commands()] == ["Begin"]
    assert [each.description for each in await bot.get_my_commands(language_code="zh")] == ["开始"]


async def test_a_wrong_token_is_unauthorized(gateway: Gateway) -> None:
    async with HTTPXRequest() as connection:
        stranger = Bot(f"{gateway.token}X", f"{gateway.url}/bot", request=connection)
        with pytest.raises(InvalidToken):
            await stranger.get_me()
