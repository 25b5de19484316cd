"""How requests may be written, and what is no request at all."""

from __future__ import annotations

import json

import aiohttp
import pytest

from tests.gateway.telegram import Bot, RefusedError
from tests.player import Player
from tests.walking import each_of

MARKUP = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


async def test_the_same_message_can_come_in_four_ways(bot: Bot, mei: Player) -> None:
    fields = {"chat_id": str(mei.id), "text": "hello", "reply_markup": json.dumps(MARKUP)}
    multipart = aiohttp.FormData(fields)
    multipart._is_multipart = True
    sent = [
        await bot("sendMessage", chat_id=mei.id, text="hello", reply_markup=MARKUP),
        await bot.send("sendMessage", json=fields),
        await bot.send("sendMessage", data=fields),
        await bot.send("sendMessage", data=multipart),
        await bot.send("sendMessage", verb="GET", params=fields),
    ]
    assert [each["text"] for each in sent] == ["hello"] * 5
    assert [each["reply_markup"] for each in sent] == [MARKUP] * 5


async def test_method_names_ignore_case(bot: Bot) -> None:
    me = await bot("GETme")
    assert (me["username"], me["is_bot"]) == ("public_bot", True)
    assert me["can_read_all_group_messages"] is False


@each_of(
    "token, method, status, description",
    [
        ("7300000001:AAPublicBotTokenForGatewayTests00", "flyToMoon", 404, "Not Found"),
        ("7300000001:AAPublicBotTokenForGatewayTestsXX", "getMe", 401, "Unauthorized"),
        ("999:AAPublicBotTokenForGatewayTestsXX", "getMe", 401, "Unauthorized"),
        ("nonsense", "getMe", 404, "Not Found"),
    ],
)
async def test_strangers_and_unknown_methods_are_refused(
    url: str, token: str, method: str, status: int, description: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        await Bot(url, token, "")(method)
    assert caught.value.status == status
    assert caught.value.body == {"ok": False, "error_code": status, "description": description}


@each_of(
    "method, parameters, sentence",
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": 1, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": -100123, "text": "x"}, "chat not found"),
        ("sendPhoto", {"chat_id": 1}, "there is no photo in the request"),
        ("sendDocument", {"chat_id": 1}, "there is no document in the request"),
        ("getFile", {}, "file_id not specified"),
        ("getFile", {"file_id": "junk"}, "invalid file_id"),
        ("deleteMessage", {"chat_id": 1}, "message identifier is not specified"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": "{"},
            "can't parse reply keyboard markup JSON object",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": "[1]"},
            "object expected as reply markup",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [1]}},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"url": "a.b"}]]}},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        ("sendMediaGroup", {"chat_id": 1, "media": "oops"}, "can't parse media JSON object"),
        (
            "sendChatAction",
            {"chat_id": 1, "action": "dancing"},
            "wrong parameter action in request",
        ),
    ],
)
async def test_a_bad_request_is_told_in_telegrams_words(
    bot: Bot, method: str, parameters: dict[str, object], sentence: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        await bot(method, **parameters)
    assert str(caught.value) == f"Bad Request: {sentence}"


async def test_a_body_that_is_no_json_is_refused(bot: Bot) -> None:
    headers = {"Content-Type": "application/json"}
    with pytest.raises(RefusedError, match="can't parse JSON object"):
        await bot.send("sendMessage", data=b"{oops", headers=headers)


async def test_a_broken_multipart_body_is_a_bad_request(bot: Bot) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    with pytest.raises(RefusedError, match="Bad Request"):
        await bot.send("sendMessage", data=b"no boundary here", headers=headers)


async def test_numbers_and_words_may_stand_for_each_other(bot: Bot, mei: Player) -> None:
    sent = await bot("sendMessage", chat_id=str(mei.id), text=5, protect_content="true")
    assert sent["text"] == "5"
    assert sent["has_protected_content"] is True


async def test_a_gateway_without_sim_has_neither_page_nor_simulation(bot: Bot) -> None:
    from bot.gateway.server import serve  # noqa: PLC0415
    from bot.gateway.world import World  # noqa: PLC0415

    async with serve(World(), sim=False) as address, aiohttp.ClientSession() as session:
        for path in ("/", "/sim", "/sim/users", "/page/index.html"):
            async with session.get(address + path) as response:
                assert response.status == 404
