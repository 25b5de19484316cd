"""Three officers tap sixty times in a minute, with Telegram's limits on.

Every tap is answered within two seconds, and every card ends in its true state.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from statistics import median

import pytest

from bot.chat.delivery import pace
from bot.gateway.world.flood import WindowLimits
from bot.reports.triage.router.callbacks import Action, TipCallback
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.tips import Tip
from tests.drills.conftest import SEED, Tell
from tests.drills.sizes import SHARE
from tests.keys import UNIT
from tests.phone import call, words_of
from tests.player import Player
from tests.reports.house import open_house
from tests.reports.staff_bot import StaffBot, run_staff_bot

# Telegram's minute and ours pass faster together where a drill takes a share of its size.
MINUTE = max(20.0, 60.0 * SHARE)
TAPS, CARDS, PER_GROUP = 60, 4, 20
QUICK = 2.0
# A busy machine holds this too; a chat that freezes until its minute is over does not.
BOUND = MINUTE / 2
HELD = (Action.URGENT, Action.VERIFYING, Action.ROUTINE, Action.WORKING)
STATUS = {TipStatus.NEW: "待接手", TipStatus.TAKEN: "已接手", TipStatus.VERIFYING: "核查中"}


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StaffBot]:
    monkeypatch.setattr(pace, "MINUTE", MINUTE)
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


@pytest.mark.timeout(600)
async def test_sixty_taps_of_three_officers_in_a_minute(desk: StaffBot, tell: Tell) -> None:
    officers, chance = await _three(desk), Random(SEED)
    tips = [await desk.tip_with_card() for _card in range(CARDS)]
    desk.world.flood = WindowLimits(group=(PER_GROUP, MINUTE))
    began, holders, turns = _now(), dict[str, Player](), dict[str, int]()
    async with asyncio.TaskGroup() as group:
        tapping = []
        for number in range(TAPS):
            tip, card = chance.choice(tips)
            officer, action = _next(chance, officers, holders, turns, tip.id)
            data = TipCallback(action=action, tip=tip.id).pack()
            tapping.append(group.create_task(_tap(desk, officer, card["message_id"], data)))
            await asyncio.sleep(max(0.0, began + (number + 1) * MINUTE / TAPS - _now()))
    took = [each.result() for each in tapping]
    drawn = await _all_are_true(desk, [tip for tip, _card in tips])
    edits = desk.world.requests.select(None, "editMessageText")
    held = sum(not each.ok for each in edits)
    quick = sum(each <= QUICK for each in took)
    tell(
        f"{TAPS} taps in {MINUTE:.0f} s: {quick} answered within {QUICK:.0f} s, median "
        f"{median(took):.2f} s, slowest {max(took):.2f} s; {len(edits)} edits, {held} of them "
        f"refused as too many; all cards true {drawn:.1f} s after the last tap"
    )
    assert max(took) < BOUND


async def _three(desk: StaffBot) -> list[Player]:
    """Let a third officer join those of the unit."""
    place = {"chat": desk.group, "user": desk.sun.id}
    await call(desk.base_url, "POST", "/sim/join", json=place)
    await desk.services.post(desk.sun.id, desk.group)
    return [desk.li, desk.wang, desk.sun]


def _next(
    chance: Random,
    officers: list[Player],
    holders: dict[str, Player],
    turns: dict[str, int],
    tip: str,
) -> tuple[Player, Action]:
    """Draw who taps what: mostly what changes the card, at times what is refused."""
    officer, holder = chance.choice(officers), holders.get(tip)
    if holder is None:
        holders[tip] = officer
        return officer, Action.TAKE
    if chance.random() < 0.1:
        return officer, Action.TAKE
    if chance.random() < 0.1:
        del holders[tip]
        return holder, Action.RETURN
    # In turn, so that each changes what the card says.
    turns[tip] = turns.get(tip, -1) + 1
    return holder, HELD[turns[tip] % len(HELD)]


async def _tap(desk: StaffBot, officer: Player, message: int, data: str) -> float:
    """Tap whatever the card offers or once offered, and return how long the answer took."""
    desk.chat(desk.group).messages[message].offered_data.add(data)
    body = {"user": officer.id, "chat": desk.group, "message_id": message, "data": data}
    began = _now()
    made = await call(
        desk.base_url, "POST", "/sim/tap", json={**body, "wait": min(60.0, 4 * BOUND)}
    )
    assert made["answer"] is not None, data
    return _now() - began


async def _all_are_true(desk: StaffBot, tips: list[Tip]) -> float:
    """Wait until each card says what the database says, and return how long it took."""
    began, names = _now(), await _names(desk)
    while wrong := [each for each in tips if not await _is_true(desk, each.id, names)]:
        assert _now() < began + 3 * MINUTE, [each.number for each in wrong]
        await asyncio.sleep(0.2)
    return _now() - began


async def _is_true(desk: StaffBot, tip_id: str, names: dict[str, str]) -> bool:
    tip = await desk.services.tip(tip_id)
    shown = await desk.li.messages(desk.group)
    text = words_of(next(each for each in shown if each["message_id"] == tip.card_message_id))
    holder = f"承办：{names[tip.holder_id]}" if tip.holder_id else ""
    return (
        STATUS[tip.status] in text
        and holder in text
        and (bool(holder) or "承办" not in text)
        and ("🔴" in text) == (tip.urgency is Urgency.URGENT)
    )


async def _names(desk: StaffBot) -> dict[str, str]:
    people = {each.id: each.name for each in (desk.li, desk.wang, desk.sun)}
    async with desk.services.house.work() as work:
        found = {chat: await work.staff.find(chat, UNIT) for chat in people}
    return {staff.id: people[chat] for chat, staff in found.items() if staff}


def _now() -> float:
    return asyncio.get_running_loop().time()
