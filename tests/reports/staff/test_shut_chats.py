"""The whole desk while its bot is put out of the admin chat: nothing is lost, and all is said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from storage.reports.outbox import Outbox
from storage.reports.tips import Tip
from tests.keys import UNIT
from tests.phone import call
from tests.reports.house import NOON, open_house
from tests.reports.station import BOT, Station, open_station


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


async def serve(station: Station) -> None:
    """Serve all that is due by the house's clock, which stands before the worker's."""
    async with station.office.house.work() as work:
        await work.session.execute(update(Outbox).where(Outbox.attempts == 0).values(due_at=NOON))
        await work.commit()
    while await station.worker.serve_once():
        pass


async def put(station: Station, status: str) -> None:
    role = {"chat": station.group, "user": BOT, "role": status}
    await call(station.base_url, "POST", "/sim/role", json=role)
    await station.quiet()


async def sent(station: Station, count: int) -> list[Tip]:
    return [await station.office.send_tip(text=f"第{number}条") for number in range(count)]


async def test_cards_and_answers_wait_and_come_once_when_the_bot_is_back(
    station: Station,
) -> None:
    shown, card = await station.tip_with_card()
    await put(station, "kicked")
    tips = await sent(station, 4)
    await serve(station)
    for each in tips:
        assert (await station.office.tip(each.id)).card_message_id is None
    await put(station, "administrator")
    await serve(station)
    for each in tips:
        await station.li.sees(each.number, chat=station.group)
    view = await station.li.messages(station.group)
    for each in tips:
        cards = [m for m in view if each.number in m.get("text", "") and "未核实" in m["text"]]
        assert len(cards) == 1, "once"
    await station.li.tap("接手", message=card, chat=station.group)
    await station.li.sees("承办：李警官", message=card)
    assert shown.number in (await station.li.transcript(station.group))


async def test_another_chat_gets_everything_that_is_open(station: Station) -> None:
    shown, _card = await station.tip_with_card()
    await put(station, "kicked")
    waiting = await sent(station, 2)
    await serve(station)
    body = {"title": "新值班群", "owner": station.li.id, "members": [station.wang.id, BOT]}
    new = (await call(station.base_url, "POST", "/sim/groups", json=body))["id"]
    code = await station.office.create_code(UNIT, "429005", "zh_Hans")
    await station.li.send(new, f"/bind {code}")
    await station.li.sees("您是负责人", chat=new)
    await serve(station)
    for each in (shown, *waiting):
        await station.li.sees(each.number, chat=new)
