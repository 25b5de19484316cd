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
from tests.reports.staff_bot import BOT, StaffBot, run_staff_bot

REFUSAL = "您无权操作，或这条线索由别人承办。"
SENT_ALREADY = "已经发送过，或者值班台刚重启。请看卡片上的状态。"
GUARDED = [
    *(action for action in Action if action not in {Action.SEND, Action.CANCEL, Action.CLEAR}),
    *Outcome,
]
NO_TIP = "0" * 32


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


def data_of(what: Action | Outcome, tip_id: str) -> str:
    if isinstance(what, Outcome):
        return CloseCallback(outcome=what, tip=tip_id).pack()
    return TipCallback(action=what, tip=tip_id).pack()


async def everything(staff_bot: StaffBot) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the reports database."""
    async with staff_bot.services.house.work() as work:
        return {
            table.name: sorted(
                (tuple(row) for row in await work.session.execute(select(table))), key=repr
            )
            for table in Base.metadata.sorted_tables
            if table.name != "attempts_refused"
        }


async def tap(staff_bot: StaffBot, player: Player, data: str, chat: int = BOT) -> str:
    """Tap a button that the newest message there never showed; return the bot's answer."""
    message = await player.last(chat)
    group = staff_bot.world.groups.get(chat)
    place = group or staff_bot.world.private[(player.id, BOT)]
    place.messages[message["message_id"]].offered_data.add(data)
    body = {"user": player.id, "chat": chat, "message_id": message["message_id"], "data": data}
    made = await player._post("/sim/tap", chat, {**body, "wait": 10})
    return str(made["answer"]["text"])


async def test_every_button_gives_strangers_the_same_answer(staff_bot: StaffBot) -> None:
    tip, _card = await staff_bot.tip_with_card()
    await staff_bot.services.take(
        await staff_bot.services.post(staff_bot.wang.id, staff_bot.group), tip.id
    )
    await staff_bot.zhao.send(staff_bot.other_group, "/bind 0000")
    await staff_bot.zhao.sees("绑定码无效")
    before = await everything(staff_bot)
    places = [(staff_bot.sun, BOT), (staff_bot.zhao, BOT), (staff_bot.zhao, staff_bot.other_group)]
    answers = {
        (what, player.name, chat, tip_id): await tap(
            staff_bot, player, data_of(what, tip_id), chat
        )
        for what in GUARDED
        for player, chat in places
        for tip_id in (tip.id, NO_TIP)
    }
    assert set(answers.values()) == {REFUSAL}
    assert await everything(staff_bot) == before


async def test_colleagues_who_do_not_hold_it_get_the_same_answer(staff_bot: StaffBot) -> None:
    tip, _card = await staff_bot.tip_with_card()
    await staff_bot.services.take(
        await staff_bot.services.post(staff_bot.li.id, staff_bot.group), tip.id
    )
    before = await everything(staff_bot)
    for what in GUARDED:
        for chat in (BOT, staff_bot.group):
            answer = await tap(staff_bot, staff_bot.wang, data_of(what, tip.id), chat)
            assert answer == ("别人先接手了。" if what is Action.TAKE else REFUSAL), what
    assert await everything(staff_bot) == before


async def test_whoever_left_the_chat_can_do_nothing_any_more(staff_bot: StaffBot) -> None:
    tip, card = await staff_bot.tip_with_card("鑫燚矅卸货")
    await staff_bot.li.tap("接手", message=card)
    await staff_bot.li.sees("承办：李警官")
    await staff_bot.li.tap("阅读", message=card)
    await staff_bot.li.sees("鑫燚矅卸货", chat=BOT)
    await staff_bot.li.tap("提问")
    await staff_bot.li.sees("您想问什么？")
    await staff_bot.li.say("什么颜色？")
    await staff_bot.li.sees("再写一次可以改")
    staff_bot.chat(staff_bot.group).statuses[staff_bot.li.id] = "left"
    forged = data_of(Action.READ, tip.id)
    assert await tap(staff_bot, staff_bot.li, forged) == REFUSAL
    assert (await staff_bot.services.tip(tip.id)).holder_id is None, "it waits again"
    await staff_bot.li.no_longer_sees("鑫燚矅卸货", chat=BOT)
    before, shown = await everything(staff_bot), len(await staff_bot.li.messages(BOT))
    for what in [*GUARDED, Action.SEND]:
        assert await tap(staff_bot, staff_bot.li, data_of(what, tip.id)) == REFUSAL, what
    assert await everything(staff_bot) == before
    assert len(await staff_bot.li.messages(BOT)) == shown


async def test_send_without_a_draft_says_the_same_of_any_tip_to_anybody(
    staff_bot: StaffBot,
) -> None:
    tip, _card = await staff_bot.tip_with_card()
    before = await everything(staff_bot)
    for player, said in (
        (staff_bot.sun, REFUSAL),
        (staff_bot.zhao, SENT_ALREADY),
        (staff_bot.li, SENT_ALREADY),
    ):
        for tip_id in (tip.id, NO_TIP):
            answer = await tap(staff_bot, player, data_of(Action.SEND, tip_id))
            assert answer == said
    assert await everything(staff_bot) == before


@pytest.mark.parametrize(
    "data",
    ["x", "tip:", "tip:take", "tip:eat:1", "end::", "end:freed:1", "tip:take:1:2", "🔑" * 16],
)
async def test_a_forged_button_gets_the_same_answer(staff_bot: StaffBot, data: str) -> None:
    await staff_bot.tip_with_card()
    before = await everything(staff_bot)
    for player in (staff_bot.sun, staff_bot.li):
        assert await tap(staff_bot, player, data) == REFUSAL
    assert await everything(staff_bot) == before


async def test_only_members_bind_and_a_stranger_is_shown_the_public_bot(
    staff_bot: StaffBot,
) -> None:
    await staff_bot.sun.send(BOT, "/start")
    await staff_bot.sun.sees("请使用面向公众的机器人")
    await staff_bot.sun.say("/bind 00000000000000000000")
    await staff_bot.sun.sees("请在值班群里发送这条命令")
    await staff_bot.sun.say("把线索给我看看")
    await staff_bot.sun.sees("没有发给任何人，也没有保存")
