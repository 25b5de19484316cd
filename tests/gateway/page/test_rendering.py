"""Every kind of message stands in its bubble as the bot meant it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser import in_browser
from tests.gateway.page.conftest import OpenPage
from tests.gateway.page.town import STAFF_TOKEN, Town, jpeg, keyboard

pytestmark = in_browser

FORMATTED = (
    "<b>bold</b> <i>italic</i> <u>under</u> <s>gone</s> <tg-spoiler>secret</tg-spoiler> "
    "<code>code</code> <pre>block</pre> <blockquote>quoted</blockquote> "
    '<a href="https://example.org/a">link</a> &lt;img src=x onerror=alert(1)&gt; /help'
)


def bubble(page: Page, message: dict[str, Any]) -> Any:
    return page.locator(f'[data-phone="student"] [data-message-id="{message["message_id"]}"]')


async def test_words_become_elements_and_never_markup(started: Town, open_page: OpenPage) -> None:
    message = await started.say(f"👋 {FORMATTED}", parse_mode="HTML")
    page = await open_page()
    words = bubble(page, message)
    for tag, text in {
        "strong": "bold", "em": "italic", "u": "under", "s": "gone", "pre": "block",
        "blockquote": "quoted", "a": "link", "button.command": "/help",
    }.items():  # fmt: skip
        await expect(words.locator(tag).first).to_have_text(text)
    await expect(words.locator("code").first).to_have_text("code")
    await expect(words.locator("img")).to_have_count(0)
    await expect(words.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()


async def test_a_spoiler_is_hidden_until_pressed(started: Town, open_page: OpenPage) -> None:
    message = await started.say("<tg-spoiler>secret</tg-spoiler>", parse_mode="HTML")
    page = await open_page()
    spoiler = bubble(page, message).locator(".spoiler")
    await expect(spoiler.get_by_text("secret")).to_be_hidden()
    await spoiler.press("Enter")
    await expect(spoiler.get_by_text("secret")).to_be_visible()


async def test_a_photo_keeps_its_place_opens_whole_and_closes_with_escape(
    started: Town, open_page: OpenPage
) -> None:
    message = await started.bot(
        "sendPhoto", chat_id=started.student, photo=jpeg(size=(1200, 600)), caption="第一课"
    )
    page = await open_page()
    photo = bubble(page, message).locator("button.photo")
    box = await photo.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(2, abs=0.05)
    await expect(photo.locator("img")).to_have_attribute("alt", "照片：第一课")
    await photo.click()
    await expect(page.locator("dialog.viewer img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.viewer")).to_have_count(0)
    await expect(photo).to_be_focused()


async def test_an_album_is_one_grid_with_one_caption(started: Town, open_page: OpenPage) -> None:
    media = [{"type": "photo", "media": f"attach://p{n}"} for n in range(3)]
    media[0]["caption"] = "三张照片"
    files: dict[str, Any] = {f"p{n}": jpeg((60 * n, 90, 90)) for n in range(3)}
    sent = await started.bot("sendMediaGroup", chat_id=started.student, media=media, **files)
    page = await open_page()
    phone = page.locator('[data-phone="student"]')
    await expect(phone.locator(".album .photo")).to_have_count(3)
    await expect(phone.get_by_text("三张照片")).to_have_count(1)
    for message in sent:
        await expect(bubble(page, message)).to_have_count(1)


async def test_a_document_names_itself_and_downloads(started: Town, open_page: OpenPage) -> None:
    message = await started.bot("sendDocument", chat_id=started.student, document=jpeg())
    page = await open_page()
    link = bubble(page, message).locator("a.file")
    await expect(link).to_contain_text("document.jpg")
    async with page.expect_download() as download:
        await link.click()
    assert (await download.value).suggested_filename == "document.jpg"


async def test_what_is_protected_offers_no_saving(started: Town, open_page: OpenPage) -> None:
    options: dict[str, Any] = {"chat_id": started.student, "protect_content": True}
    photo = await started.bot("sendPhoto", photo=jpeg(), **options)
    document = await started.bot("sendDocument", document=jpeg(), **options)
    page = await open_page()
    await expect(bubble(page, document).locator("a[download]")).to_have_count(0)
    await expect(bubble(page, photo).get_by_label("受保护：不能保存或转发")).to_be_visible()
    await bubble(page, photo).locator("button.photo").click()
    await expect(page.locator("dialog.viewer img")).to_be_visible()
    await expect(page.locator("dialog.viewer a[download]")).to_have_count(0)
    await page.keyboard.press("Escape")
    await bubble(page, photo).locator(".row-menu").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="回复")).to_be_visible()
    await expect(page.get_by_role("button", name="复制")).to_have_count(0)


async def test_voice_place_and_contact_are_shown(started: Town, open_page: OpenPage) -> None:
    fields = {"user": started.student, "chat": started.bot_id}
    await started.sim("location", {**fields, "latitude": 30.4, "longitude": 112.9})
    await started.sim("contact", {**fields, "phone_number": "+8600", "first_name": "小林"})
    voice = await started.voice(started.student)
    page = await open_page()
    phone = page.locator('[data-phone="student"]')
    await expect(bubble(page, voice).get_by_role("button", name="播放语音消息")).to_be_visible()
    await expect(phone.locator(".place")).to_contain_text("30.40000, 112.90000")
    await expect(phone.locator(".contact")).to_contain_text("+8600")


async def test_a_reply_shows_what_it_answers_and_leads_there(
    started: Town, open_page: OpenPage
) -> None:
    first = await started.say("第一句")
    reply = await started.say("第二句", reply_parameters={"message_id": first["message_id"]})
    page = await open_page()
    quote = bubble(page, reply).locator(".quote")
    await expect(quote).to_contain_text("第一句")
    await quote.click()
    await expect(bubble(page, first)).to_have_class(re.compile("flash"))


async def test_a_group_shows_names_notices_and_its_pinned_message(
    town: Town, open_page: OpenPage
) -> None:
    card = await town.bot("sendMessage", STAFF_TOKEN, chat_id=town.group, text="新线索 K7Q2")
    await town.sim(
        "role", {"chat": town.group, "user": town.staff_bot_id, "role": "administrator"}
    )
    await town.bot(
        "pinChatMessage", STAFF_TOKEN, chat_id=town.group, message_id=card["message_id"]
    )
    page = await open_page()
    phone = page.locator('[data-phone="staff"]')
    await expect(phone.locator(".pinned")).to_contain_text("新线索 K7Q2")
    await expect(phone.locator(".author").first).to_have_text("虎门工作台")
    await expect(phone.locator(".notice-row").filter(has_text="加入了群组").first).to_be_visible()


async def test_quick_replies_are_shown_and_sent(started: Town, open_page: OpenPage) -> None:
    markup = {
        "keyboard": [[{"text": "跳过"}, {"text": "取消"}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
        "input_field_placeholder": "写下地点",
    }
    await started.say("在哪里？", reply_markup=json.dumps(markup))
    page = await open_page()
    phone = page.locator('[data-phone="student"]')
    await expect(phone.locator("[data-composer]")).to_have_attribute("placeholder", "写下地点")
    await phone.get_by_role("button", name="跳过").click()
    await expect(phone.locator(".row.out").last).to_contain_text("跳过")
    await expect(phone.get_by_role("button", name="取消")).to_be_hidden()


async def test_an_edited_card_says_so_and_stays_one(started: Town, open_page: OpenPage) -> None:
    card = await started.say("第一页", reply_markup=keyboard([("下一页", "next")]))
    page = await open_page()
    await expect(bubble(page, card).locator("button[data-button]")).to_have_text("下一页")
    await started.bot(
        "editMessageText", chat_id=started.student, message_id=card["message_id"], text="第二页"
    )
    await expect(bubble(page, card)).to_contain_text("第二页")
    await expect(bubble(page, card)).to_contain_text("已编辑")
    await expect(bubble(page, card).locator("button[data-button]")).to_have_count(0)


async def test_typing_is_shown_in_the_head(started: Town, open_page: OpenPage) -> None:
    page = await open_page()
    await started.bot("sendChatAction", chat_id=started.student, action="typing")
    await expect(page.locator('[data-phone="student"] .subtitle')).to_have_text("正在输入…")
    await started.say("写好了")
    await expect(page.locator('[data-phone="student"] .subtitle')).to_have_text("机器人")
