"""Everything can be done without a mouse, and the focus stays where it was."""

from __future__ import annotations

from playwright.async_api import FilePayload, Page, expect

from tests.browser import in_browser
from tests.gateway.page.conftest import OpenPage
from tests.gateway.page.town import Town, jpeg, keyboard

pytestmark = in_browser

STUDENT = '[data-phone="student"]'
# Safari has ended the composition when its Enter comes, and tells only the code 229.
ENDS_OF_COMPOSITION = ({"isComposing": True}, {"isComposing": False, "keyCode": 229})


async def tab_to(page: Page, selector: str, presses: int = 60) -> None:
    """Press Tab until the element has the focus."""
    wanted = page.locator(selector).first
    for _ in range(presses):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {selector}")


async def test_a_chat_is_started_and_written_in_by_keyboard_alone(
    town: Town, open_page: OpenPage
) -> None:
    page = await open_page()
    await tab_to(page, f"{STUDENT} [data-start]")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"{STUDENT} .row.out")).to_contain_text("/start")
    await expect(page.locator(f"{STUDENT} [data-composer]")).to_be_focused()
    await page.keyboard.type("第一行")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("第二行")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"{STUDENT} .row.out").last).to_contain_text("第一行\n第二行")
    await expect(page.locator(f"{STUDENT} [data-composer]")).to_have_value("")


async def test_enter_that_ends_a_chinese_composition_sends_nothing(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page()
    composer = page.locator(f"{STUDENT} [data-composer]")
    await composer.fill("nihao")
    for ending in ENDS_OF_COMPOSITION:
        await composer.dispatch_event("keydown", {"key": "Enter", **ending})
    await expect(composer).to_have_value("nihao")


async def test_enter_that_ends_a_composition_in_a_caption_keeps_the_photo(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page()
    phone = page.locator(STUDENT)
    photo: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    await phone.locator("[data-attach]").set_input_files([photo])
    caption = phone.locator("[data-caption]")
    await caption.fill("东门")
    for ending in ENDS_OF_COMPOSITION:
        await caption.dispatch_event("keydown", {"key": "Enter", **ending})
    await caption.fill("东门桥头")
    await page.keyboard.press("Enter")
    await expect(phone.locator(".row.out").last).to_contain_text("东门桥头")
    await expect(phone.locator(".row.out .photo")).to_have_count(1)


async def test_a_button_keeps_the_focus_when_its_card_is_edited(
    started: Town, open_page: OpenPage
) -> None:
    markup = keyboard([("甲", "a")], [("乙", "b"), ("返回", "back")])
    card = await started.say("第 1 题", reply_markup=markup)
    page = await open_page()
    await tab_to(page, f'{STUDENT} [data-callback="b"]')
    await page.keyboard.press("Enter")
    tap = await started.await_tap()
    assert tap["data"] == "b"
    place = {"chat_id": started.student, "message_id": card["message_id"]}
    markup = keyboard([("丙", "c")], [("丁", "d"), ("返回", "back")])
    await started.bot("editMessageText", text="第 2 题", reply_markup=markup, **place)
    await expect(page.locator(f'{STUDENT} [data-callback="d"]')).to_be_focused()
    await started.bot(
        "editMessageText", text="结束", reply_markup=keyboard([("好", "ok")]), **place
    )
    await expect(page.locator(f'{STUDENT} [data-callback="ok"]')).to_be_focused()
    await started.bot("editMessageText", text="再见", **place)
    await expect(page.locator(f"{STUDENT} .log")).to_be_focused()


async def test_a_deleted_card_leaves_the_focus_in_its_phone(
    started: Town, open_page: OpenPage
) -> None:
    card = await started.say("选一个", reply_markup=keyboard([("好", "yes")]))
    page = await open_page()
    await tab_to(page, f'{STUDENT} [data-callback="yes"]')
    await started.bot("deleteMessage", chat_id=started.student, message_id=card["message_id"])
    await expect(page.locator(f"{STUDENT} .log")).to_be_focused()


async def test_a_command_is_chosen_by_keyboard(started: Town, open_page: OpenPage) -> None:
    commands = [
        {"command": "start", "description": "菜单"},
        {"command": "help", "description": "求助"},
    ]
    await started.bot("setMyCommands", commands=commands)
    page = await open_page()
    composer = page.locator(f"{STUDENT} [data-composer]")
    await expect(page.locator(f"{STUDENT} [data-commands]")).to_be_visible()
    await composer.focus()
    await page.keyboard.type("/he")
    await expect(page.locator(f"{STUDENT} .command-entry")).to_have_text(["/help求助"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"{STUDENT} .row.out").last).to_contain_text("/help")
    await expect(composer).to_be_focused()


async def test_an_own_message_is_edited_answered_and_deleted_by_keyboard(
    started: Town, open_page: OpenPage
) -> None:
    await started.write(started.student, "写错了")
    page = await open_page()
    row = page.locator(f"{STUDENT} .row.out").last
    await row.locator(".row-menu").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="编辑").press("Enter")
    await page.keyboard.press("Control+A")
    await page.keyboard.type("写对了")
    await page.keyboard.press("Enter")
    await expect(row).to_contain_text("写对了")
    await row.locator(".row-menu").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await page.keyboard.type("补充一句")
    await page.keyboard.press("Enter")
    reply = page.locator(f"{STUDENT} .row.out").last
    await expect(reply.locator(".quote")).to_contain_text("写对了")
    await reply.locator(".row-menu").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="删除").press("Enter")
    await page.get_by_role("button", name="删除").press("Enter")
    await expect(page.locator(STUDENT).get_by_text("补充一句")).to_have_count(0)


async def test_escape_closes_a_menu_and_returns_the_focus(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page()
    menu = page.locator(f"{STUDENT} .row-menu").first
    await menu.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(menu).to_be_focused()


async def test_every_control_has_a_name(started: Town, open_page: OpenPage) -> None:
    await started.say("选一个", reply_markup=keyboard([("好", "yes")]))
    page = await open_page()
    nameless = await page.evaluate(
        """() => [...document.querySelectorAll("button, a, textarea, input")]
            .filter((node) => !node.closest("[hidden], [aria-hidden]"))
            .filter((node) => !(node.getAttribute("aria-label") || node.textContent.trim()))
            .map((node) => node.outerHTML)"""
    )
    assert nameless == []
