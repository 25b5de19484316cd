"""The officers' long day by clicking the page: nothing overflows on a phone or on a desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser import font_settings, in_browser, shared_chromium
from tests.journeys.beholder import Beholder, open_page
from tests.journeys.guest import Guest
from tests.journeys.hand import Hand
from tests.journeys.two_units import TwoUnits, open_two_units
from tests.phone import call, words_of

__all__ = ["font_settings", "shared_chromium"]

pytestmark = in_browser

ANSWER = "白色的，上周五也来过一次。"
MORE = "昨晚又来了，这次是两辆车。"


@pytest_asyncio.fixture(loop_scope="session")
async def desks(tmp_path: Path) -> AsyncIterator[TwoUnits]:
    async with open_two_units(tmp_path, "zh_Hans") as opened:
        people = {"li": opened.li, "wang": opened.wang, "zhao": opened.zhao}
        places = {"li": opened.city, "wang": opened.city, "zhao": opened.province}
        phones = [
            {
                "id": name,
                "user": player.id,
                "open": places[name],
                "title": {"zh_Hans": player.name, "en": name.title()},
            }
            for name, player in people.items()
        ]
        url = opened.app.stage.base_url
        await call(url, "POST", "/sim/phones", json={"phones": phones})
        yield opened


class Day:
    """Three officers on one page; the reporter writes from elsewhere."""

    def __init__(self, page: Page, desks: TwoUnits, behold: Beholder) -> None:
        self.li = Hand(page=page, phone="li")
        self.wang = Hand(page=page, phone="wang")
        self.zhao = Hand(page=page, phone="zhao")
        self.desks = desks
        self.desk = desks.app.desk
        self.behold = behold

    async def read_and_ask(self, zhou: Guest) -> None:
        li = self.li
        await li.sees("状态：待接手")
        await li.tap("接手")
        await li.sees("承办：李警官")
        await self.behold("card")
        await li.tap("阅读")
        await li.open_chat(self.desk)
        await li.sees(zhou.words)
        await self.behold("reading")
        await li.tap("提问")
        await li.sees("您想问什么？")
        await self.behold("ready-made questions")
        await li.say("您叫什么名字？")
        await li.sees("这个问题先拦下了")
        await self.behold("held back")
        await li.say("那辆车是什么颜色？")
        await li.sees("再写一次可以改")
        await li.tap("发送")
        await li.sees("已提问")

    async def answer(self, zhou: Guest) -> None:
        await zhou.opens_mailbox(" ".join(zhou.receipt))
        await zhou.player.tap("回答")
        await zhou.say(ANSWER)
        await zhou.player.tap("发送")
        await zhou.player.sees("已发给工作人员")

    async def look_around(self, number: str) -> None:
        """Open every list there is."""
        li = self.li
        for command, seen in (
            ("/queue", "线索队列"),
            ("/mine", "由您承办：1 条"),
            ("/roster", "本单位办理线索的人"),
            (f"/find {number}", f"线索 {number}"),
        ):
            await li.say(command)
            await li.sees(seen)
            await self.behold(command.split()[0])
        await li.say("/queue")
        await li.tap("类别")
        await li.sees("您想看哪些？")
        await self.behold("filter")

    async def hand_over(self, zhou: Guest) -> None:
        li, wang = self.li, self.wang
        await li.say("/shift")
        await li.sees("交班：由您承办 1 条")
        await self.behold("shift")
        await li.tap("王警官")
        await li.sees("对方接受之前，仍由您承办")
        await wang.open_chat(self.desk)
        await wang.sees("等待接受：王警官")
        await wang.tap("🤝 接受")
        await wang.sees("承办：王警官")
        await self.behold("accepted")
        await li.not_sees(zhou.words)
        await wang.tap("移交单位")
        await wang.sees("应由哪个单位办理？")
        await wang.tap("⬆️ 湖北省")
        await wang.sees("将连同内容、备注和附件移交湖北省")
        await self.behold("pass on")
        await wang.tap("确认移交")
        await wang.sees("本单位不能再打开")

    async def close(self, zhou: Guest) -> None:
        zhao = self.zhao
        await zhao.sees("移交自：潜江市")
        await zhao.tap("接手")
        await zhao.sees("承办：赵警官")
        await zhao.tap("更多")
        await zhao.open_chat(self.desk)
        await zhao.sees("承办：赵警官")
        await self.behold("all buttons")
        await zhao.tap("阅读")
        await zhao.sees(ANSWER)
        await zhao.tap("✅ 办结")
        await zhao.sees("怎么办结？")
        await self.behold("outcomes")
        await zhao.tap("无法核实")
        await zhao.sees("点错了？")
        await zhao.tap("撤销办结")
        await zhao.sees("承办：赵警官")
        await zhao.tap("✅ 办结")
        await zhao.sees("怎么办结？")
        await zhao.tap("查证属实，刑事立案")
        await zhao.sees("还没有填写")
        await zhao.tap("易制毒化学品")
        await zhao.sees("易制毒化学品")
        await self.behold("precursors")
        await zhao.tap("‹ 返回")
        await zhao.tap("💊 毒品")
        await zhao.tap("海洛因")
        await zhao.sees("多少克？")
        await zhao.say("12.5")
        await zhao.sees("海洛因 12.5 克")
        await zhao.tap("标记")
        await zhao.sees("据此破案")
        await self.behold("marks")
        await zhao.tap("‹ 返回")
        await zhao.tap("确认办结")
        await zhao.sees("已办结（查证属实，刑事立案）")
        await self.behold("closed")
        await zhou.player.tap("补充线索")
        await zhou.say(MORE)
        await zhou.player.tap("发送")
        await zhou.player.sees("已发给工作人员")
        await zhao.open_chat(self.desks.province)
        await zhao.sees("现已重新打开")
        await self.behold("reopened")


async def test_the_officers_day_is_clicked(desks: TwoUnits, shared_chromium: Browser) -> None:
    async with open_page(shared_chromium, desks.app.stage.base_url, "zh_Hans") as (
        page,
        behold,
    ):
        day = Day(page, desks, behold)
        zhou = await Guest.arrive(desks.app, "周先生", "zh-hans")
        await zhou.to_review()
        await zhou.finish()
        number = words_of(await desks.li.sees("· 未核实", chat=desks.city))[3:12]
        await day.read_and_ask(zhou)
        await day.answer(zhou)
        await day.look_around(number)
        await day.hand_over(zhou)
        await day.close(zhou)
