"""Everything is shown, and everything once, whatever happens to the line."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.async_api import Page, expect

from bot.gateway.server import serve
from bot.gateway.world.world import World
from tests.browser import in_browser
from tests.gateway.page.conftest import OpenPage
from tests.gateway.page.line import Line
from tests.gateway.page.town import Town, keyboard

pytestmark = in_browser

STUDENT = '[data-phone="student"]'


async def texts(page: Page) -> list[str]:
    """Read the numbered messages of the student's phone in their order."""
    shown = await page.locator(f"{STUDENT} .bubble").all_inner_texts()
    return [found[0] for each in shown if (found := re.findall(r"no\.\d+", each))]


def numbered(count: int) -> list[str]:
    return [f"no.{number}" for number in range(count)]


async def see(page: Page, text: str) -> None:
    await expect(page.locator(STUDENT).get_by_text(text, exact=True)).to_be_visible()


async def test_a_reload_shows_everything_once(started: Town, open_page: OpenPage) -> None:
    for text in numbered(4):
        await started.say(text)
    page = await open_page()
    await see(page, "no.3")
    await started.say("no.4")
    await see(page, "no.4")
    await page.reload()
    await see(page, "no.4")
    assert await texts(page) == numbered(5)


async def test_a_lost_connection_shows_everything_once(
    started: Town, open_page: OpenPage, line: tuple[Line, str]
) -> None:
    wire, url = line
    await started.say("no.0")
    page = await open_page(url=url, is_flaky=True)
    await see(page, "no.0")
    wire.cut()
    await expect(page.locator(f"{STUDENT} .banner")).to_be_visible()
    card = await started.say("no.1")
    await started.say("no.2")
    await started.bot(
        "editMessageText", chat_id=started.student, message_id=card["message_id"], text="no.1 new"
    )
    wire.mend()
    await see(page, "no.2")
    await expect(page.locator(f"{STUDENT} .banner")).to_be_hidden()
    await started.say("no.3")
    await see(page, "no.3")
    assert await texts(page) == numbered(4)
    await expect(page.locator(STUDENT).get_by_text("no.1 new")).to_have_count(1)


async def test_a_line_that_drops_again_and_again_loses_and_doubles_nothing(
    started: Town, open_page: OpenPage, line: tuple[Line, str]
) -> None:
    wire, url = line
    page = await open_page(url=url, is_flaky=True)
    for text in numbered(6):
        wire.drop()
        await started.say(text)
    await see(page, "no.5")
    assert await texts(page) == numbered(6)


async def test_a_gateway_that_starts_anew_shows_its_own_world(
    started: Town, open_page: OpenPage, line: tuple[Line, str]
) -> None:
    wire, url = line
    await started.say("no.0")
    page = await open_page(url=url, is_flaky=True)
    await see(page, "no.0")
    wire.cut()
    async with serve(World()) as other:
        again = Town(url=other, client=started.client)
        await again.settle()
        wire.port = urlsplit(other).port or 0
        wire.mend()
        await expect(page.locator(f"{STUDENT} [data-start]")).to_be_visible()
        wire.cut()


async def test_a_message_deleted_at_once_never_comes_back(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page()
    phone = page.locator(STUDENT)
    await phone.locator("[data-composer]").fill("昨晚十点")
    await phone.locator("[data-send]").click()
    sent = phone.locator(".row.out").filter(has_text="昨晚十点")
    await expect(sent).to_have_count(1)
    number = int(await sent.get_attribute("data-message-id") or 0)
    await started.bot("deleteMessage", chat_id=started.student, message_id=number)
    await expect(sent).to_have_count(0)
    await started.say("收下了")
    await see(page, "收下了")
    await expect(sent).to_have_count(0)


async def test_a_tap_spins_once_until_its_answer(started: Town, open_page: OpenPage) -> None:
    card = await started.say("选一个", reply_markup=keyboard([("好", "yes")]))
    page = await open_page()
    key = page.locator(f'[data-message-id="{card["message_id"]}"] button[data-button]')
    for _ in range(5):
        await key.click()
    await expect(key).to_have_attribute("aria-busy", "true")
    tap = await started.await_tap()
    await started.bot(
        "answerCallbackQuery", callback_query_id=tap["id"], text="记下了", show_alert=True
    )
    await expect(page.get_by_role("alertdialog")).to_contain_text("记下了")
    await page.keyboard.press("Enter")
    await expect(key).not_to_have_attribute("aria-busy", "true")
    await expect(key).to_be_focused()
    assert [each for each in await started.updates() if "callback_query" in each] == []
