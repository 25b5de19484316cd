"""Five hundred reports an hour, with the cards that they bring and officers who take them."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from bot.app.janitor import Janitor
from bot.chat.delivery.outbox import OutboxItem
from bot.chat.delivery.pace import Pace
from bot.reports.staff.service import CARD
from bot.reports.triage.board.keeping import BOARD_SECONDS
from storage.reports.kinds import TipStatus, Urgency, cut_to_hour
from tests.reports.admin_chat import AdminChat
from tests.reports.tables import TOWN

SECONDS_BETWEEN = 3600 / 500


@dataclass
class Rush:
    """Tips keep coming for so many seconds; everything else runs as in the application.

    Then it waits, no longer than `drain` seconds, until the board says what is so.
    """

    admin_chat: AdminChat
    seconds: float
    drain: float
    source: random.Random = field(default_factory=lambda: random.Random(4))

    async def play(self) -> None:
        worker = self.admin_chat.worker(card=self._send_card)
        boards = Janitor(self.admin_chat.side.boards, every=BOARD_SECONDS)
        async with asyncio.TaskGroup() as group:
            group.create_task(worker.run())
            group.create_task(boards.run())
            await self._tips_come()
            # The pace may hold back what the last minutes brought.
            await self._all_is_shown()
            worker.stop()
            boards.stop()

    async def _all_is_shown(self) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + self.drain
        while loop.time() < ends:
            await asyncio.sleep(BOARD_SECONDS)
            async with self.admin_chat.tables.work() as work:
                tips = await work.tips.list_by_status(TOWN, list(TipStatus), limit=10_000)
            lines = await board_as_it_should_be(self.admin_chat)
            is_shown = any(
                all(line in board for line in lines) for board in all_boards(self.admin_chat)
            )
            if is_shown and all(tip.card_message_id for tip in tips):
                return

    async def _tips_come(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        for count in range(1, round(self.seconds / SECONDS_BETWEEN) + 1):
            await self._tip_comes()
            await asyncio.sleep(max(0.0, began + count * SECONDS_BETWEEN - loop.time()))

    async def _tip_comes(self) -> None:
        urgent = self.source.random() < 0.1
        tip_id = await self.admin_chat.tables.add_tip(
            urgency=Urgency.URGENT if urgent else Urgency.ROUTINE
        )
        async with self.admin_chat.tables.work() as work:
            due_at = cut_to_hour(self.admin_chat.tables.clock())
            work.outbox.add(CARD, TOWN.encode(), {"tip": tip_id}, due_at)
            await work.commit()

    async def _send_card(self, item: OutboxItem) -> None:
        """Post the card, and let every other one be taken, which edits it."""
        tip_id = item.payload["tip"]
        sent = await self.admin_chat.chats.send(TOWN, "一张卡片", tip_id=tip_id)
        is_taken = self.source.random() < 0.5
        async with self.admin_chat.tables.work() as work:
            tip = await work.tips.get_for_update(tip_id)
            tip.card_message_id = sent.message_id
            if is_taken:
                tip.holder_id, tip.status = self.admin_chat.tables.people["Li"], TipStatus.TAKEN
            await work.commit()
        if is_taken:
            await self.admin_chat.chats.edit(TOWN, sent.message_id, "一张卡片，已有人接手")


class NotedPace(Pace):
    """Notes when it lets something for a group pass, by the loop's own clock.

    Where requests arrive, two hundredths of a second more on the way are most of a second on a
    loop that runs forty times too fast.
    """

    passed: ClassVar[list[float]] = []

    def _book(self, chat: int) -> None:
        super()._book(chat)
        if chat < 0:
            self.passed.append(asyncio.get_running_loop().time())


def edits_seen(admin_chat: AdminChat) -> list[float]:
    """Return when the gateway edited a message of the group."""
    records = admin_chat.world.requests.select(None, "editMessageText")
    return [record.at for record in records if record.ok]


def most_in_a_minute(times: Iterable[float]) -> int:
    """Return how many of the moments the fullest minute holds."""
    within: deque[float] = deque()
    fullest = 0
    for at in sorted(times):
        within.append(at)
        while within[0] <= at - 60:
            within.popleft()
        fullest = max(fullest, len(within))
    return fullest


async def board_as_it_should_be(admin_chat: AdminChat) -> list[str]:
    """Return the lines that the board owes to the database."""
    async with admin_chat.tables.work() as work:
        tips = await work.tips.list_by_status(TOWN, list(TipStatus), limit=10_000)
    counts = Counter(tip.status for tip in tips)
    urgent = sum(tip.urgency is Urgency.URGENT for tip in tips)
    return [
        f"未办结：{len(tips)} 条\n",
        f"待接手：{counts[TipStatus.NEW]}\n",
        f"已接手：{counts[TipStatus.TAKEN]}\n",
        f"🔴 紧急：{urgent}\n",
    ]


def all_boards(admin_chat: AdminChat) -> list[str]:
    """Return every board that stands in the group, however much was written below it."""
    messages = (m for m in admin_chat.chat.messages.values() if not m.is_service)
    return [str(m.content["text"]) for m in messages if "📌" in str(m.content.get("text"))]
