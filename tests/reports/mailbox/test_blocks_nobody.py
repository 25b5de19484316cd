"""Two hundred mailboxes that are slow to open keep no other chat waiting.

Orders are measured, not times: each slow step waits until another chat has its answer, and gives
up after a while, which is then found in the order.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.reports.mailbox import service
from bot.reports.mailbox.service import OpenMailbox
from storage.reports.tips import TipRepository
from storage.vault.receipts import Receipt
from tests.reports.house import House, bot_on, gateway_for, open_house
from tests.reports.tips.test_service import a_request, send_tip
from tests.reports.tipster import Tipster

OPENERS = 200
# As many as there are for mailboxes; asyncio's own are made as few, so that they would be taken.
THREADS = 4
# Longer than any answer takes; only a bot that is blocked waits so long.
PATIENCE = 8.0


class Gate:
    """Holds every opener back until it is opened, and writes down what happened when."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.crowded = asyncio.Event()
        self._waiting = 0
        self._opened = asyncio.Event()
        self._opened_for_threads = threading.Event()
        self._loop = asyncio.get_running_loop()

    def hold(self) -> None:
        """Block the thread that calls, be it the event loop's."""
        self._loop.call_soon_threadsafe(self._arrive)
        self.order.append("passed" if self._opened_for_threads.wait(PATIENCE) else "gave up")
        # Who gave up need not be followed by two hundred who do the same.
        self._opened_for_threads.set()

    async def hold_task(self) -> None:
        self._arrive()
        await self._opened.wait()
        self.order.append("passed")

    def _arrive(self) -> None:
        self._waiting += 1
        if self._waiting >= THREADS:
            self.crowded.set()

    def open(self) -> None:
        self.order.append("another chat was answered")
        self._opened.set()
        self._opened_for_threads.set()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened, gateway_for(opened):
        yield opened


def slow_derivation(gate: Gate, patch: pytest.MonkeyPatch) -> None:
    keys = Receipt.keys

    def slow(self: Receipt) -> Any:
        gate.hold()
        return keys(self)

    patch.setattr(Receipt, "keys", slow)


def slow_look_up(gate: Gate, patch: pytest.MonkeyPatch) -> None:
    find = TipRepository.find_by_lookup

    async def slow(self: TipRepository, lookup: bytes) -> Any:
        await gate.hold_task()
        return await find(self, lookup)

    patch.setattr(TipRepository, "find_by_lookup", slow)


def slow_opening(gate: Gate, patch: pytest.MonkeyPatch) -> None:
    read = service.intact_rows

    def slow(*args: Any) -> Any:
        gate.hold()
        return read(*args)

    patch.setattr(service, "intact_rows", slow)


@pytest.mark.parametrize("slow_step", [slow_derivation, slow_look_up, slow_opening])
async def test_two_hundred_mailboxes_that_open_slowly_block_no_other_chat(
    house: House, monkeypatch: pytest.MonkeyPatch, slow_step: Any
) -> None:
    request, gate = a_request(), Gate()
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    await send_tip(house)(request)
    async with bot_on(house) as public:
        opening: OpenMailbox = public.workflow["mailbox_desk"].open_mailbox
        stranger = await Tipster.create(house)
        with monkeypatch.context() as patch:
            slow_step(gate, patch)
            opened = [asyncio.create_task(opening(request.receipt)) for _ in range(OPENERS)]
            await gate.crowded.wait()
            await stranger.open_form()
            await stranger.tap("not_now")
            gate.open()
            found = await asyncio.gather(*opened)
    answered, *later = gate.order
    assert answered == "another chat was answered"
    assert set(later) == {"passed"}
    assert len(later) >= OPENERS
    assert all(mailbox is not None and mailbox.is_intact for mailbox in found)
