"""Who has posts in two units says in private for which one he works, and can change it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.reports.staff.rules import Role
from storage.reports.tips import Tip
from tests.keys import UNIT
from tests.phone import inline_buttons, words_of
from tests.reports.house import open_house
from tests.reports.staff_bot import BOT, OTHER_UNIT, StaffBot, run_staff_bot

QUESTION = "现在为哪个单位办理？"


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    """Let Li work in the other unit as well, where he also pays."""
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        opened.chat(opened.other_group).statuses[opened.li.id] = "member"
        roles = (Role.TRIAGE, Role.PAYER)
        await opened.services.post(opened.li.id, opened.other_group, roles=roles)
        yield opened


async def two_tips(staff_bot: StaffBot) -> tuple[Tip, Tip]:
    """Send a report to each of the two units."""
    tips = [await staff_bot.services.send_tip() for _ in range(2)]
    await staff_bot.worker.serve_once()
    async with staff_bot.services.house.work() as work:
        (await work.tips.get_for_update(tips[1].id)).unit_id = OTHER_UNIT
        await work.commit()
    return tips[0], tips[1]


async def test_the_queue_is_of_the_unit_that_was_chosen(staff_bot: StaffBot) -> None:
    own, other = await two_tips(staff_bot)
    await staff_bot.li.send(BOT, "/queue")
    question = await staff_bot.li.sees(QUESTION, chat=BOT)
    assert [
        UNIT in each["text"] or OTHER_UNIT in each["text"] for each in inline_buttons(question)
    ]
    await staff_bot.li.tap(f"潜江市（{OTHER_UNIT}）", message=question)
    await staff_bot.li.sees(f"您现在为潜江市（{OTHER_UNIT}）办理", message=question)
    await staff_bot.li.send(BOT, "/queue")
    queue = await staff_bot.li.sees("线索队列", chat=BOT)
    assert f"潜江市（{OTHER_UNIT}）" in words_of(queue)
    assert other.number in words_of(queue)
    assert own.number not in words_of(queue)
    await staff_bot.li.tap("我承办的", message=queue)
    await staff_bot.li.sees(f"潜江市（{OTHER_UNIT}）", message=queue)
    await staff_bot.li.send(BOT, "/unit")
    await staff_bot.li.tap(f"潜江市（{UNIT}）", chat=BOT)
    await staff_bot.li.sees(f"您现在为潜江市（{UNIT}）办理")
    await staff_bot.li.send(BOT, "/queue")
    await staff_bot.li.sees(own.number, chat=BOT)


@pytest.mark.parametrize("command", ["/mine", "/report", "/watch", "/pay 7K3M-9Q2C", "/rewards"])
async def test_no_command_guesses_the_unit(staff_bot: StaffBot, command: str) -> None:
    await staff_bot.li.send(BOT, command)
    await staff_bot.li.sees(QUESTION, chat=BOT)


async def test_the_payer_pays_for_the_unit_that_he_chose(staff_bot: StaffBot) -> None:
    await staff_bot.li.send(BOT, "/unit")
    await staff_bot.li.tap(f"潜江市（{UNIT}）", chat=BOT)
    await staff_bot.li.sees("您现在为")
    await staff_bot.li.send(BOT, "/pay 7K3M-9Q2C")
    await staff_bot.li.sees("您无权操作", chat=BOT)
    await staff_bot.li.send(BOT, "/unit")
    await staff_bot.li.tap(f"潜江市（{OTHER_UNIT}）", chat=BOT)
    await staff_bot.li.sees(f"您现在为潜江市（{OTHER_UNIT}）办理")
    await staff_bot.li.send(BOT, "/pay 7K3M-9Q2C")
    said = await staff_bot.li.sees("这个编号目前没有待发放的奖励", chat=BOT)
    assert f"潜江市（{OTHER_UNIT}）" in words_of(said)


async def test_who_has_one_post_is_asked_nothing_and_nobody_is_in_a_group(
    staff_bot: StaffBot,
) -> None:
    await staff_bot.wang.send(BOT, "/queue")
    queue = await staff_bot.wang.sees("线索队列", chat=BOT)
    assert "/unit" not in words_of(queue)
    await staff_bot.wang.send(BOT, "/unit")
    await staff_bot.wang.sees(f"您只在一个单位任职：潜江市（{UNIT}）", chat=BOT)
    await staff_bot.li.send(staff_bot.group, "/queue")
    await staff_bot.li.sees("线索队列", chat=staff_bot.group)
    await staff_bot.li.not_sees(QUESTION, chat=staff_bot.group)


async def test_nobody_chooses_a_unit_where_he_has_no_post(staff_bot: StaffBot) -> None:
    await staff_bot.li.send(BOT, "/unit")
    question = await staff_bot.li.sees(QUESTION, chat=BOT)
    staff_bot.chat(staff_bot.other_group).statuses[staff_bot.li.id] = "left"
    await staff_bot.li.tap(f"潜江市（{OTHER_UNIT}）", message=question)
    await staff_bot.li.sees("您无权操作")
    await staff_bot.li.send(BOT, "/queue")
    await staff_bot.li.sees("线索队列", chat=BOT)
