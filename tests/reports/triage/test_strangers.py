"""Whoever does not hold a tip gets one answer to every button, and changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.reports.triage.router.callbacks import Action, CloseCallback, TipCallback
from bot.reports.triage.rules import Outcome
from storage.reports.base import Base
from tests.player import Player
from tests.reports.house import open_house
from tests.reports.station import BOT, Station, open_station

REFUSAL = "您无权操作，或这条线索由别人承办。"
SENT_ALREADY = "已经发送过，或者值班台刚重启。请看卡片上的状态。"
GUARDED = [
    *(action for action in Action if action not in {Action.SEND, Action.CANCEL, Action.CLEAR}),
    *Outcome,
]
NO_TIP = "0" * 32


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


def data_of(what: Action | Outcome, tip_id: str) -> str:
    if isinstance(what, Outcome):
        return CloseCallback(outcome=what, tip=tip_id).pack()
    return TipCallback(action=what, tip=tip_id).pack()


async def everything(station: Station) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the reports database."""
    async with station.office.house.work() as work:
        return {
            table.name: sorted(
                (tuple(row) for row in await work.session.execute(select(table))), key=repr
            )
            for table in Base.metadata.sorted_tables
            if table.name != "attempts_refused"
        }


async def tap(station: Station, player: Player, data: str, chat: int = BOT) -> str:
    """Tap a button that the newest message there never showed; return the bot's answer."""
    message = await player.last(chat)
    group = station.world.groups.get(chat)
    place = group or station.world.private[(player.id, BOT)]
    place.messages[message["message_id"]].offered_data.add(data)
    body = {"user": player.id, "chat": chat, "message_id": message["message_id"], "data": data}
    made = await player._post("/sim/tap", chat, {**body, "wait": 10})
    return str(made["answer"]["text"])


async def test_every_button_gives_strangers_the_same_answer(station: Station) -> None:
    tip, _card = await station.tip_with_card()
    await station.office.take(await station.office.post(station.wang.id, station.group), tip.id)
    await station.zhao.send(station.other_group, "/bind 0000")
    await station.zhao.sees("绑定码无效")
    before = await everything(station)
    places = [(station.sun, BOT), (station.zhao, BOT), (station.zhao, station.other_group)]
    answers = {
        (what, player.name, chat, tip_id): await tap(station, player, data_of(what, tip_id), chat)
        for what in GUARDED
        for player, chat in places
        for tip_id in (tip.id, NO_TIP)
    }
    assert set(answers.values()) == {REFUSAL}
    assert await everything(station) == before


async def test_colleagues_who_do_not_hold_it_get_the_same_answer(station: Station) -> None:
    tip, _card = await station.tip_with_card()
    await station.office.take(await station.office.post(station.li.id, station.group), tip.id)
    before = await everything(station)
    for what in GUARDED:
        for chat in (BOT, station.group):
            answer = await tap(station, station.wang, data_of(what, tip.id), chat)
            assert answer == ("别人先接手了。" if what is Action.TAKE else REFUSAL), what
    assert await everything(station) == before


async def test_whoever_left_the_chat_can_do_nothing_any_more(station: Station) -> None:
    tip, card = await station.tip_with_card("鑫燚矅卸货")
    await station.li.tap("接手", message=card)
    await station.li.sees("承办：李警官")
    await station.li.tap("阅读", message=card)
    await station.li.sees("鑫燚矅卸货", chat=BOT)
    await station.li.tap("提问")
    await station.li.sees("您想问什么？")
    await station.li.say("什么颜色？")
    await station.li.sees("再写一次可以改")
    station.chat(station.group).statuses[station.li.id] = "left"
    forged = data_of(Action.READ, tip.id)
    assert await tap(station, station.li, forged) == REFUSAL
    assert (await station.office.tip(tip.id)).holder_id is None, "it waits again"
    await station.li.no_longer_sees("鑫燚矅卸货", chat=BOT)
    before, shown = await everything(station), len(await station.li.messages(BOT))
    for what in [*GUARDED, Action.SEND]:
        assert await tap(station, station.li, data_of(what, tip.id)) == REFUSAL, what
    assert await everything(station) == before
    assert len(await station.li.messages(BOT)) == shown


async def test_send_without_a_draft_says_the_same_of_any_tip_to_anybody(station: Station) -> None:
    tip, _card = await station.tip_with_card()
    before = await everything(station)
    for player, said in (
        (station.sun, REFUSAL),
        (station.zhao, SENT_ALREADY),
        (station.li, SENT_ALREADY),
    ):
        for tip_id in (tip.id, NO_TIP):
            answer = await tap(station, player, data_of(Action.SEND, tip_id))
            assert answer == said
    assert await everything(station) == before


@pytest.mark.parametrize(
    "data",
    ["x", "tip:", "tip:take", "tip:eat:1", "end::", "end:freed:1", "tip:take:1:2", "🔑" * 16],
)
async def test_a_forged_button_gets_the_same_answer(station: Station, data: str) -> None:
    await station.tip_with_card()
    before = await everything(station)
    for player in (station.sun, station.li):
        assert await tap(station, player, data) == REFUSAL
    assert await everything(station) == before


async def test_only_members_bind_and_a_stranger_is_shown_the_public_bot(station: Station) -> None:
    await station.sun.send(BOT, "/start")
    await station.sun.sees("请使用面向公众的机器人")
    await station.sun.say("/bind 00000000000000000000")
    await station.sun.sees("请在值班群里发送这条命令")
    await station.sun.say("把线索给我看看")
    await station.sun.sees("没有发给任何人，也没有保存")
