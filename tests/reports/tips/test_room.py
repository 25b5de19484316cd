"""All drafts together hold so many files and no more, and let go of their room by themselves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.drawing.media.kinds import CleanFile
from bot.errors import NoRoomError
from bot.reports.tips.room import DraftRoom, MeasuredRoom
from tests.reports.house import BOT, House, open_house, running
from tests.reports.tipster import Tipster, a_picture, photo


async def take(room: DraftRoom, size: int) -> CleanFile:
    async with room.taking(size) as keep:
        file = a_picture(b"x" * size)
        keep(file)
        return file


async def test_a_full_room_takes_nothing_more_until_something_goes() -> None:
    room = DraftRoom(100)
    held = [await take(room, 50), await take(room, 50)]
    with pytest.raises(NoRoomError):
        await take(room, 1)
    held.pop()
    assert room.used == 50
    await take(room, 50)
    assert room.used == 50, "nobody held the last one"


async def test_what_is_on_its_way_takes_room_too() -> None:
    room = DraftRoom(100)
    async with room.taking(60):
        with pytest.raises(NoRoomError):
            await take(room, 60)
    assert room.used == 0


async def test_a_file_that_failed_leaves_its_room() -> None:
    room = DraftRoom(100)
    with pytest.raises(ValueError, match="broken"):
        async with room.taking(60):
            raise ValueError("broken")
    assert room.used == 0


async def test_many_at_once_never_hold_more_than_the_limit() -> None:
    room, held, most = DraftRoom(1000), [], 0

    async def send() -> None:
        nonlocal most
        async with room.taking(100) as keep:
            await asyncio.sleep(0)
            file = a_picture(b"x" * 100)
            keep(file)
            held.append(file)
        most = max(most, room.used)

    results = await asyncio.gather(*(send() for _ in range(50)), return_exceptions=True)
    assert most <= 1000
    assert sum(isinstance(each, NoRoomError) for each in results) == 50 - len(held)


async def test_a_measured_room_counts_what_others_hold() -> None:
    used = 0

    async def measure() -> int:
        return used

    room = MeasuredRoom(100, measure)
    async with room.taking(60):
        with pytest.raises(NoRoomError):
            async with room.taking(60):
                pass
    used = 90
    with pytest.raises(NoRoomError):
        async with room.taking(20):
            pass
    used = 0
    async with room.taking(100):
        pass


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        opened.room = DraftRoom(4000)
        async with running(opened):
            yield opened


async def test_a_refused_file_stays_with_the_person_and_the_draft_is_whole(house: House) -> None:
    zhou = await Tipster.create(house)
    await zhou.go_to_review()
    await zhou.player.photo(BOT, photo(), caption="第一张")
    await zhou.player.sees("照片：1 张")
    await zhou.player.photo(BOT, photo("blue", (2000, 1500)))
    await zhou.player.sees("现在同时上传的文件太多，这个文件没有收下")
    card = await zhou.player.sees("照片：1 张")
    assert "第一张" in card["text"]
    assert await zhou.written_by_me() == ["[file]"]
    await zhou.player.tap("全部")
    await zhou.player.sees("已清除")
    again = await Tipster.create(house)
    await again.go_to_review()
    await again.player.photo(BOT, photo())
    await again.player.sees("照片：1 张")
