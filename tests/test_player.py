"""The player of the journeys: it fails when it should, and says what is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.gateway.server import serve
from bot.gateway.world import World
from tests.gateway.telegram import Bot
from tests.player import Player

TOKEN = "7400000001:AAPlayerTestsBotToken0000000000"
MARKUP = {
    "inline_keyboard": [
        [{"text": "📚 开始学习", "callback_data": "learn"}],
        [{"text": "开始", "callback_data": "start"}],
        [{"text": "Law", "url": "https://example.org"}],
    ]
}


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    world = World()
    world.add_bot(TOKEN, "player_bot", "Bot")
    async with serve(world) as url:
        yield Bot(url, TOKEN, "player_bot")


@pytest.fixture
async def mei(bot: Bot) -> Player:
    player = await Player.create(bot.url, "小梅")
    await player.send("player_bot", "/start")
    return player


async def test_exact_words_win_over_a_beginning_and_symbols_do_not_count(
    bot: Bot, mei: Player
) -> None:
    await bot("sendMessage", chat_id=mei.id, text="?", reply_markup=MARKUP)
    for words, data in [("开始", "start"), ("开始学", "learn"), ("📚 开始学习", "learn")]:
        assert (await mei.tap(words))["callback_data"] == data
    assert (await mei.tap("Law"))["url"] == "https://example.org"
    assert (mei.taps, mei.sent) == (4, 1)


async def test_the_newest_message_is_tapped_unless_one_is_named(bot: Bot, mei: Player) -> None:
    first = await bot("sendMessage", chat_id=mei.id, text="1", reply_markup=MARKUP)
    second = await bot("sendMessage", chat_id=mei.id, text="2", reply_markup=MARKUP)
    await mei.tap("开始")
    await mei.tap("开始", message=first)
    taps = [each["callback_query"] for each in await bot.updates() if "callback_query" in each]
    ids = [each["message"]["message_id"] for each in taps]
    assert ids == [second["message_id"], first["message_id"]]


async def test_a_missing_button_fails_with_the_buttons_there_are(bot: Bot, mei: Player) -> None:
    await bot("sendMessage", chat_id=mei.id, text="?", reply_markup=MARKUP)
    with pytest.raises(AssertionError, match=r"no button '结束' but .*📚 开始学习"):
        await mei.tap("结束", within=0)


async def test_missing_words_fail_with_the_transcript(bot: Bot, mei: Player) -> None:
    await bot("sendMessage", chat_id=mei.id, text="你好", reply_markup=MARKUP)
    with pytest.raises(AssertionError, match=r"(?s)does not see '再见'.*Bot: 你好.*\[开始\]"):
        await mei.sees("再见", within=0)
    with pytest.raises(AssertionError, match="小梅 sees '你好'"):
        await mei.not_sees("你好")
    with pytest.raises(AssertionError, match="still sees"):
        await mei.no_longer_sees("你好", within=0)


async def test_waiting_ends_as_soon_as_the_words_come(bot: Bot, mei: Player) -> None:
    waiting = asyncio.create_task(mei.sees("你好", within=30))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    await bot("sendMessage", chat_id=mei.id, text="你好呀")
    assert (await asyncio.wait_for(waiting, 5))["text"] == "你好呀"


async def test_an_answer_is_fresh_only_until_the_next_action(bot: Bot, mei: Player) -> None:
    await bot("sendMessage", chat_id=mei.id, text="?", reply_markup=MARKUP)
    await mei.tap("开始")
    query = (await bot.updates())[-1]["callback_query"]
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="对了", show_alert=True)
    assert (await mei.sees("对了"))["show_alert"] is True
    await mei.say("next")
    await mei.not_sees("对了")
    assert [each["text"] for each in mei.answers] == ["对了"]
    assert "alert: 对了" in await mei.transcript()


async def test_the_last_message_is_somebody_elses(bot: Bot, mei: Player) -> None:
    with pytest.raises(AssertionError, match="nobody has written"):
        await mei.last()
    await bot("sendMessage", chat_id=mei.id, text="one")
    await mei.say("two")
    assert (await mei.last())["text"] == "one"


async def test_somebody_can_be_played_again(bot: Bot, mei: Player) -> None:
    await bot("sendMessage", chat_id=mei.id, text="你好")
    again = await Player.of(bot.url, mei.id)
    await again.sees("你好", chat="player_bot")
    with pytest.raises(AssertionError, match="knows no chat named"):
        await again.send("nobody", "x")
