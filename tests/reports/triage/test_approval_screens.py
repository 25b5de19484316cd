"""Asking and approving on the cards: everybody sees who asks, and the button means him alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.reports.staff.rules import Role
from storage.reports.tips import Tip
from tests.phone import JSON, inline_buttons
from tests.reports.house import open_house
from tests.reports.station import BOT, Station, open_station

SECRET = "三号楼储藏间半夜有人敲门取货"
ASKS = "王警官 申请阅读"
CHILD = {"risk": "child"}


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


async def asked_by_wang(station: Station) -> tuple[Tip, JSON, JSON]:
    """Let Wang take a report with a child in it and ask; return it, its card and the request."""
    tip = await station.office.send_tip(text=SECRET, answers=CHILD)
    await station.worker.serve_once()
    card = await station.li.sees(tip.number, chat=station.group)
    await station.wang.tap("接手", message=card, chat=station.group)
    card = await station.wang.sees("承办：王警官", message=card)
    assert "批准阅读" not in str(inline_buttons(card)), "nobody asked yet"
    await station.wang.tap("阅读", message=card)
    await station.wang.sees("已在值班群里请示")
    request = await station.li.sees(f"{tip.number}：王警官申请阅读", chat=station.group)
    return tip, await station.li.sees(ASKS, message=card), request


async def test_the_request_names_who_asks_and_the_approval_reaches_him(station: Station) -> None:
    tip, card, request = await asked_by_wang(station)
    await station.wang.tap("阅读", message=card, chat=station.group)
    await station.quiet()
    messages = await station.li.messages(station.group)
    assert len([each for each in messages if tip.number in str(each)]) == 2, "asked once"
    await station.wang.tap("批准阅读", message=request)
    await station.wang.sees("您无权操作")
    await station.li.tap("批准阅读", message=request)
    await station.li.sees("已批准并记入审计")
    await station.wang.sees("您的阅读申请已获批准", chat=BOT)
    await station.li.no_longer_sees("申请阅读", chat=station.group)
    await station.wang.tap("阅读", message=card, chat=station.group)
    await station.wang.sees(SECRET, chat=BOT)


async def test_an_old_request_lets_nobody_read_and_goes(station: Station) -> None:
    tip, card, request = await asked_by_wang(station)
    await station.wang.tap("退回", message=card, chat=station.group)
    await station.wang.sees("接手", chat=station.group)
    await station.li.tap("接手", message=card, chat=station.group)
    await station.li.sees("承办：李警官", message=card)
    await station.li.tap("批准阅读", message=request)
    await station.li.sees("这份申请已失效")
    await station.li.no_longer_sees("王警官申请阅读", chat=station.group)
    async with station.office.house.work() as work:
        assert (
            await work.approvals.find(tip.id, (await station.office.tip(tip.id)).holder_id or "")
            is None
        )


async def test_who_takes_it_once_more_asks_once_more(station: Station) -> None:
    _tip, card, request = await asked_by_wang(station)
    await station.wang.tap("退回", message=card, chat=station.group)
    await station.wang.tap("接手", message=card, chat=station.group)
    await station.wang.sees("承办：王警官", message=card)
    await station.wang.tap("阅读", message=card)
    await station.wang.sees("已在值班群里请示")
    await station.quiet()
    messages = await station.li.messages(station.group)
    requests = [each for each in messages if "王警官申请阅读" in str(each)]
    assert len(requests) == 2
    assert requests[0]["message_id"] == request["message_id"]


async def test_a_supervisor_is_told_kindly_to_let_a_colleague_approve(station: Station) -> None:
    await station.office.post(station.wang.id, station.group)
    async with station.office.house.work() as work:
        (wang,) = await work.staff.list_by_chat(station.wang.id)
        wang.roles = f"{Role.TRIAGE},{Role.SUPERVISOR}"
        await work.commit()
    _tip, _card, request = await asked_by_wang(station)
    await station.wang.tap("批准阅读", message=request, chat=station.group)
    await station.wang.sees("不能批准自己的阅读申请")
    await station.li.tap("批准阅读", message=request)
    await station.li.sees("已批准并记入审计")
