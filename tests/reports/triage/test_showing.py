"""What an officer reads goes ten minutes after the last touch, also when the process ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.methods import SendMessage, TelegramMethod
from sqlalchemy.exc import IntegrityError

from bot.reports.triage.router.showing import Showing
from tests.phone import JSON, call, inline_buttons, words_of
from tests.reports.house import open_house
from tests.reports.station import BOT, Station, open_station

SECRET = "三号楼储藏间半夜有人敲门取货"


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


async def reading(station: Station) -> tuple[str, JSON]:
    """Let Li take a tip and read it; return the tip's id and the card."""
    tip, card = await station.tip_with_card(SECRET)
    await station.li.tap("接手", message=card)
    card = await station.li.sees("承办：李警官", chat=station.group)
    await station.li.tap("阅读", message=card)
    await station.li.sees(SECRET, chat=BOT)
    await station.quiet()
    return tip.id, card


async def test_it_goes_after_its_time_and_nothing_of_it_is_kept(station: Station) -> None:
    station.showing.seconds = 0.3
    _tip_id, _card = await reading(station)
    await station.li.no_longer_sees(SECRET, chat=BOT)
    async with asyncio.timeout(10):
        while await station.shown():  # noqa: ASYNC110 - the row goes after the message
            await asyncio.sleep(0.05)


async def test_a_touch_in_the_private_chat_keeps_it_on_the_screen(station: Station) -> None:
    showing = station.showing
    showing.seconds = 30.0
    await reading(station)
    showing.seconds = 600.0
    await station.li.tap("备注", chat=BOT)
    await station.li.sees("要记什么？")
    await station.quiet()
    (timer,) = showing._timers.values()
    assert timer.when() - asyncio.get_running_loop().time() > 500
    await station.li.sees(SECRET)


async def test_a_process_that_starts_deletes_what_another_left(station: Station) -> None:
    await reading(station)
    started = Showing(station.showing._bot, station.office.house.work)
    await started.sweep()
    await station.li.no_longer_sees(SECRET, chat=BOT)
    assert await station.shown() == []


async def test_the_sweep_leaves_what_is_being_read(station: Station) -> None:
    await reading(station)
    await station.staff.janitor()
    await station.li.sees(SECRET, chat=BOT)


async def test_what_could_not_be_deleted_is_tried_again(station: Station) -> None:
    await reading(station)
    started = Showing(station.showing._bot, station.office.house.work)
    fault = {"kind": "5xx", "method": "deleteMessage", "times": 10, "status": 500}
    await call(station.base_url, "POST", "/sim/faults", json=fault)
    await started.sweep()
    await call(station.base_url, "DELETE", "/sim/faults")
    assert len(await station.shown()) == 1
    await started.sweep()
    await station.li.no_longer_sees(SECRET, chat=BOT)


async def test_reading_again_shows_it_once(station: Station) -> None:
    _tip_id, card = await reading(station)
    for _ in range(3):
        await station.li.tap("阅读", message=card, chat=station.group)
        await station.quiet()
    messages = [each for each in await station.li.messages(BOT) if SECRET in words_of(each)]
    assert len(messages) == 1


async def test_clearing_takes_all_of_it_away(station: Station) -> None:
    await reading(station)
    await station.li.tap("清除", chat=BOT)
    await station.li.sees("已清除。")
    await station.li.no_longer_sees(SECRET)
    assert await station.shown() == []


async def test_what_is_on_a_screen_goes_when_the_report_ends(station: Station) -> None:
    tip_id, _card = await reading(station)
    clock = station.office.house.clock
    for days in (362, 3, 0):
        clock.now += timedelta(days=days)
        await station.staff.janitor()
    async with station.office.house.work() as work:
        assert await work.tips.find(tip_id) is None
    await station.li.no_longer_sees(SECRET, chat=BOT)


async def test_what_is_shown_of_a_report_that_has_ended_meanwhile_does_not_stay(
    station: Station,
) -> None:
    tip_id, _card = await reading(station)
    async with station.office.house.work() as work:
        place = (await work.shown.list_of_tip(tip_id))[0]
    late = await station.showing._bot.send_message(place.chat_id, "来晚了的内容")
    gone = replace(place, tip_id="0" * 32, message_id=late.message_id)
    with pytest.raises(IntegrityError):
        await station.showing.keep(gone)
    await station.li.no_longer_sees("来晚了的内容", chat=BOT)


async def test_whoever_gives_it_back_sees_it_no_longer(station: Station) -> None:
    _tip_id, card = await reading(station)
    await station.li.tap("退回", message=card, chat=station.group)
    await station.li.no_longer_sees(SECRET, chat=BOT)


