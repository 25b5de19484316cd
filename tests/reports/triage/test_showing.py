"""What an officer reads goes ten minutes after the last touch, also when the process ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import time
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.methods import SendMessage, TelegramMethod
from sqlalchemy.exc import IntegrityError

from bot.gateway.api.methods.deletion import DELETABLE_SECONDS
from bot.reports.triage.router.showing import Showing
from tests.phone import JSON, call, inline_buttons, words_of
from tests.reports.house import open_house
from tests.reports.staff_bot import BOT, StaffBot, run_staff_bot

SECRET = "三号楼储藏间半夜有人敲门取货"


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


async def reading(staff_bot: StaffBot) -> tuple[str, JSON]:
    """Let Li take a tip and read it; return the tip's id and the card."""
    tip, card = await staff_bot.tip_with_card(SECRET)
    await staff_bot.li.tap("接手", message=card)
    card = await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)
    await staff_bot.li.tap("阅读", message=card)
    await staff_bot.li.sees(SECRET, chat=BOT)
    await staff_bot.quiet()
    return tip.id, card


async def test_it_goes_after_its_time_and_nothing_of_it_is_kept(staff_bot: StaffBot) -> None:
    staff_bot.showing.seconds = 0.3
    _tip_id, _card = await reading(staff_bot)
    await staff_bot.li.no_longer_sees(SECRET, chat=BOT)
    async with asyncio.timeout(10):
        while await staff_bot.shown():  # noqa: ASYNC110 - the row goes after the message
            await asyncio.sleep(0.05)


async def test_a_touch_in_the_private_chat_keeps_it_on_the_screen(staff_bot: StaffBot) -> None:
    showing = staff_bot.showing
    showing.seconds = 30.0
    await reading(staff_bot)
    showing.seconds = 600.0
    await staff_bot.li.tap("备注", chat=BOT)
    await staff_bot.li.sees("要记什么？")
    await staff_bot.quiet()
    (timer,) = showing._timers.values()
    assert timer.when() - asyncio.get_running_loop().time() > 500
    await staff_bot.li.sees(SECRET)


async def test_a_process_that_starts_deletes_what_another_left(staff_bot: StaffBot) -> None:
    await reading(staff_bot)
    started = Showing(staff_bot.showing._bot, staff_bot.services.house.work)
    await started.sweep()
    await staff_bot.li.no_longer_sees(SECRET, chat=BOT)
    assert await staff_bot.shown() == []


