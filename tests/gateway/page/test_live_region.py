"""New messages are said once, by one polite live region; old ones are not said at all."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser import in_browser
from tests.gateway.page.conftest import OpenPage
from tests.gateway.page.line import Line
from tests.gateway.page.town import Town, keyboard

pytestmark = in_browser

LISTEN = """() => {
  window.said = [];
  new MutationObserver((changes) => changes.forEach((change) =>
    change.addedNodes.forEach((node) => window.said.push(node.textContent))
  )).observe(document.getElementById("live"), { childList: true });
}"""


async def said(page: Page) -> list[str]:
    return list(await page.evaluate("() => window.said"))


async def test_a_message_is_said_once_with_its_buttons(started: Town, open_page: OpenPage) -> None:
    await started.say("旧消息")
    page = await open_page()
    await page.evaluate(LISTEN)
    await started.say("新的一题", reply_markup=keyboard([("甲", "a"), ("乙", "b")]))
    await expect(page.locator("#live")).to_contain_text("新的一题")
    await started.say("最后一句")
    await expect(page.locator("#live")).to_contain_text("最后一句")
    assert await said(page) == [
        "“学生”手机新消息，虎门 Humen：新的一题 按钮：甲、乙",
        "“学生”手机新消息，虎门 Humen：最后一句",
    ]


async def test_an_edited_card_is_said_and_own_words_are_not(
    started: Town, open_page: OpenPage
) -> None:
    card = await started.say("第一页")
    page = await open_page()
    await page.evaluate(LISTEN)
    await page.locator('[data-phone="student"] [data-composer]').fill("我的话")
    await page.locator('[data-phone="student"] [data-send]').click()
    await started.bot(
        "editMessageText", chat_id=started.student, message_id=card["message_id"], text="第二页"
    )
    await expect(page.locator("#live")).to_contain_text("第二页")
    assert await said(page) == ["“学生”手机消息更新，虎门 Humen：第二页"]


async def test_after_a_lost_connection_only_the_missed_is_said(
    started: Town, open_page: OpenPage, line: tuple[Line, str]
) -> None:
    wire, url = line
    await started.say("旧消息")
    page = await open_page(url=url, is_flaky=True)
    await expect(page.locator('[data-phone="student"]').get_by_text("旧消息")).to_be_visible()
    await page.evaluate(LISTEN)
    wire.cut()
    await started.say("错过的消息")
    await expect(page.locator('[data-phone="student"] .banner')).to_be_visible()
    wire.mend()
    await expect(page.locator("#live")).to_contain_text("错过的消息")
    assert await said(page) == ["“学生”手机新消息，虎门 Humen：错过的消息"]


async def test_there_is_one_live_region(started: Town, open_page: OpenPage) -> None:
    page = await open_page()
    await expect(page.locator('[aria-live="polite"]')).to_have_count(1)
    await expect(page.locator('[role="log"]:not([aria-live="off"])')).to_have_count(0)
