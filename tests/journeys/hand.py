"""A finger on one phone of the page, for stories that are clicked rather than called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.async_api import FilePayload, Locator, Page, expect

from tests.journeys.scenes import IN_WORDS, MARKED, in_turn, listed_in

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

    async def choose(self, options: Sequence[str], card: str, done: str) -> None:
        """Tap what stands for these options on the card, one after the other."""
        in_words = self.screen.locator("button[data-button]").filter(has_text=IN_WORDS)
        if await in_words.count():
            await in_words.last.click()
            card = await self._changed(card)
        is_marked = MARKED.search(card) is not None
        for option in in_turn(card, options):
            letters = listed_in(card)
            if option not in letters:
                break
            button = self.screen.locator("button[data-button]")
            await button.get_by_text(letters[option], exact=True).last.click()
            card = await self._changed(card)
        if is_marked:
            await self.tap(done)

    async def go_on(self, words: str) -> None:
        """Tap, and wait until the newest bubble says something else."""
        await self.pick_up()
        before = await self.screen.locator(".bubble").last.inner_text()
        await self.tap(words)
        await self._changed(before)

    async def _changed(self, before: str) -> str:
        """Wait until the newest bubble says something else than the text before."""
        newest = self.screen.locator(".bubble").last
        await expect(newest).not_to_have_text(before, use_inner_text=True, timeout=PATIENCE_MS)
        return await newest.inner_text()