async def test_what_is_too_old_to_be_deleted_is_written_over(
    staff_bot: StaffBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot was down over a holiday; its row stays until the words are off the screen."""
    await reading(staff_bot)
    house = staff_bot.services.house
    later = time() + DELETABLE_SECONDS + 60
    monkeypatch.setattr(staff_bot.world.clock, "now", lambda: later)
    started = Showing(staff_bot.showing._bot, house.work)
    fault = {"kind": "5xx", "method": "editMessageText", "times": 10, "status": 500}
    await call(staff_bot.base_url, "POST", "/sim/faults", json=fault)
    await started.sweep()
    assert len(await staff_bot.shown()) == 1
    await call(staff_bot.base_url, "DELETE", "/sim/faults")
    await started.sweep()
    await staff_bot.li.no_longer_sees(SECRET, chat=BOT)
    assert await staff_bot.shown() == []


async def test_the_sweep_leaves_what_is_being_read(staff_bot: StaffBot) -> None:
    await reading(staff_bot)
    await staff_bot.staff.janitor()
    await staff_bot.li.sees(SECRET, chat=BOT)


async def test_what_could_not_be_deleted_is_tried_again(staff_bot: StaffBot) -> None:
    await reading(staff_bot)
    started = Showing(staff_bot.showing._bot, staff_bot.services.house.work)
    fault = {"kind": "5xx", "method": "deleteMessage", "times": 10, "status": 500}
    await call(staff_bot.base_url, "POST", "/sim/faults", json=fault)
    await started.sweep()
    await call(staff_bot.base_url, "DELETE", "/sim/faults")
    assert len(await staff_bot.shown()) == 1
    await started.sweep()
    await staff_bot.li.no_longer_sees(SECRET, chat=BOT)


async def test_reading_again_shows_it_once(staff_bot: StaffBot) -> None:
    _tip_id, card = await reading(staff_bot)
    for _ in range(3):
        await staff_bot.li.tap("阅读", message=card, chat=staff_bot.group)
        await staff_bot.quiet()
    messages = [each for each in await staff_bot.li.messages(BOT) if SECRET in words_of(each)]
    assert len(messages) == 1


async def test_clearing_takes_all_of_it_away(staff_bot: StaffBot) -> None:
    await reading(staff_bot)
    await staff_bot.li.tap("清除", chat=BOT)
    await staff_bot.li.sees("已清除。")
    await staff_bot.li.no_longer_sees(SECRET)
    assert await staff_bot.shown() == []


async def test_what_is_on_a_screen_goes_when_the_report_ends(staff_bot: StaffBot) -> None:
    tip_id, _card = await reading(staff_bot)
    clock = staff_bot.services.house.clock
    for days in (362, 3, 0):
        clock.now += timedelta(days=days)
        await staff_bot.staff.janitor()
    async with staff_bot.services.house.work() as work:
        assert await work.tips.find(tip_id) is None
    await staff_bot.li.no_longer_sees(SECRET, chat=BOT)


async def test_what_is_shown_of_a_report_that_has_ended_meanwhile_does_not_stay(
    staff_bot: StaffBot,
) -> None:
    tip_id, _card = await reading(staff_bot)
    async with staff_bot.services.house.work() as work:
        place = (await work.shown.list_of_tip(tip_id))[0]
    late = await staff_bot.showing._bot.send_message(place.chat_id, "来晚了的内容")
    gone = replace(place, tip_id="0" * 32, message_id=late.message_id)
    with pytest.raises(IntegrityError):
        await staff_bot.showing.keep(gone)
    await staff_bot.li.no_longer_sees("来晚了的内容", chat=BOT)


async def test_whoever_gives_it_back_sees_it_no_longer(staff_bot: StaffBot) -> None:
    _tip_id, card = await reading(staff_bot)
    await staff_bot.li.tap("退回", message=card, chat=staff_bot.group)
    await staff_bot.li.no_longer_sees(SECRET, chat=BOT)


async def test_what_is_given_back_while_it_opens_does_not_stay_on_the_screen(
    staff_bot: StaffBot,
) -> None:
    tip, card = await staff_bot.tip_with_card(SECRET)
    await staff_bot.li.tap("接手", message=card)
    card = await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)
    post = await staff_bot.services.post(staff_bot.li.id, staff_bot.group)
    sent: list[str] = []

    async def give_back_first(
        request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        if isinstance(method, SendMessage) and SECRET in method.text:
            assert await staff_bot.services.give_back(post, tip.id) is not None
            sent.append(method.text)
        return await request(bot, method)

    bot = staff_bot.staff.workflow["triage"].bot
    bot.session.middleware.register(give_back_first)
    await staff_bot.li.tap("阅读", message=card)
    await staff_bot.li.sees("您无权操作")
    assert len(sent) == 1
    await staff_bot.li.no_longer_sees(SECRET, chat=BOT)
    assert await staff_bot.shown() == []


async def test_the_audit_knows_of_a_reading_whose_messages_never_left(staff_bot: StaffBot) -> None:
    _tip, card = await staff_bot.tip_with_card(SECRET)
    await staff_bot.li.tap("接手", message=card)
    card = await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)
    await staff_bot.li.block(BOT)
    await staff_bot.li.tap("阅读", message=card)
    await staff_bot.li.sees("请先打开与我的私聊，点“开始”，再点一次。")
    hint = await staff_bot.li.sees("要阅读和书写，请先打开与我的私聊，点“开始”。")
    (button,) = inline_buttons(hint)
    assert button["url"].startswith("https://t.me/humen_duty_test_bot?start=")
    async with staff_bot.services.house.work() as work:
        last = await work.audit.find_last()
    assert last is not None
    assert last.kind == "read"
    for _ in range(3):
        await staff_bot.li.tap("阅读", message=card)
        await staff_bot.quiet()
    everything = await staff_bot.li.messages(staff_bot.group)
    assert len([m for m in everything if "要阅读和书写" in words_of(m)]) == 1


async def readings(staff_bot: StaffBot, number: str) -> list[str]:
    async with staff_bot.services.house.work() as work:
        rows = await work.audit.list_of_tip(number)
    return [row.detail for row in rows if row.kind == "read"]


async def test_the_audit_tells_how_far_a_report_was_shown_and_not_what_never_came(
    staff_bot: StaffBot,
) -> None:
    tip, card = await staff_bot.tip_with_card(SECRET)
    await staff_bot.li.tap("接手", message=card)
    card = await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)
    fault = {"kind": "5xx", "method": "sendMessage", "times": 10, "status": 500}
    await call(staff_bot.base_url, "POST", "/sim/faults", json=fault)
    await staff_bot.li.tap("阅读", message=card)
    await staff_bot.li.sees("暂时显示不出来")
    assert await readings(staff_bot, tip.number) == [""]
    await call(staff_bot.base_url, "DELETE", "/sim/faults")
    for _ in range(2):
        await staff_bot.li.tap("阅读", message=card, chat=staff_bot.group)
        await staff_bot.li.sees(SECRET, chat=BOT)
        await staff_bot.quiet()
    assert await readings(staff_bot, tip.number) == ["", "", "to:1", ""], (
        "a second reading shows nothing new"
    )


async def test_a_card_that_a_crash_doubled_goes_at_the_first_tap(staff_bot: StaffBot) -> None:
    tip, card = await staff_bot.tip_with_card()
    async with staff_bot.services.house.work() as work:
        kept = await work.tips.get_for_update(tip.id)
        kept.card_message_id, kept.card_claimed = None, True
        await work.commit()
    triage = staff_bot.staff.workflow["triage"]
    found = await triage.find_card(tip.id)
    with triage.i18n.context():
        await triage.post(found)
    second = await staff_bot.li.sees("如有两张卡片，以这张为准。", chat=staff_bot.group)
    assert second["message_id"] != card["message_id"]
    await staff_bot.li.tap("接手", message=card, chat=staff_bot.group)
    await staff_bot.li.sees("承办：李警官", message=second)
    await staff_bot.quiet()
    shown = [m for m in await staff_bot.li.messages(staff_bot.group) if tip.number in words_of(m)]
    assert [each["message_id"] for each in shown] == [second["message_id"]]


async def test_a_card_that_was_posted_but_not_remembered_counts_once_it_is_tapped(
    staff_bot: StaffBot,
) -> None:
    tip, card = await staff_bot.tip_with_card()
    async with staff_bot.services.house.work() as work:
        kept = await work.tips.get_for_update(tip.id)
        kept.card_message_id, kept.card_claimed = None, True
        await work.commit()
    await staff_bot.li.tap("接手", message=card, chat=staff_bot.group)
    await staff_bot.li.sees("承办：李警官", message=card)
    now = await staff_bot.services.tip(tip.id)
    assert (now.card_message_id, now.card_claimed) == (card["message_id"], False)
