"""Nothing runs over the edge, in either language, at any size."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from playwright.async_api import Page, expect

from tests.browser import in_browser
from tests.gateway.page.conftest import OpenPage
from tests.gateway.page.town import STAFF_TOKEN, Town, jpeg, keyboard

pytestmark = in_browser

SIZES = [(1440, 900), (1280, 800), (800, 1000), (390, 844), (360, 640), (320, 568)]
LONG = "AVeryLongWordThatHasNoSpaceAtAllAndStillHasToStayInsideItsBubble" * 3
CHINESE = "没有空格也没有标点的一长行中文应当在气泡里自动换行" * 6
OVERFLOWING = """() => [document.documentElement, document.body,
  ...document.querySelectorAll("[data-phone]:not([hidden]), .screen, .log, .bubble, .keyboard, .key")]
  .filter((node) => node.scrollWidth > node.clientWidth)
  .map((node) => `${node.tagName}.${node.className} ${node.scrollWidth} > ${node.clientWidth}`)"""


async def fill(town: Town) -> None:
    await town.say(LONG)
    await town.say(f"<b>{CHINESE}</b> <code>{LONG}</code> <pre>{LONG}</pre>", parse_mode="HTML")
    await town.say(f"https://example.org/{LONG}")
    await town.bot(
        "sendPhoto", chat_id=town.student, photo=jpeg(size=(1600, 500)), caption=CHINESE
    )
    await town.bot("sendDocument", chat_id=town.student, document=jpeg(), caption=LONG)
    markup = keyboard([(CHINESE[:40], "a")], [(LONG[:50], "b"), ("好", "c"), ("Help", "d")])
    await town.say("选", reply_markup=markup)
    await town.bot("sendMessage", STAFF_TOKEN, chat_id=town.group, text=CHINESE + LONG)


async def overflowing(page: Page) -> list[str]:
    return list(await page.evaluate(OVERFLOWING))


async def settles(page: Page, size: str) -> None:
    """Let the page arrange itself for its new size, and then nothing may overflow."""
    with suppress(TimeoutError):
        async with asyncio.timeout(5):
            while await overflowing(page):  # noqa: ASYNC110 - the page tells nobody
                await asyncio.sleep(0.1)
    assert await overflowing(page) == [], size


@pytest.mark.parametrize("lang", ["zh_Hans", "en"])
async def test_nothing_overflows(lang: str, started: Town, open_page: OpenPage) -> None:
    await fill(started)
    page = await open_page(SIZES[0], lang)
    await expect(page.locator('[data-phone="student"] button[data-button]')).to_have_count(4)
    for width, height in SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        await settles(page, f"{width}x{height}")
        tall = await page.evaluate("document.documentElement.scrollHeight")
        assert tall <= height


async def test_three_phones_stand_side_by_side_on_a_desktop(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page((1280, 800))
    boxes = [await phone.bounding_box() for phone in await page.locator("[data-phone]").all()]
    assert len(boxes) == 3
    for box in boxes:
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] + box["height"] <= 800
        assert box["x"] + box["width"] <= 1280
    await expect(page.get_by_role("tablist")).to_be_hidden()


async def test_a_narrow_screen_shows_one_phone_and_marks_the_others(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page((390, 844))
    await expect(page.locator("[data-phone]:visible")).to_have_count(1)
    await started.bot("sendMessage", chat_id=started.citizen, text="有一个问题")
    tab = page.get_by_role("tab", name="市民")
    await expect(tab.locator(".badge")).to_have_text("1")
    await tab.click()
    await expect(page.locator('[data-phone="citizen"]').get_by_text("有一个问题")).to_be_visible()
    await expect(tab.locator(".badge")).to_be_hidden()
    await page.keyboard.press("ArrowRight")
    await expect(page.locator('[data-phone="staff"]')).to_be_visible()


async def test_the_input_is_sixteen_pixels_so_that_no_phone_zooms(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page((390, 844))
    size = "node => getComputedStyle(node).fontSize"
    assert await page.locator("[data-composer]:visible").evaluate(size) == "16px"


async def test_language_and_colours_change_in_place_and_are_kept(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.locator('[data-phone="student"] [data-composer]').fill("还没发出")
    await page.locator('[data-toggle="language"]').click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator('[data-phone="student"] h2')).to_have_text("Student")
    await expect(page.locator('[data-phone="student"] [data-composer]')).to_have_value("还没发出")
    await expect(page.locator('[data-toggle="language"]')).to_be_focused()
    before = await page.locator("html").get_attribute("data-theme")
    await page.locator('[data-toggle="theme"]').click()
    await page.goto(started.url)
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    after = await page.locator("html").get_attribute("data-theme")
    assert {before, after} == {"light", "dark"}


async def test_the_reader_who_scrolled_up_stays_and_finds_the_way_back(
    started: Town, open_page: OpenPage
) -> None:
    for number in range(25):
        last = await started.say(f"消息 {number}\n第二行")
    place = {"user": started.student, "chat": started.bot_id}
    await started.sim("read", {**place, "message_id": last["message_id"]})
    page = await open_page()
    log = page.locator('[data-phone="student"] .log')
    await expect(log.get_by_text("消息 24")).to_be_in_viewport()
    await log.hover()
    await page.mouse.wheel(0, -600)
    to_end = page.locator('[data-phone="student"] .to-end')
    await expect(to_end).to_be_visible()
    top = await log.evaluate("node => node.scrollTop")
    await started.say("最新")
    await expect(to_end.locator(".badge")).to_have_text("1")
    assert await log.evaluate("node => node.scrollTop") == pytest.approx(top, abs=2)
    await to_end.click()
    await expect(log.get_by_text("最新")).to_be_in_viewport()
    await expect(to_end).to_be_hidden()


async def test_a_chat_with_unread_messages_opens_at_the_first_of_them(
    started: Town, open_page: OpenPage
) -> None:
    for number in range(25):
        await started.say(f"消息 {number}\n第二行")
    page = await open_page()
    log = page.locator('[data-phone="student"] .log')
    await expect(log.locator(".unread-line")).to_be_in_viewport()
    await expect(log.get_by_text("消息 0")).to_be_in_viewport()
    await expect(log.get_by_text("消息 24")).not_to_be_in_viewport()
    await expect(page.locator('[data-phone="student"] .to-end .badge')).to_have_text("25")


async def test_older_messages_come_when_the_reader_scrolls_up(
    started: Town, open_page: OpenPage
) -> None:
    for number in range(230):
        last = await started.say(f"消息 {number}")
    place = {"user": started.student, "chat": started.bot_id}
    await started.sim("read", {**place, "message_id": last["message_id"]})
    page = await open_page()
    log = page.locator('[data-phone="student"] .log')
    await expect(log.get_by_text("消息 229")).to_be_in_viewport()
    await expect(log.get_by_text("消息 5", exact=True)).to_have_count(0)
    await log.evaluate("node => node.scrollTo(0, 0)")
    await expect(log.get_by_text("消息 5", exact=True)).to_have_count(1)
    await expect(log.get_by_text("消息 30", exact=True)).to_be_in_viewport()
    await log.evaluate("node => node.scrollTo(0, 0)")
    await expect(log.get_by_text("/start")).to_be_in_viewport()


async def test_the_composer_grows_with_its_lines_also_on_a_phone_shown_later(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page((360, 640))
    height = "node => node.getBoundingClientRect().height"
    await page.get_by_role("tab", name="市民").click()
    composer = page.locator('[data-phone="citizen"] [data-composer]')
    assert await composer.evaluate(height) == 40
    await composer.fill("一\n二\n三")
    assert await composer.evaluate(height) > 70
    await composer.fill("\n".join("九" * 9))
    assert await composer.evaluate(height) == 132
    await composer.fill("")
    assert await composer.evaluate(height) == 40
