"""Upkeep runs at the start and at the stop ends; one chore that fails does not stop the others."""

from __future__ import annotations

import asyncio

from bot.app.janitor import Janitor


class Chore:
    """Counts how often it is done, and fails if told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.done = 0
        self._error = error
        self.first = asyncio.Event()

    async def __call__(self) -> None:
        self.done += 1
        self.first.set()
        if self._error is not None:
            raise self._error


async def test_every_chore_is_done_at_the_start_whatever_the_others_do() -> None:
    broken, sound = Chore(OSError("x")), Chore()
    janitor = Janitor(broken)
    janitor.add(sound)
    task = asyncio.create_task(janitor.run())
    await asyncio.wait_for(sound.first.wait(), 5)
    janitor.stop()
    await asyncio.wait_for(task, 5)
    assert (broken.done, sound.done) == (1, 1)


async def test_chores_are_done_again_after_their_time() -> None:
    chore = Chore()
    janitor = Janitor(chore, every=0.01)
    task = asyncio.create_task(janitor.run())
    async with asyncio.timeout(5):
        while chore.done < 3:  # noqa: ASYNC110 - counted, not signalled
            await asyncio.sleep(0.01)
    janitor.stop()
    await asyncio.wait_for(task, 5)
