"""Topics on a phone of 390 pixels, and a group that becomes another chat while it is open."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser import in_browser
from tests.gateway.page.conftest import OpenPage
from tests.gateway.page.town import STAFF_TOKEN, Town

pytestmark = in_browser

PHONE = (390, 844)


async def forum(town: Town) -> list[int]:
    """Make the group a forum with two topics, each with a card; return their ids."""
    where = {"user": town.officer, "chat": town.group}
    await town.sim("forum", {**where, "is_forum": True})
    role = {"chat": town.group, "user": town.staff_bot_id, "role": "administrator"}
    await town.sim("role", role)
    threads = []
    for name in ("K7-3M · 涉毒交易", "P2-9Q · 容留他人吸毒的场所，名字很长很长很长"):
        made = await town.bot("createForumTopic", STAFF_TOKEN, chat_id=town.group, name=name)
        threads.append(int(made["message_thread_id"]))
        card = {"chat_id": town.group, "message_thread_id": threads[-1]}
        await town.bot("sendMessage", STAFF_TOKEN, text=f"卡片 {name[:5]}", **card)
    await town.bot("sendMessage", STAFF_TOKEN, chat_id=town.group, text="看板")
    return threads


async def test_a_topic_is_chosen_read_and_written_in_on_a_phone(
    town: Town, open_page: OpenPage
) -> None:
    first, second = await forum(town)
    page = await open_page(PHONE)
    await page.locator('[data-tab="staff"]').click()
    phone = page.locator('[data-phone="staff"]')
    await expect(phone.locator("[data-topic]")).to_have_count(4)
    await expect(phone.locator(".log")).to_contain_text("卡片 P2-9Q")
    await phone.locator(f'[data-topic="{first}"]').click()
    await expect(phone.locator(".log")).to_contain_text("卡片 K7-3M")
    await expect(phone.locator(".log")).not_to_contain_text("卡片 P2-9Q")
    await expect(phone.locator(".log")).not_to_contain_text("看板")
    await phone.locator("textarea").first.fill("我去看看")
    await phone.locator("textarea").first.press("Enter")
    await expect(phone.locator(".log")).to_contain_text("我去看看")
    updates = await town.updates(STAFF_TOKEN)
    assert updates[-1]["message"]["message_thread_id"] == first
    await phone.locator('[data-topic="0"]').click()
    await expect(phone.locator(".log")).to_contain_text("看板")
    await expect(phone.locator(".log")).not_to_contain_text("我去看看")
    box = await phone.locator(f'[data-topic="{second}"]').bounding_box()
    assert box is not None
    assert box["height"] >= 40
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


async def test_a_closed_topic_is_marked_and_a_deleted_one_goes(
    town: Town, open_page: OpenPage
) -> None:
    first, second = await forum(town)
    page = await open_page(PHONE)
    await page.locator('[data-tab="staff"]').click()
    phone = page.locator('[data-phone="staff"]')
    await phone.locator(f'[data-topic="{second}"]').click()
    where = {"chat_id": town.group, "message_thread_id": first}
    await town.bot("closeForumTopic", STAFF_TOKEN, **where)
    await expect(phone.locator(f'[data-topic="{first}"]')).to_contain_text("已关闭")
    body = {"user": town.officer, "chat": town.group, "topic": second}
    await town.sim("topic/delete", body)
    await expect(phone.locator(f'[data-topic="{second}"]')).to_have_count(0)
    await expect(phone.locator('[data-topic="all"]')).to_have_attribute("aria-pressed", "true")
    await expect(phone.locator(".log")).to_contain_text("看板")


async def test_an_open_group_is_followed_when_it_becomes_a_supergroup(
    town: Town, open_page: OpenPage
) -> None:
    body = {"title": "小组", "owner": town.officer, "members": [town.staff_bot_id]}
    small = (await town.sim("groups", {**body, "type": "group"}))["id"]
    page = await open_page()
    phone = page.locator('[data-phone="staff"]')
    await phone.locator("[data-back]").click()
    await phone.locator(f'[data-chat="{small}"]').click()
    made = await town.sim("upgrade", {"user": town.officer, "chat": small})
    await town.bot("sendMessage", STAFF_TOKEN, chat_id=made["id"], text="到新群了")
    await expect(phone.locator(".log")).to_contain_text("到新群了")
    await expect(phone.locator(".title")).to_have_text("小组")
