"""Editing, and what Telegram says when nothing may or need be edited."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.gateway.world import ManualClock
from tests.gateway.telegram import Bot, RefusedError, picture
from tests.player import Player
from tests.walking import each_of

MARKUP = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


async def test_an_edit_replaces_words_and_buttons(
    bot: Bot, mei: Player, clock: ManualClock
) -> None:
    sent = await bot("sendMessage", chat_id=mei.id, text="one", reply_markup=MARKUP)
    clock.advance(72 * 3600)
    where = {"chat_id": mei.id, "message_id": sent["message_id"]}
    edited = await bot("editMessageText", **where, text="<i>two</i>", parse_mode="HTML")
    assert edited["edit_date"] == sent["date"] + 72 * 3600
    assert "reply_markup" not in edited
    seen = await mei.sees("two")
    assert (seen["message_id"], await mei.buttons()) == (sent["message_id"], [])


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, mei: Player) -> None:
    sent = await bot("sendMessage", chat_id=mei.id, text="one", reply_markup=MARKUP)
    where = {"chat_id": mei.id, "message_id": sent["message_id"]}
    same = {**where, "text": "one", "reply_markup": MARKUP}
    for method, parameters in [
        ("editMessageText", same),
        ("editMessageReplyMarkup", {**where, "reply_markup": MARKUP}),
    ]:
        with pytest.raises(RefusedError) as caught:
            await bot(method, **parameters)
        assert str(caught.value) == NOT_MODIFIED
    assert await bot("editMessageText", **where, text="one")


async def test_only_the_buttons_change_without_an_edit_date(bot: Bot, mei: Player) -> None:
    sent = await bot("sendMessage", chat_id=mei.id, text="one")
    where = {"chat_id": mei.id, "message_id": sent["message_id"]}
    edited = await bot("editMessageReplyMarkup", **where, reply_markup=MARKUP)
    assert "edit_date" not in edited
    await mei.tap("Go")


@each_of(
    "method, parameters, sentence",
    [
        ("editMessageText", {"text": "x", "message_id": 1}, "message to edit not found"),
        ("editMessageText", {"text": ""}, "message text is empty"),
        ("editMessageText", {"text": "x" * 4097}, "MESSAGE_TOO_LONG"),
        (
            "editMessageText",
            {"text": "x", "message_id": None},
            "message identifier is not specified",
        ),
        ("editMessageCaption", {"caption": "x"}, "there is no caption in the message to edit"),
        (
            "editMessageReplyMarkup",
            {"reply_markup": {"keyboard": [["a"]]}},
            "inline keyboard expected",
        ),
    ],
)
async def test_a_bad_edit_is_refused(
    bot: Bot, mei: Player, method: str, parameters: dict[str, Any], sentence: str
) -> None:
    sent = await bot("sendMessage", chat_id=mei.id, text="one")
    where = {"chat_id": mei.id, "message_id": sent["message_id"]}
    with pytest.raises(RefusedError) as caught:
        await bot(method, **(where | parameters))
    assert str(caught.value) == f"Bad Request: {sentence}"


async def test_nobody_edits_the_words_of_others(bot: Bot, mei: Player) -> None:
    theirs = await mei.say("mine")
    with pytest.raises(RefusedError, match="message can't be edited"):
        await bot("editMessageText", chat_id=mei.id, message_id=theirs["message_id"], text="yours")


async def test_a_photo_gets_another_caption_and_another_picture(bot: Bot, mei: Player) -> None:
    sent = await bot.upload("sendPhoto", {"photo": picture()}, chat_id=mei.id, caption="one")
    where = {"chat_id": mei.id, "message_id": sent["message_id"]}
    edited = await bot("editMessageCaption", **where, caption="two")
    assert (edited["caption"], edited["photo"]) == ("two", sent["photo"])
    with pytest.raises(RefusedError, match="there is no text in the message to edit"):
        await bot("editMessageText", **where, text="x")
    media = json.dumps({"type": "photo", "media": "attach://new", "caption": "three"})
    swapped = await bot.upload(
        "editMessageMedia", {"new": picture(100, 100)}, **where, media=media
    )
    assert swapped["caption"] == "three"
    assert swapped["photo"][-1]["width"] == 100
    assert await mei.file(await mei.sees("three")) == await bot.download(
        swapped["photo"][-1]["file_id"]
    )
