"""Words: lengths, formatting, replies, keyboards."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.telegram import Bot, RefusedError, picture
from tests.player import Player
from tests.walking import each_of

TEXT_BUTTON = (
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
)


async def refusal(bot: Bot, method: str, **parameters: Any) -> str:
    with pytest.raises(RefusedError) as caught:
        await bot(method, **parameters)
    assert caught.value.status == 400
    return str(caught.value).removeprefix("Bad Request: ")


async def test_a_text_of_4096_characters_is_the_longest(bot: Bot, mei: Player) -> None:
    sent = await bot("sendMessage", chat_id=mei.id, text="门" * 4096)
    assert len(sent["text"]) == 4096
    assert await refusal(bot, "sendMessage", chat_id=mei.id, text="门" * 4097) == (
        "message is too long"
    )


async def test_length_counts_after_the_markup(bot: Bot, mei: Player) -> None:
    text = "<b>" + "x" * 4096 + "</b>"
    sent = await bot("sendMessage", chat_id=mei.id, text=text, parse_mode="HTML")
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


async def test_a_caption_of_1024_characters_is_the_longest(bot: Bot, mei: Player) -> None:
    data = {"photo": picture()}
    sent = await bot.upload("sendPhoto", data, chat_id=mei.id, caption="门" * 1024)
    assert len(sent["caption"]) == 1024
    with pytest.raises(RefusedError, match="message caption is too long"):
        await bot.upload("sendPhoto", data, chat_id=mei.id, caption="门" * 1025)


@each_of(
    "parameters, sentence",
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "a", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        (
            {"text": "<b>a", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            {"text": "<u1>a</u1>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "u1" at byte offset 0',
        ),
    ],
)
async def test_an_impossible_text_is_refused(
    bot: Bot, mei: Player, parameters: dict[str, str], sentence: str
) -> None:
    assert await refusal(bot, "sendMessage", chat_id=mei.id, **parameters) == sentence


async def test_markup_and_found_entities_reach_the_phone_in_utf16(bot: Bot, mei: Player) -> None:
    text = "🌊 <b>虎门</b> /help https://example.org"
    await bot("sendMessage", chat_id=mei.id, text=text, parse_mode="HTML")
    seen = await mei.sees("虎门")
    assert [(each["type"], each["offset"], each["length"]) for each in seen["entities"]] == [
        ("bold", 3, 2),
        ("bot_command", 6, 5),
        ("url", 12, 19),
    ]


async def test_entities_may_be_given_instead_of_markup(bot: Bot, mei: Player) -> None:
    entities = [{"type": "italic", "offset": 0, "length": 2}]
    sent = await bot("sendMessage", chat_id=mei.id, text="虎门", entities=entities)
    assert sent["entities"] == entities


async def test_a_reply_shows_what_it_replies_to(bot: Bot, mei: Player) -> None:
    asked = await mei.say("?")
    reply = {"message_id": asked["message_id"]}
    sent = await bot("sendMessage", chat_id=mei.id, text="!", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "?"
    assert (await mei.sees("!"))["reply_to_message"]["message_id"] == asked["message_id"]


async def test_a_reply_to_nothing_is_refused_unless_allowed(bot: Bot, mei: Player) -> None:
    reply: dict[str, Any] = {"message_id": 999_999}
    assert await refusal(bot, "sendMessage", chat_id=mei.id, text="!", reply_parameters=reply) == (
        "message to be replied not found"
    )
    reply["allow_sending_without_reply"] = True
    sent = await bot("sendMessage", chat_id=mei.id, text="!", reply_parameters=reply)
    assert "reply_to_message" not in sent


@each_of(
    "button, sentence",
    [
        ({"text": "a", "callback_data": "字" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "a"}, "inline keyboard button text must be non-empty"),
        (
            {"text": "a"},
            TEXT_BUTTON,
        ),
        (
            {"text": "a", "url": "javascript:alert(1)"},
            "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "a", "url": "ftp://a.org"},
            "inline keyboard button URL 'ftp://a.org' is invalid: unsupported URL protocol",
        ),
    ],
)
async def test_a_bad_button_is_refused(
    bot: Bot, mei: Player, button: dict[str, str], sentence: str
) -> None:
    markup = {"inline_keyboard": [[button]]}
    said = await refusal(bot, "sendMessage", chat_id=mei.id, text="x", reply_markup=markup)
    assert said == sentence


async def test_64_bytes_of_data_are_allowed(bot: Bot, mei: Player) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "字" * 21 + "x"}]]}
    await bot("sendMessage", chat_id=mei.id, text="x", reply_markup=markup)
    await mei.tap("a")
    assert (await bot.updates())[0]["callback_query"]["data"] == "字" * 21 + "x"


async def test_more_than_100_buttons_are_too_many(bot: Bot, mei: Player) -> None:
    row = [{"text": "a", "callback_data": "a"}]
    markup = {"inline_keyboard": [row] * 101}
    said = await refusal(bot, "sendMessage", chat_id=mei.id, text="x", reply_markup=markup)
    assert said == "reply markup is too long"


async def test_a_reply_keyboard_stays_until_it_is_removed(bot: Bot, mei: Player) -> None:
    markup = {"keyboard": [[{"text": "📚 学习"}]], "resize_keyboard": True}
    sent = await bot("sendMessage", chat_id=mei.id, text="x", reply_markup=markup)
    assert "reply_markup" not in sent
    await mei.tap("学习")
    assert (await bot.updates())[0]["message"]["text"] == "📚 学习"
    assert (await mei.view())["reply_keyboard"] == markup
    remove = {"remove_keyboard": True}
    await bot("sendMessage", chat_id=mei.id, text="y", reply_markup=remove)
    assert (await mei.view())["reply_keyboard"] is None


async def test_typing_is_shown_for_five_seconds(bot: Bot, mei: Player, clock: Any) -> None:
    await bot("sendChatAction", chat_id=mei.id, action="upload_photo")
    assert (await mei.view())["typing"]["text"] == "upload_photo"
    clock.advance(6)
    assert (await mei.view())["typing"] is None
