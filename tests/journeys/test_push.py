"""A tipster is told that something waits, in words that tell nobody else anything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiogram import Bot
from pydantic import AnyHttpUrl, SecretStr

from bot.app.bots import create_bot
from bot.app.delivery import DeliveryWorker, HeldRouteKeys, build_delivery
from bot.chat.i18n import Catalogues
from bot.chat.notices import DailyNotices
from bot.settings import load_settings
from tests.phone import JSON, call, inline_buttons, words_of
from tests.player import Player
from tests.reports.asking import ask
from tests.reports.house import BOT, TOKEN, House, open_house, running
from tests.reports.tipster import TEXT, Tipster

LANGUAGES = {
    "zh-hans": {
        "locale": "zh_Hans",
        "offer": "有新内容时提醒我",
        "warning": (
            "🔔 信箱里有新内容时，要提醒您吗？\n\n"
            "开启后，您会少一分隐蔽：到本月底为止，这个聊天的地址会加密存放在举报旁边。谁要是同时拿到发送密钥和数据库，"
            "就能打开它，知道是哪个账号。Telegram 也会看到有消息发给您。\n\n"
            "提醒会晚 10 到 120 分钟才到，看上去就是一条学习提醒，不提举报。到月底自动停止。在任何页面发送 /forget，一分钟内删掉地址。\n\n"
            "不开也没关系：过几天再来看看就行。"
        ),
        "yes": "好，开启提醒",
        "on": "🔔 已开启，到本月底为止。提醒看上去就是一条学习提醒。",
        "off": "不用再提醒我",
        "is_off": "🔕 已关闭，地址已删除。",
        "forgotten": "🧹 如果为提醒保存过这个聊天的地址，一分钟内就会删掉。您不用再做什么。",
        "silent": ("举报", "回执", "信箱", "线索", "工作人员"),
        "question": "那辆车是什么颜色？",
    },
    "en": {
        "locale": "en",
        "offer": "Tell me when something waits",
        "warning": (
            "🔔 Shall I tell you when something waits here?\n\n"
            "It costs you some cover. Until the end of this month the address of this chat is kept beside the report, "
            "sealed. Whoever gets hold of the delivery key and the database can open it and learn which account it is. "
            "Telegram sees that a message goes to you.\n\n"
            "The message comes 10 to 120 minutes later, looks like a reminder to practise, and says nothing of a report. "
            "At the end of the month it stops by itself. /forget, on any screen, drops the address within a minute.\n\n"
            "You need not have it: just look in again after a few days."
        ),
        "yes": "Yes, turn it on",
        "on": "🔔 On until the end of this month. It looks like a reminder to practise.",
        "off": "Don't tell me any more",
        "is_off": "🔕 Off. The address is dropped.",
        "forgotten": "🧹 If an address of this chat was kept for reminders, it is gone within a minute. There is nothing else to do.",
        "silent": ("report", "receipt", "mailbox", "tip", "staff"),
        "question": "What colour was the van?",
    },
}
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened, running(opened):
        yield opened


@asynccontextmanager
async def delivery_on(house: House) -> AsyncIterator[tuple[DeliveryWorker, DailyNotices]]:
    """Start the delivery role; a second one in turn is a restart."""
    bot: Bot = create_bot(SecretStr(TOKEN), AnyHttpUrl(house.base_url))
    notices = DailyNotices(bot, Catalogues())
    keys = await HeldRouteKeys.open(load_settings(data_dir=house.folder))
    try:
        yield build_delivery(house.engine, house.clock, keys, notices), notices
    finally:
        await bot.session.close()


async def turn_on(zhou: Tipster, says: dict[str, str]) -> None:
    """Open the mailbox, read what it costs, and turn the notices on."""
    await zhou.open_mailbox()
    await zhou.player.tap(says["offer"])
    card = await zhou.player.sees(says["warning"])
    assert words_of(card) == says["warning"]
    await zhou.player.tap(says["yes"])
    await zhou.player.sees(says["on"])
    assert any(says["off"] in each for each in await zhou.player.buttons())
    await zhou.tap("close")
    await zhou.player.sees("🔒")


async def due_of(house: House) -> datetime | None:
    (tip,) = await house.tips()
    async with house.work() as work:
        route = await work.routes.find(tip.id)
    return None if route is None else route.due_at


async def new_messages(player: Player, before: list[JSON]) -> list[JSON]:
    known = {each["message_id"] for each in before}
    return [each for each in await player.messages(BOT) if each["message_id"] not in known]


async def sent_to(house: House, chat_id: int) -> list[JSON]:
    """Return the parameters of what the bot sent to a chat, without the chat."""
    query = {"bot": BOT, "method": "sendMessage"}
    records = (await call(house.base_url, "GET", "/sim/requests", params=query))["requests"]
    params = [record["parameters"] for record in records]
    mine = [each for each in params if str(each["chat_id"]) == str(chat_id)]
    return [{name: each[name] for name in each if name != "chat_id"} for each in mine]


@in_both_languages
async def test_a_question_is_told_of_as_if_it_were_a_reminder_to_practise(
    house: House, language: str
) -> None:
    says = LANGUAGES[language]
    zhou = await Tipster.create(house, language)
    await zhou.send_tip()
    await turn_on(zhou, says)
    (tip,) = await house.tips()
    asked_at = house.clock.now
    await ask(house, tip.id, says["question"])
    due = await due_of(house)
    assert due is not None
    assert timedelta(minutes=10) <= due - asked_at <= timedelta(minutes=120)
    before = await zhou.player.messages(BOT)
    async with delivery_on(house) as (worker, _notices):
        house.clock.now = due - timedelta(seconds=1)
        await worker.serve_once()
        assert await new_messages(zhou.player, before) == []
    async with delivery_on(house) as (worker, notices):
        house.clock.now = due
        await worker.serve_once()
        (notice,) = await new_messages(zhou.player, before)
        for word in says["silent"]:
            assert word not in words_of(notice).lower()
        await ensure_like_a_learners(house, notices, zhou, says["locale"])
        await ask(house, tip.id, says["question"])
        house.clock.now += timedelta(hours=3)
        await worker.serve_once()
        assert len(await new_messages(zhou.player, before)) == 1, "he has not looked yet"
    await zhou.open_mailbox()
    await zhou.player.sees(says["question"])


async def ensure_like_a_learners(
    house: House, notices: DailyNotices, zhou: Tipster, locale: str
) -> None:
    """Compare with what a learner is sent, for every count that it may say."""
    learner = await Player.create(house.base_url, "小梅", zhou.player.user["language_code"])
    await learner.send(BOT, "/start")
    await learner.sees(zhou.says["menu"])
    for count in range(1, 6):
        await notices.send(learner.id, count, locale)
    told = (await sent_to(house, zhou.player.id))[-1]
    assert told in (await sent_to(house, learner.id))[-5:]


@in_both_languages
async def test_who_asks_to_be_forgotten_is_within_a_minute(house: House, language: str) -> None:
    says = LANGUAGES[language]
    zhou = await Tipster.create(house, language)
    await zhou.send_tip()
    await turn_on(zhou, says)
    (tip,) = await house.tips()
    await ask(house, tip.id, says["question"])
    stranger = await Tipster.create(house, language)
    cards = []
    for person in (zhou, stranger):
        await person.player.send(BOT, "/start")
        await person.sees("menu")
        await person.player.say("/forget")
        cards.append(await person.player.sees(says["forgotten"]))
    assert words_of(cards[0]) == words_of(cards[1]) == says["forgotten"]
    assert list(inline_buttons(cards[0])) == list(inline_buttons(cards[1]))
    async with delivery_on(house) as (worker, _notices):
        await worker.serve_once()
        assert await route_is_gone(house, tip.id)
        before = await zhou.player.messages(BOT)
        house.clock.now += timedelta(hours=3)
        await worker.serve_once()
    assert await new_messages(zhou.player, before) == []
    async with house.work() as work:
        assert await work.routes.list_wishes() == []


async def route_is_gone(house: House, tip_id: str) -> bool:
    async with house.work() as work:
        return await work.routes.find(tip_id) is None


@in_both_languages
async def test_it_is_turned_off_in_the_mailbox_as_well(house: House, language: str) -> None:
    says = LANGUAGES[language]
    zhou = await Tipster.create(house, language)
    await zhou.send_tip()
    await turn_on(zhou, says)
    await zhou.open_mailbox()
    await zhou.player.tap(says["off"])
    await zhou.player.sees(says["is_off"])
    (tip,) = await house.tips()
    assert await route_is_gone(house, tip.id)
    assert any(says["offer"] in each for each in await zhou.player.buttons())


@in_both_languages
async def test_with_the_month_it_ends(house: House, language: str) -> None:
    says = LANGUAGES[language]
    zhou = await Tipster.create(house, language)
    await zhou.send_tip()
    await turn_on(zhou, says)
    (tip,) = await house.tips()
    await ask(house, tip.id, says["question"])
    house.clock.now = datetime(2026, 12, 1, 0, 0, 5, tzinfo=UTC)
    before = await zhou.player.messages(BOT)
    async with delivery_on(house) as (worker, _notices):
        await worker.serve_once()
    assert await route_is_gone(house, tip.id)
    assert await new_messages(zhou.player, before) == []
    await zhou.open_mailbox()
    await zhou.player.sees(says["question"])
    assert any(says["offer"] in each for each in await zhou.player.buttons())


@in_both_languages
async def test_forgetting_leaves_an_open_form_as_it_is(house: House, language: str) -> None:
    says = LANGUAGES[language]
    zhou = await Tipster.create(house, language)
    await zhou.go_to_review()
    await zhou.player.say("/forget")
    await zhou.player.sees(says["forgotten"])
    await zhou.player.not_sees(TEXT)
    await zhou.player.tap("回到没发送的举报" if language == "zh-hans" else "Back to my report")
    await zhou.tap("go_on")
    await zhou.sees("receipt")


async def test_a_blocked_bot_drops_the_route_and_says_nothing(house: House) -> None:
    says = LANGUAGES["zh-hans"]
    zhou = await Tipster.create(house)
    await zhou.send_tip()
    await turn_on(zhou, says)
    (tip,) = await house.tips()
    await ask(house, tip.id, says["question"])
    await zhou.player.block(BOT)
    house.clock.now += timedelta(hours=3)
    async with delivery_on(house) as (worker, _notices):
        await worker.serve_once()
    assert await route_is_gone(house, tip.id)
