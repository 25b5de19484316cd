"""On the days of a campaign the menu says so; on other days it does not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.journeys.conftest import newcomer, open_town


class Calendar:
    """A clock that stands at noon in China on a day that the test turns."""

    def __init__(self) -> None:
        self.turn(6, 3)

    def turn(self, month: int, day: int) -> None:
        self._now = datetime(2027, month, day, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self._now


async def test_the_menu_shows_the_banner_of_the_day(tmp_path: Path) -> None:
    calendar = Calendar()
    async with open_town(tmp_path, "zh_Hans", calendar) as humen:
        mei = await newcomer(humen, "小梅", "zh-hans")
        may = await newcomer(humen, "May", "en")
        await mei.sees("6 月 3 日 · 虎门销烟纪念日")
        await mei.sees("1839 年的今天，林则徐在虎门开始销毁鸦片。")
        await may.sees("3 June · Humen anniversary")
        calendar.turn(6, 26)
        await mei.say("/start")
        await mei.sees("6 月 26 日 · 国际禁毒日")
        await may.say("/start")
        await may.sees("26 June · International Day against Drug Abuse")
        calendar.turn(6, 12)
        await mei.say("/start")
        await mei.sees("6 月是全民禁毒宣传月")


async def test_a_day_of_no_campaign_has_no_banner(tmp_path: Path) -> None:
    calendar = Calendar()
    calendar.turn(7, 1)
    async with open_town(tmp_path, "zh_Hans", calendar) as humen:
        mei = await newcomer(humen, "小梅", "zh-hans")
        await mei.not_sees("禁毒日")
        await mei.not_sees("宣传月")
