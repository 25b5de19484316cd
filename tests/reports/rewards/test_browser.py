"""From a closed report to the money and the figures, clicked on the page in Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

from bot.reports.insight.service.counting import CountMonths
from tests.browser import chromium, font_settings, record_complaints
from tests.journeys.beholder import OVERFLOWING
from tests.journeys.hand import PATIENCE_MS, Hand
from tests.languages import in_each_language
from tests.reports import staff_bot
from tests.reports.house import House
from tests.reports.insight.published import after_the_month, sow_rewards
from tests.reports.rewards.counter import Counter, open_counter
from tests.reports.tipster import Tipster

__all__ = ["chromium", "font_settings"]

pytestmark = pytest.mark.browser

PUBLIC = 700100200
TWELVE = {
    "seizures": [{"substance": "heroin", "grams": "12"}],
    "flags": ["case_cracked"],
}
CHINESE = {
    "language": "zh-hans",
    "propose": "已核对，建议 500 元",
    "proposed": "已提出，待另一人审批",
    "approve": "批准",
    "approved": "已批准，举报人可以看到",
    "again": "再看看",
    "waits": "您有 500 元奖励待领取",
    "reward": "我的奖励",
    "counter": "领取时要核对有效身份证件",
    "accept": "接受，查看领奖码",
    "code": "您的领奖码：",
    "ask_code": "请输入领奖码",
    "paid": "已发放并入账",
    "which_period": "要看哪个时段？",
    "month": "2026年11月",
    "which_place": "要看哪里？",
    "place": "潜江市",
    "picture": "潜江市 · 举报工作情况",
    "sheet": "全部可以公开显示的数字",
}
ENGLISH = {
    "language": "en",
    "propose": "Checked: propose 500 yuan",
    "proposed": "proposed; somebody else approves",
    "approve": "Approve",
    "approved": "approved; the reporter can see it",
    "again": "Look again",
    "waits": "A reward of 500 yuan waits for you",
    "reward": "My reward",
    "counter": "The counter checks a valid ID",
    "accept": "Accept and see my claim code",
    "code": "Your claim code:",
    "ask_code": "Now please type the claim code.",
    "paid": "Paid and entered into the books",
    "which_period": "Which period?",
    "month": "November 2026",
    "which_place": "which place?",
    "place": "Qianjiang City",
    "picture": "Qianjiang City: reports",
    "sheet": "All figures that may be shown",
}


@pytest.fixture(params=in_each_language(CHINESE, ENGLISH))
def says(request: pytest.FixtureRequest) -> Mapping[str, str]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
async def counter(house: House, says: Mapping[str, str]) -> AsyncIterator[Counter]:
    async with open_counter(house, says["language"]) as opened:
        yield opened


async def hand_out_phones(counter: Counter, zhang: Tipster) -> None:
    """Give four people a phone on the page, each open where the work is."""
    places = {
        "zhang": (zhang.player.id, PUBLIC),
        "li": (counter.li.id, counter.group),
        "wang": (counter.wang.id, counter.group),
        "zhou": (counter.zhou.id, staff_bot.BOT),
    }
    phones = [
        {
            "id": name,
            "user": user,
            "open": chat,
            "title": {"zh_Hans": name, "en": name},
            "hint": {"zh_Hans": name, "en": name},
        }
        for name, (user, chat) in places.items()
    ]
    address = f"{counter.house.base_url}/sim/phones"
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, json={"phones": phones}) as answer,
    ):
        answer.raise_for_status()


async def claim(page: Page, says: Mapping[str, str]) -> str:
    """See the reward at the mailbox, accept it, and read the code off the screen."""
    zhang = Hand(page=page, phone="zhang")
    await zhang.tap(says["again"])
    await zhang.sees(says["waits"])
    await zhang.tap(says["reward"])
    await zhang.sees(says["counter"])
    await zhang.tap(says["accept"])
    return (await zhang.sees(says["code"])).split("\n")[1].strip()


async def decide(page: Page, says: Mapping[str, str]) -> None:
    li, wang = Hand(page=page, phone="li"), Hand(page=page, phone="wang")
    await li.tap(says["propose"])
    await li.sees(says["proposed"])
    await wang.tap(says["approve"])
    await wang.sees(says["approved"])


async def pay(page: Page, says: Mapping[str, str], number: str, code: str) -> None:
    zhou = Hand(page=page, phone="zhou")
    await zhou.say(f"/pay {number}")
    await zhou.sees(says["ask_code"])
    await zhou.say(code)
    await zhou.sees(says["paid"])
    await zhou.not_sees(code)


async def read_the_report(page: Page, says: Mapping[str, str]) -> None:
    li = Hand(page=page, phone="li")
    await li.open_chat(staff_bot.BOT)
    await li.say("/report")
    await li.sees(says["which_period"])
    await li.tap(says["month"])
    await li.sees(says["which_place"])
    await li.tap(says["place"])
    await li.sees(says["picture"])
    await li.sees(says["sheet"])
    drawn = li.screen.locator(".bubble:has(img)").filter(has_text=says["picture"]).last
    await expect(drawn.locator("img")).to_be_visible(timeout=PATIENCE_MS)


async def test_the_promise_is_kept_by_clicks(
    counter: Counter, says: Mapping[str, str], chromium: Browser, tmp_path: Path
) -> None:
    zhang = await counter.citizen()
    number = await zhang.send_tip()
    await counter.close(number, TWELVE)
    await zhang.open_mailbox()
    await hand_out_phones(counter, zhang)
    page = await chromium.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    complaints = record_complaints(page)
    await page.goto(f"{counter.house.base_url}/?lang={'en' if says is ENGLISH else 'zh_Hans'}")
    await decide(page, says)
    await page.screenshot(path=tmp_path / "approved.png")
    code = await claim(page, says)
    await page.screenshot(path=tmp_path / "claim.png")
    await counter.serve()
    await pay(page, says, number, code)
    assert await counter.balances() == {"available": -500, "paid": 500}
    await sow_rewards(counter.house)
    after_the_month(counter.house)
    assert await count_months(counter.house) == 1
    await read_the_report(page, says)
    await page.screenshot(path=tmp_path / "report.png")
    assert await page.evaluate(OVERFLOWING) == []
    assert complaints == []
    await page.close()


async def count_months(house: House) -> int:
    return await CountMonths(
        unit_of_work=house.work,
        clock=house.clock,
        zone=ZoneInfo("Asia/Shanghai"),
        regions=house.library.regions,
    )()
