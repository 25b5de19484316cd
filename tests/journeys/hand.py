"""A finger on one phone of the page, for stories that are clicked rather than called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.async_api import FilePayload, Locator, Page, expect

PATIENCE_MS = 15_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Taps, writes and reads on the phone with this id; on a narrow page it turns to it first."""

    page: Page
    phone: str

    @property
    def screen(self) -> Locator:
        return self.page.locator(f'[data-phone="{self.phone}"]')

    async def pick_up(self) -> None:
        """Turn to this phone where the page shows only one at a time."""
        if not await self.screen.is_visible():
            await self.page.locator(f'[data-tab="{self.phone}"]').click()
            await expect(self.screen).to_be_visible(timeout=PATIENCE_MS)

    async def tap(self, words: str) -> None:
        """Tap the newest button that begins with these words, whatever emoji stands before them."""
        await self.pick_up()
        starting_so = re.compile(rf"^\W*{re.escape(words)}")
        await self.screen.locator("button[data-button]").filter(has_text=starting_so).last.click()

    async def say(self, text: str) -> None:
        await self.pick_up()
        await self.screen.locator("textarea[data-composer]").fill(text)
        await self.screen.locator("button[data-send]").click()

    async def send_photo(self, photo: bytes, caption: str) -> None:
        await self.pick_up()
        file: FilePayload = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo}
        await self.screen.locator("[data-attach]").set_input_files([file])
        await self.screen.locator("[data-caption]").fill(caption)
        await self.screen.locator("[data-send-files]").click()

    async def open_chat(self, chat: int) -> None:
        """Go back to the list of chats, if a chat is open, and open this one."""
        await self.pick_up()
        back = self.screen.locator("[data-back]")
        if await back.is_visible():
            await back.click()
        await self.screen.locator(f'[data-chat="{chat}"]').click()

    async def sees(self, text: str) -> str:
        """Wait for a bubble with the text, and return all that the newest such bubble says."""
        await self.pick_up()
        bubble = self.screen.locator(".bubble").filter(has_text=text).last
        await expect(bubble).to_be_visible(timeout=PATIENCE_MS)
        return await bubble.inner_text()

    async def not_sees(self, text: str) -> None:
        await expect(self.screen.locator(".bubble").filter(has_text=text)).to_have_count(
            0, timeout=PATIENCE_MS
        )

    async def choose(self, options: Sequence[str], card: str) -> None:
        """Tap the letters before these options on the card."""
        letters = {text: letter for letter, text in re.findall(r"([A-H])\. (.+)", card)}
        for option in options:
            letter = self.screen.locator("button[data-button]").get_by_text(
                letters[option], exact=True
            )
            await letter.last.click()
