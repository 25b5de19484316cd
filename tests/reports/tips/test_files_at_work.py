"""A file that takes long, or never comes out of its cleaning, keeps nobody in the dark."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from bot.chat.shown.rows import ScreenKind
from bot.drawing.apart import clean_file_apart
from bot.drawing.media.kinds import CleanFile
from bot.errors import DamagedFileError
from bot.reports.tips import taking
from bot.reports.tips.budget import REFUSED_SECONDS, SECONDS, FileBudget
from tests.reports.house import BOT, House, bot_on, gateway_for, open_house
from tests.reports.tipster import Tipster, photo

CHAT = 4_711_000_123


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened, gateway_for(opened):
        yield opened


async def at_the_review(house: House) -> list[Tipster]:
    people = [await Tipster.create(house, language) for language in ("zh-hans", "en")]
    for person in people:
        await person.go_to_review()
    return people


async def test_a_line_stands_below_a_file_as_long_as_it_is_at_work(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "NOTE_SECONDS", 0.1)
    ends = asyncio.Event()

    async def hang(data: bytes) -> CleanFile:
        await ends.wait()
        return await clean_file_apart(data)

    house.clean = hang
    async with bot_on(house):
        zhou = await Tipster.create(house)
        await zhou.go_to_review()
        await zhou.player.photo(BOT, photo())
        await zhou.player.sees("我正在清除这个文件里")
        ends.set()
        await zhou.player.sees("照片：1 张")
        await zhou.player.no_longer_sees("我正在清除这个文件里")
        await zhou.player.say("补充一句")
        await zhou.player.sees("补充一句")
        await zhou.player.not_sees("您有一条举报还没发送")


async def test_a_file_whose_cleaning_never_ends_is_told_to_its_sender(house: House) -> None:
    """A worker that shares its state may die at it: the row stands before the update is settled."""
    ends = asyncio.Event()

    async def hang(data: bytes) -> CleanFile:
        del data
        await ends.wait()
        raise DamagedFileError

    house.clean = hang
    async with bot_on(house) as reports:
        people = await at_the_review(house)
        for person in people:
            await person.player.photo(BOT, photo())
        async with asyncio.timeout(20):
            for person in people:
                while not await reports.screens.shows(person.player.id, ScreenKind.AT_WORK):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        with time_machine.travel(timedelta(minutes=5)):
            await reports.screens.end_due()
        await people[0].player.sees("清理时服务重启")
        await people[1].player.sees("lost while I was cleaning it")
        for person in people:
            assert await reports.screens.shows(person.player.id, ScreenKind.THEIRS)
        ends.set()


async def test_files_that_take_too_much_are_paused_and_refused_ones_count(house: House) -> None:
    async def refuse(data: bytes) -> CleanFile:
        del data
        raise DamagedFileError

    house.clean = refuse
    async with bot_on(house):
        zhou = await Tipster.create(house)
        await zhou.go_to_review()
        for _ in range(int(SECONDS / REFUSED_SECONDS)):
            await zhou.player.photo(BOT, photo())
        await zhou.player.sees("读不出照片、视频、录音或 PDF")
        await zhou.player.photo(BOT, photo())
        await zhou.player.sees("您的文件已经占用了很多处理时间")
        ann = await Tipster.create(house, "en")
        await ann.go_to_review()
        await ann.player.photo(BOT, photo())
        await ann.player.sees("cannot read this file")


def test_a_chat_that_waited_out_its_hour_may_send_again() -> None:
    moment = 100.0
    budget = FileBudget(lambda: moment)
    budget.spend(CHAT, SECONDS - 1, is_refused=False)
    assert budget.minutes_to_wait(CHAT) == 0
    budget.spend(CHAT, 0.1, is_refused=True)
    assert (budget.minutes_to_wait(CHAT), budget.minutes_to_wait(CHAT + 1)) == (60, 0)
    moment += 59.5 * 60
    assert budget.minutes_to_wait(CHAT) == 1
    moment += 30
    assert budget.minutes_to_wait(CHAT) == 0