async def test_what_is_given_back_while_it_opens_does_not_stay_on_the_screen(
    station: Station,
) -> None:
    tip, card = await station.tip_with_card(SECRET)
    await station.li.tap("接手", message=card)
    card = await station.li.sees("承办：李警官", chat=station.group)
    post = await station.office.post(station.li.id, station.group)
    sent: list[str] = []

    async def give_back_first(
        request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        if isinstance(method, SendMessage) and SECRET in method.text:
            assert await station.office.give_back(post, tip.id) is not None
            sent.append(method.text)
        return await request(bot, method)

    bot = station.staff.workflow["triage"].bot
    bot.session.middleware.register(give_back_first)
    await station.li.tap("阅读", message=card)
    await station.li.sees("您无权操作")
    assert len(sent) == 1
    await station.li.no_longer_sees(SECRET, chat=BOT)
    assert await station.shown() == []


async def test_the_audit_knows_of_a_reading_whose_messages_never_left(station: Station) -> None:
    _tip, card = await station.tip_with_card(SECRET)
    await station.li.tap("接手", message=card)
    card = await station.li.sees("承办：李警官", chat=station.group)
    await station.li.block(BOT)
    await station.li.tap("阅读", message=card)
    await station.li.sees("请先打开与我的私聊，点“开始”，再点一次。")
    hint = await station.li.sees("要阅读和书写，请先打开与我的私聊，点“开始”。")
    (button,) = inline_buttons(hint)
    assert button["url"].startswith("https://t.me/humen_duty_test_bot?start=")
    async with station.office.house.work() as work:
        last = await work.audit.find_last()
    assert last is not None
    assert last.kind == "read"
    for _ in range(3):
        await station.li.tap("阅读", message=card)
        await station.quiet()
    everything = await station.li.messages(station.group)
    assert len([m for m in everything if "要阅读和书写" in words_of(m)]) == 1


async def readings(station: Station, number: str) -> list[str]:
    async with station.office.house.work() as work:
        rows = await work.audit.list_of_tip(number)
    return [row.detail for row in rows if row.kind == "read"]


async def test_the_audit_tells_how_far_a_report_was_shown_and_not_what_never_came(
    station: Station,
) -> None:
    tip, card = await station.tip_with_card(SECRET)
    await station.li.tap("接手", message=card)
    card = await station.li.sees("承办：李警官", chat=station.group)
    fault = {"kind": "5xx", "method": "sendMessage", "times": 10, "status": 500}
    await call(station.base_url, "POST", "/sim/faults", json=fault)
    await station.li.tap("阅读", message=card)
    await station.li.sees("暂时显示不出来")
    assert await readings(station, tip.number) == [""]
    await call(station.base_url, "DELETE", "/sim/faults")
    for _ in range(2):
        await station.li.tap("阅读", message=card, chat=station.group)
        await station.li.sees(SECRET, chat=BOT)
        await station.quiet()
    assert await readings(station, tip.number) == ["", "", "to:1", ""], (
        "a second reading shows nothing new"
    )


async def test_a_card_that_a_crash_doubled_goes_at_the_first_tap(station: Station) -> None:
    tip, card = await station.tip_with_card()
    async with station.office.house.work() as work:
        kept = await work.tips.get_for_update(tip.id)
        kept.card_message_id, kept.card_claimed = None, True
        await work.commit()
    triage = station.staff.workflow["triage"]
    found = await triage.find_card(tip.id)
    with triage.i18n.context():
        await triage.post(found)
    second = await station.li.sees("如有两张卡片，以这张为准。", chat=station.group)
    assert second["message_id"] != card["message_id"]
    await station.li.tap("接手", message=card, chat=station.group)
    await station.li.sees("承办：李警官", message=second)
    await station.quiet()
    shown = [m for m in await station.li.messages(station.group) if tip.number in words_of(m)]
    assert [each["message_id"] for each in shown] == [second["message_id"]]


async def test_a_card_that_was_posted_but_not_remembered_counts_once_it_is_tapped(
    station: Station,
) -> None:
    tip, card = await station.tip_with_card()
    async with station.office.house.work() as work:
        kept = await work.tips.get_for_update(tip.id)
        kept.card_message_id, kept.card_claimed = None, True
        await work.commit()
    await station.li.tap("接手", message=card, chat=station.group)
    await station.li.sees("承办：李警官", message=card)
    now = await station.office.tip(tip.id)
    assert (now.card_message_id, now.card_claimed) == (card["message_id"], False)
