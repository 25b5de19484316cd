"""The whole desk while its bot is put out of the admin chat: nothing is lost, and all is said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from storage.reports.outbox import Outbox
from storage.reports.tips import Tip
from tests.clock import NOON
from tests.keys import UNIT
from tests.phone import call
from tests.reports.house import open_house
from tests.reports.staff_bot import BOT, StaffBot, run_staff_bot


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


async def serve(staff_bot: StaffBot) -> None:
    """Serve all that is due by the house's clock, which stands before the worker's."""
    async with staff_bot.services.house.work() as work:
        await work.session.execute(update(Outbox).where(Outbox.attempts == 0).values(due_at=NOON))
        await work.commit()
    while await staff_bot.worker.serve_once():
        pass


async def put(staff_bot: StaffBot, status: str) -> None:
    role = {"chat": staff_bot.group, "user": BOT, "role": status}
    await call(staff_bot.base_url, "POST", "/sim/role", json=role)
    await staff_bot.quiet()


async def sent(staff_bot: StaffBot, count: int) -> list[Tip]:
    return [await staff_bot.services.send_tip(text=f"第{number}条") for number in range(count)]


async def test_cards_and_answers_wait_and_come_once_when_the_bot_is_back(
    staff_bot: StaffBot,
) -> None:
    shown, card = await staff_bot.tip_with_card()
    await put(staff_bot, "kicked")
    tips = await sent(staff_bot, 4)
    await serve(staff_bot)
    for each in tips:
        assert (await staff_bot.services.tip(each.id)).card_message_id is None
    await put(staff_bot, "administrator")
    await serve(staff_bot)
    for each in tips:
        await staff_bot.li.sees(each.number, chat=staff_bot.group)
    view = await staff_bot.li.messages(staff_bot.group)
    for each in tips:
        cards = [m for m in view if each.number in m.get("text", "") and "未核实" in m["text"]]
        assert len(cards) == 1, "once"
    await staff_bot.li.tap("接手", message=card, chat=staff_bot.group)
    await staff_bot.li.sees("承办：李警官", message=card)
    assert shown.number in (await staff_bot.li.transcript(staff_bot.group))


async def test_another_chat_gets_everything_that_is_open(staff_bot: StaffBot) -> None:
    shown, _card = await staff_bot.tip_with_card()
    await put(staff_bot, "kicked")
    waiting = await sent(staff_bot, 2)
    await serve(staff_bot)
    body = {"title": "新值班群", "owner": staff_bot.li.id, "members": [staff_bot.wang.id, BOT]}
    new = (await call(staff_bot.base_url, "POST", "/sim/groups", json=body))["id"]
    code = await staff_bot.services.create_code(UNIT, "429005", "zh_Hans")
    await staff_bot.li.send(new, f"/bind {code}")
    await staff_bot.li.sees("您是负责人", chat=new)
    await serve(staff_bot)
    for each in (shown, *waiting):
        await staff_bot.li.sees(each.number, chat=new)
