"""Polling confirms an update only after its effect, and loses none when it stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramUnauthorizedError

from bot.chat.source import polling as polling_module
from bot.chat.source.intake import UpdateIntake
from bot.chat.source.polling import Polling
from bot.gateway.server import serve
from bot.gateway.world.faults import Fault
from bot.gateway.world.updates import UpdateQueue
from bot.gateway.world.world import World
from tests.chat.conftest import Log
from tests.chat.source.conftest import Desk
from tests.player import Player

TOKEN = "42:" + "t" * 35


@pytest.fixture
def world() -> World:
    world = World()
    world.add_bot(TOKEN, "humen_bot", "Humen")
    return world


@pytest.fixture
def queue(world: World) -> UpdateQueue:
    return world.bots[42].updates


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    async with serve(world) as address:
        yield address


@pytest.fixture
async def mei(url: str) -> Player:
    return await Player.create(url, "小梅")


@pytest.fixture
async def lao_wang(url: str) -> Player:
    return await Player.create(url, "老王")


@pytest.fixture
async def polled(url: str, dispatcher: Dispatcher, desk: Desk) -> AsyncIterator[UpdateIntake]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with Bot(TOKEN, session=session).context() as bot:
        yield UpdateIntake(bot, dispatcher, desk)


@asynccontextmanager
async def running(intake: UpdateIntake) -> AsyncIterator[Polling]:
    """Poll until the block ends, then stop and see that the stop comes to an end."""
    polling = Polling(intake, ["message", "callback_query"])
    task = asyncio.create_task(polling.run())
    try:
        yield polling
    finally:
        polling.stop()
        await asyncio.wait_for(task, 10)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what is waited for is in another party's hands
            await asyncio.sleep(0.01)


async def test_messages_are_heard_in_order_and_confirmed(
    polled: UpdateIntake, desk: Desk, queue: UpdateQueue, mei: Player
) -> None:
    async with running(polled):
        for words in ("一", "二", "三"):
            await mei.send("humen_bot", words)
        await until(lambda: desk.heard == ["一", "二", "三"])
        await until(lambda: queue.pending_count == 0)


async def test_an_update_is_not_confirmed_while_it_is_at_work(
    polled: UpdateIntake, desk: Desk, queue: UpdateQueue, mei: Player, lao_wang: Player
) -> None:
    gate = desk.hold("慢")
    async with running(polled):
        await mei.send("humen_bot", "慢")
        await lao_wang.send("humen_bot", "快")
        # The quick chat is served past the slow one, yet the offset waits at the slow one.
        await until(lambda: desk.heard == ["快"])
        await asyncio.sleep(0.5)
        assert queue.pending_count == 2
        gate.set()
        await until(lambda: queue.pending_count == 0)
    assert desk.heard == ["快", "慢"]


async def test_waiting_for_a_slow_chat_does_not_hammer_telegram(
    polled: UpdateIntake, desk: Desk, world: World, mei: Player, lao_wang: Player
) -> None:
    gate = desk.hold("慢")
    async with running(polled):
        await mei.send("humen_bot", "慢")
        await lao_wang.send("humen_bot", "快")
        await until(lambda: desk.heard == ["快"])
        before = polls(world)
        await asyncio.sleep(1)
        assert polls(world) - before <= 6
        gate.set()


async def test_what_is_done_quickly_costs_one_poll_each(
    polled: UpdateIntake, desk: Desk, world: World, mei: Player
) -> None:
    async with running(polled):
        for number in range(10):
            await mei.send("humen_bot", str(number))
            await until(lambda number=number: len(desk.heard) == number + 1)  # type: ignore[misc]
        assert polls(world) <= 13


async def test_a_webhook_that_is_set_later_is_left_to_whoever_set_it(
    polled: UpdateIntake, desk: Desk, mei: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling_module, "CONFLICT_SECONDS", 0.05)
    async with running(polled):
        await mei.send("humen_bot", "你好")
        await until(lambda: desk.heard == ["你好"])
        await polled.bot.set_webhook("http://127.0.0.1:1/nobody")
        await mei.send("humen_bot", "再见")
        await asyncio.sleep(0.5)
        assert (await polled.bot.get_webhook_info()).url
        assert desk.heard == ["你好"]


def polls(world: World) -> int:
    return len(world.requests.select(method="getUpdates"))


async def test_a_malformed_update_between_good_ones_is_passed_over(
    polled: UpdateIntake, desk: Desk, queue: UpdateQueue, mei: Player, log: Log
) -> None:
    await mei.send("humen_bot", "前")
    queue.add("message", {"text": "畸形的内容"}, "1")
    queue.add("a_kind_of_2031", {"text": "畸形的内容"}, "1")
    await mei.send("humen_bot", "后")
    async with running(polled):
        await until(lambda: desk.heard == ["前", "后"])
        await until(lambda: queue.pending_count == 0)
    assert polled.counters.malformed == 2
    assert "畸形" not in log()


async def test_a_stop_drains_what_is_at_work_and_confirms_it(
    polled: UpdateIntake, desk: Desk, queue: UpdateQueue, mei: Player
) -> None:
    gate = desk.hold("慢")
    polling = Polling(polled, [])
    task = asyncio.create_task(polling.run())
    await mei.send("humen_bot", "慢")
    await until(lambda: queue.pending_count == 1 and bool(desk.gates))
    await asyncio.sleep(0.1)
    polling.stop()
    await asyncio.sleep(0.3)
    assert not task.done()
    gate.set()
    await asyncio.wait_for(task, 10)
    assert desk.heard == ["慢"]
    assert queue.pending_count == 0


async def test_a_stop_does_not_wait_for_the_long_poll(polled: UpdateIntake) -> None:
    polling = Polling(polled, [])
    task = asyncio.create_task(polling.run())
    await asyncio.sleep(0.2)
    polling.stop()
    await asyncio.wait_for(task, 5)


async def test_an_update_delivered_five_times_is_heard_once(
    polled: UpdateIntake, desk: Desk, queue: UpdateQueue, world: World, mei: Player
) -> None:
    world.faults.order(Fault(kind="duplicate", copies=5))
    async with running(polled):
        await mei.send("humen_bot", "一次")
        await until(lambda: desk.heard == ["一次"])
        await mei.send("humen_bot", "然后")
        await until(lambda: desk.heard[-1] == "然后")
        await until(lambda: queue.pending_count == 0)
    assert desk.heard == ["一次", "然后"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(kind="5xx", method="getUpdates", times=1),
        Fault(kind="429", method="getUpdates", times=1, retry_after=1),
        Fault(kind="drop", method="getUpdates", times=1),
        Fault(kind="drop", method="getUpdates", times=1, executed=True),
    ],
    ids=["5xx", "429", "drop", "drop-executed"],
)
async def test_a_fault_on_the_way_is_survived(
    polled: UpdateIntake, desk: Desk, world: World, mei: Player, fault: Fault
) -> None:
    world.faults.order(fault)
    async with running(polled):
        await mei.send("humen_bot", "你好")
        await until(lambda: desk.heard == ["你好"])


async def test_a_second_poller_and_a_forgotten_webhook_are_survived(
    polled: UpdateIntake, desk: Desk, mei: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling_module, "CONFLICT_SECONDS", 0.05)
    await polled.bot.set_webhook("http://127.0.0.1:1/nobody")
    async with running(polled):
        await asyncio.sleep(0.2)
        await mei.send("humen_bot", "你好")
        await until(lambda: desk.heard == ["你好"])


async def test_a_token_that_telegram_does_not_know_ends_the_polling(
    url: str, dispatcher: Dispatcher, desk: Desk
) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with Bot("43:" + "x" * 35, session=session).context() as bot:
        polling = Polling(UpdateIntake(bot, dispatcher, desk), [])
        with pytest.raises(TelegramUnauthorizedError):
            await asyncio.wait_for(polling.run(), 10)
