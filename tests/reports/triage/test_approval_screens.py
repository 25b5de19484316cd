"""Asking and approving on the cards: everybody sees who asks, and the button means him alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.reports.staff.rules import Role
from storage.reports.tips import Tip
from tests.phone import JSON, inline_buttons
from tests.reports.house import open_house
from tests.reports.staff_bot import BOT, StaffBot, run_staff_bot

SECRET = "三号楼储藏间半夜有人敲门取货"
ASKS = "王警官 申请阅读"
CHILD = {"risk": "child"}


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


async def asked_by_wang(staff_bot: StaffBot) -> tuple[Tip, JSON, JSON]:
    """Let Wang take a report with a child in it and ask; return it, its card and the request."""
    tip = await staff_bot.services.send_tip(text=SECRET, answers=CHILD)
    await staff_bot.worker.serve_once()
    card = await staff_bot.li.sees(tip.number, chat=staff_bot.group)
    await staff_bot.wang.tap("接手", message=card, chat=staff_bot.group)
    card = await staff_bot.wang.sees("承办：王警官", message=card)
    assert "批准阅读" not in str(inline_buttons(card)), "nobody asked yet"
    await staff_bot.wang.tap("阅读", message=card)
    await staff_bot.wang.sees("已在值班群里请示")
    request = await staff_bot.li.sees(f"{tip.number}：王警官申请阅读", chat=staff_bot.group)
    return tip, await staff_bot.li.sees(ASKS, message=card), request


async def test_the_request_names_who_asks_and_the_approval_reaches_him(
    staff_bot: StaffBot,
) -> None:
    tip, card, request = await asked_by_wang(staff_bot)
    await staff_bot.wang.tap("阅读", message=card, chat=staff_bot.group)
    await staff_bot.quiet()
    messages = await staff_bot.li.messages(staff_bot.group)
    assert len([each for each in messages if tip.number in str(each)]) == 2, "asked once"
    await staff_bot.wang.tap("批准阅读", message=request)
    await staff_bot.wang.sees("您无权操作")
    await staff_bot.li.tap("批准阅读", message=request)
    await staff_bot.li.sees("已批准并记入审计")
    await staff_bot.wang.sees("您的阅读申请已获批准", chat=BOT)
    await staff_bot.li.no_longer_sees("申请阅读", chat=staff_bot.group)
    await staff_bot.wang.tap("阅读", message=card, chat=staff_bot.group)
    await staff_bot.wang.sees(SECRET, chat=BOT)


async def test_an_old_request_lets_nobody_read_and_goes(staff_bot: StaffBot) -> None:
    tip, card, request = await asked_by_wang(staff_bot)
    await staff_bot.wang.tap("退回", message=card, chat=staff_bot.group)
    await staff_bot.wang.sees("接手", chat=staff_bot.group)
    await staff_bot.li.tap("接手", message=card, chat=staff_bot.group)
    await staff_bot.li.sees("承办：李警官", message=card)
    await staff_bot.li.tap("批准阅读", message=request)
    await staff_bot.li.sees("这份申请已失效")
    await staff_bot.li.no_longer_sees("王警官申请阅读", chat=staff_bot.group)
    async with staff_bot.services.house.work() as work:
        assert (
            await work.approvals.find(
                tip.id, (await staff_bot.services.tip(tip.id)).holder_id or ""
            )
            is None
        )


async def test_who_takes_it_once_more_asks_once_more(staff_bot: StaffBot) -> None:
    _tip, card, request = await asked_by_wang(staff_bot)
    await staff_bot.wang.tap("退回", message=card, chat=staff_bot.group)
    await staff_bot.wang.tap("接手", message=card, chat=staff_bot.group)
    await staff_bot.wang.sees("承办：王警官", message=card)
    await staff_bot.wang.tap("阅读", message=card)
    await staff_bot.wang.sees("已在值班群里请示")
    await staff_bot.quiet()
    messages = await staff_bot.li.messages(staff_bot.group)
    requests = [each for each in messages if "王警官申请阅读" in str(each)]
    assert len(requests) == 2
    assert requests[0]["message_id"] == request["message_id"]


async def test_a_supervisor_is_told_kindly_to_let_a_colleague_approve(staff_bot: StaffBot) -> None:
    await staff_bot.services.post(staff_bot.wang.id, staff_bot.group)
    async with staff_bot.services.house.work() as work:
        (wang,) = await work.staff.list_by_chat(staff_bot.wang.id)
        wang.roles = f"{Role.TRIAGE},{Role.SUPERVISOR}"
        await work.commit()
    _tip, _card, request = await asked_by_wang(staff_bot)
    await staff_bot.wang.tap("批准阅读", message=request, chat=staff_bot.group)
    await staff_bot.wang.sees("不能批准自己的阅读申请")
    await staff_bot.li.tap("批准阅读", message=request)
    await staff_bot.li.sees("已批准并记入审计")


async def test_that_the_person_reported_is_a_minor_bars_by_a_rule_that_is_said_to_be_ours(
    staff_bot: StaffBot,
) -> None:
    tip = await staff_bot.services.send_tip(text=SECRET)
    await staff_bot.worker.serve_once()
    card = await staff_bot.li.sees(tip.number, chat=staff_bot.group)
    await staff_bot.li.tap("接手", message=card, chat=staff_bot.group)
    await staff_bot.li.tap("更多", message=card, chat=staff_bot.group)
    await staff_bot.li.tap("🧒 涉及未成年人", chat=BOT)
    await staff_bot.li.sees("正在发生", message=card, chat=staff_bot.group)
    await staff_bot.li.no_longer_sees("系统自己的规定", chat=staff_bot.group)
    await staff_bot.li.tap("🧒 被举报人未成年", chat=BOT)
    await staff_bot.li.sees("不给奖励。这是本系统自己的规定", message=card, chat=staff_bot.group)
    await staff_bot.li.tap("🧒 被举报人不是未成年人", chat=BOT)
    await staff_bot.li.no_longer_sees("系统自己的规定", chat=staff_bot.group)
    kept = await staff_bot.services.tip(tip.id)
    assert (kept.about_minor, kept.minor_reported) == (True, False)
