"""What a user can send from a phone, and the chats they move between."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, Route, expect

from tests.browser import in_browser
from tests.gateway.page.conftest import OpenPage
from tests.gateway.page.town import STAFF_TOKEN, Town, jpeg

pytestmark = in_browser

CITIZEN = '[data-phone="citizen"]'


def picture(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": jpeg()}


async def test_photos_are_looked_at_captioned_and_sent_as_an_album(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page()
    phone = page.locator(CITIZEN)
    files = [picture("a.jpg"), picture("b.jpg"), picture("c.jpg")]
    await phone.locator("[data-attach]").set_input_files(files)
    await phone.get_by_role("button", name="移除 c.jpg").click()
    await phone.locator("[data-caption]").fill("东门桥头")
    await phone.locator("[data-send-files]").click()
    await expect(phone.locator(".album .photo")).to_have_count(2)
    await expect(phone.locator(".row.out").last).to_contain_text("东门桥头")
    updates = [each["message"] for each in await started.updates() if "photo" in each["message"]]
    assert [each.get("caption") for each in updates] == ["东门桥头", None]
    assert len({each["media_group_id"] for each in updates}) == 1


async def test_a_file_is_sent_as_a_document(started: Town, open_page: OpenPage) -> None:
    page = await open_page()
    phone = page.locator(CITIZEN)
    note: FilePayload = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"hello"}
    await phone.locator("[data-attach]").set_input_files([note])
    await page.keyboard.press("Enter")
    await expect(phone.locator(".row.out .file")).to_contain_text("note.txt")


async def test_a_bot_is_blocked_and_unblocked(started: Town, open_page: OpenPage) -> None:
    page = await open_page()
    phone = page.locator(CITIZEN)
    await phone.get_by_role("button", name="聊天菜单").click()
    await phone.get_by_role("button", name="拉黑这个机器人").click()
    await phone.get_by_role("button", name="拉黑", exact=True).click()
    await expect(phone.locator(".subtitle")).to_have_text("已拉黑")
    await expect(phone.locator("[data-composer]")).to_be_hidden()
    await phone.locator("[data-unblock]").click()
    await expect(phone.locator("[data-composer]")).to_be_visible()


async def test_a_refused_message_says_why_and_is_not_lost(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page(is_flaky=True)
    phone = page.locator(CITIZEN)
    await page.route("**/sim/send", lambda route: route.abort())
    complaints = page.locator("#live")
    await phone.locator("[data-composer]").fill("很重要的话")
    await phone.locator("[data-send]").click()
    await expect(complaints).to_contain_text("没有发出。连不上服务器。")
    await expect(phone.locator("[data-composer]")).to_have_value("很重要的话")


async def test_what_is_not_sent_in_time_comes_back_before_what_was_written_meanwhile(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page()
    phone = page.locator(CITIZEN)
    await page.clock.install()
    stuck: list[Route] = []
    await page.route("**/sim/send", lambda route: stuck.append(route))  # noqa: PLW0108 - it wants a function
    composer = phone.locator("[data-composer]")
    await composer.fill("第一句")
    await phone.locator("[data-send]").click()
    await expect(composer).to_have_value("")
    await page.clock.fast_forward(2_000)
    await expect(phone.locator(".toast")).to_have_text("还在发送……")
    await composer.fill("第二句")
    await page.clock.fast_forward(9_000)
    await expect(phone.locator(".toast")).to_have_text("没有发出。服务器没有回应。")
    await expect(composer).to_have_value("第一句\n第二句")
    assert len(stuck) == 1


async def test_a_photo_that_could_not_be_sent_is_offered_again_with_its_caption(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page(is_flaky=True)
    phone = page.locator(CITIZEN)
    await page.route("**/sim/photo", lambda route: route.abort(), times=1)
    await phone.locator("[data-attach]").set_input_files([picture("a.jpg")])
    await phone.locator("[data-caption]").fill("东门桥头")
    await phone.locator("[data-send-files]").click()
    await expect(phone.locator(".toast")).to_have_text("没有发出。连不上服务器。")
    await expect(phone.locator("[data-caption]")).to_have_value("东门桥头")
    await phone.locator("[data-send-files]").click()
    await expect(phone.locator(".row.out").last).to_contain_text("东门桥头")


async def test_a_second_tab_works_beside_the_first(started: Town, open_page: OpenPage) -> None:
    first = await open_page()
    second = await first.context.new_page()
    for page in (first, second):
        await page.goto(f"{started.url}/?lang=zh_Hans")
    for number, page in enumerate((second, first)):
        phone = page.locator(CITIZEN)
        await phone.locator("[data-composer]").fill(f"第 {number} 句")
        await phone.locator("[data-send]").click()
    for page in (first, second):
        for number in range(2):
            await expect(page.locator(CITIZEN).get_by_text(f"第 {number} 句")).to_be_visible()


async def test_chats_are_listed_with_previews_and_unread_marks(
    town: Town, open_page: OpenPage
) -> None:
    await town.write(town.officer, "/start", town.staff_bot_id)
    page = await open_page()
    phone = page.locator('[data-phone="staff"]')
    await town.bot("sendMessage", STAFF_TOKEN, chat_id=town.officer, text="私下的内容")
    await expect(phone.locator("[data-back] .badge")).to_have_text("1")
    await phone.locator("[data-back]").click()
    entry = phone.locator(f'[data-chat="{town.staff_bot_id}"]')
    await expect(entry).to_contain_text("私下的内容")
    await expect(entry.locator(".badge")).to_have_text("1")
    await entry.click()
    await expect(phone.locator(".unread-line")).to_be_visible()
    await phone.locator("[data-back]").click()
    await expect(entry.locator(".badge")).to_have_count(0)


async def test_a_link_to_a_bot_never_started_opens_its_chat_and_starts_it(
    town: Town, open_page: OpenPage
) -> None:
    link = {"text": "在私聊中阅读", "url": "https://t.me/humen_staff_bot?start=read_7"}
    markup = {"inline_keyboard": [[link]]}
    await town.bot("sendMessage", STAFF_TOKEN, chat_id=town.group, text="卡", reply_markup=markup)
    page = await open_page()
    phone = page.locator('[data-phone="staff"]')
    await phone.get_by_role("button", name="在私聊中阅读").click()
    await expect(phone.locator(".title")).to_have_text("虎门工作台")
    await expect(phone.locator(".row.out").last).to_contain_text("/start read_7")


async def test_a_link_out_asks_first_and_a_copy_button_copies(
    started: Town, open_page: OpenPage
) -> None:
    keys = [
        {"text": "官网", "url": "https://example.org/help"},
        {"text": "复制", "copy_text": {"text": "十二个字"}},
    ]
    await started.say("看这里", reply_markup={"inline_keyboard": [keys]})
    page = await open_page()
    phone = page.locator('[data-phone="student"]')
    await phone.get_by_role("button", name="官网").click()
    await expect(phone.get_by_role("dialog")).to_contain_text("https://example.org/help")
    await page.keyboard.press("Escape")
    await phone.locator("button[data-button]").filter(has_text="复制").click()
    await expect(phone.locator(".toast")).to_have_text("已复制")
    assert await page.evaluate("navigator.clipboard.readText()") == "十二个字"


@pytest.mark.parametrize("way", ["drop", "paste"])
async def test_a_picture_is_dropped_or_pasted(
    way: str, started: Town, open_page: OpenPage
) -> None:
    page = await open_page()
    phone = page.locator(CITIZEN)
    await phone.locator("[data-composer]").evaluate(
        """(node, [way, bytes]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "p.jpg", { type: "image/jpeg" }));
            const options = { bubbles: true, cancelable: true };
            node.dispatchEvent(way === "drop"
                ? new DragEvent("drop", { ...options, dataTransfer: data })
                : new ClipboardEvent("paste", { ...options, clipboardData: data }));
        }""",
        [way, list(jpeg(size=(60, 40)))],
    )
    await phone.locator("[data-send-files]").click()
    await expect(phone.locator(".row.out .photo img")).to_have_js_property("naturalWidth", 60)


async def test_a_right_click_opens_the_menu_of_a_message(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page()
    phone = page.locator(CITIZEN)
    await phone.locator(".row.out .bubble").click(button="right")
    await expect(phone.get_by_role("button", name="删除")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(phone.get_by_role("dialog")).to_have_count(0)


async def test_an_address_of_a_strange_kind_leads_nowhere(
    started: Town, open_page: OpenPage
) -> None:
    page = await open_page()
    found = await page.evaluate(
        """async () => {
            const { safeAddress } = await import("/page/js/links.js");
            return ["javascript:alert(1)", "data:text/html,x", "a.cn/b", "a.cn:80/b", "tel:110"].map(safeAddress);
        }"""
    )
    assert found == [None, None, "https://a.cn/b", "https://a.cn:80/b", "tel:110"]
