"""Somebody who writes a few words on every screen that they come to, and looks at the answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from tests.lessons import next_move
from tests.phone import JSON, inline_buttons, words_of
from tests.player import Player
from tests.whole_app import WholeApp

NUMBERS = ("110", "12355", "12356")
LIMIT = 30.0
STEPS_OF_A_LESSON = 60


@dataclass(kw_only=True)
class Walker:
    """Goes by what buttons do, not by what they say, so one way serves every language."""

    app: WholeApp
    player: Player
    chat: int
    words: str
    # On which screens no answer had a number, and how many were written on.
    silent: list[str] = field(default_factory=list)
    screens: int = 0

    async def go(self, *steps: str) -> None:
        """Type what begins with a slash, tap all else, and write on each screen."""
        for step in steps:
            await self.step(step)
            await self.write(step)

    async def step(self, *steps: str, chat: int | None = None) -> None:
        """Go on without a word; elsewhere than in the walker's own chat where one is named."""
        place = self.chat if chat is None else chat
        for step in steps:
            if step.startswith("/"):
                await self.player.send(place, step)
            else:
                card, data = await self.find(step, place)
                await self.player.tap_data(data, card, chat=place)
            await self.quiet()

    async def write(self, screen: str) -> None:
        """Write on the screen, and note it where no answer says whom to call."""
        if not self.words:
            return
        self.screens += 1
        before = {each["message_id"]: words_of(each) for each in await self.messages()}
        await self.type(self.words)
        answers = [
            words_of(each)
            for each in await self.messages()
            if not each["out"] and before.get(each["message_id"]) != words_of(each)
        ]
        if not any(number in each for each in answers for number in NUMBERS):
            self.silent.append(f"{screen}: {answers}")

    async def type(self, words: str) -> None:
        """Write what the screen asks for."""
        await self.player.send(self.chat, words)
        await self.quiet()

    async def take_lesson(self) -> None:
        """Go through a lesson; write once on each kind of screen in it."""
        kinds: set[frozenset[str]] = set()
        for _step in range(STEPS_OF_A_LESSON):
            card = next(each for each in reversed(await self.messages()) if _offers(each))
            kind = frozenset(data.partition(":")[0] for data in data_on(card)) | _form_of(card)
            if kind not in kinds:
                kinds.add(kind)
                await self.write(f"lesson {sorted(kind)}")
            move = next_move(card)
            if move is None:
                return
            await self.player.tap_data(move, card, chat=self.chat)
            await self.quiet()
        raise AssertionError("the lesson has no end")

    async def clear(self) -> None:
        """Leave nothing on the screen that whoever plays next might take for theirs."""
        await self.player.delete(*await self.messages(), chat=self.chat)

    async def messages(self) -> list[JSON]:
        return await self.player.messages(self.chat)

    async def quiet(self) -> None:
        """Wait until the bot has dealt with all that people did."""
        queue = self.app.world.bots[self.chat].updates
        async with asyncio.timeout(LIMIT):
            while queue.pending_count:  # noqa: ASYNC110 - the gateway tells nobody of it
                await asyncio.sleep(0.01)

    async def find(self, step: str, chat: int | None = None) -> tuple[JSON, str]:
        """Return the newest button whose data begins so, behind the form's own mark or not."""
        place = self.chat if chat is None else chat

        def find(view: JSON) -> tuple[JSON, str] | None:
            for card in reversed(view["messages"]):
                for data in data_on(card):
                    if data.startswith(step) or data.partition("\x1d")[2].startswith(step):
                        return card, data
            return None

        found = await self.player._until(place, find, LIMIT)
        if found is None:
            raise AssertionError(f"no {step!r} in\n{await self.player.transcript(place)}")
        return found


def data_on(card: JSON) -> list[str]:
    return [str(each.get("callback_data", "")) for each in inline_buttons(card)]


def _offers(card: JSON) -> bool:
    """Tell a screen of the lesson, or its end, from the answer to what was written on one."""
    return any(not data.startswith(("open:", "wipe:")) for data in data_on(card))


def _form_of(card: JSON) -> frozenset[str]:
    return frozenset(("picture",) if "photo" in card else ("text",))
