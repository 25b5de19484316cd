"""Thirty shifts in three units: people work, processes die, and the clock must keep its word."""

from __future__ import annotations

import heapq
import itertools
import random
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from aiogram import Bot
from aiogram.methods import GetChat, SendMessage, TelegramMethod
from sqlalchemy import URL

from bot.chat.delivery.outbox import LEASE, OutboxWorker
from bot.chat.i18n import Catalogues
from bot.reports.mailbox.service import AddWordsRequest, create_nonce
from bot.reports.staff.places import FindPlace, KeepTopic
from bot.reports.staff.rules import Role
from bot.reports.staff.service import FollowChat, NoteReach, Post
from bot.reports.staff.topics import AdminChats
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTipRequest
from bot.reports.triage.clock.notices import ClockNotices, FindReminding
from bot.reports.triage.clock.reminding import REMINDER
from bot.reports.triage.rules import Outcome
from bot.reports.triage.service import Written
from storage.reports.kinds import Urgency
from storage.reports.outbox_store import ReportsOutboxStore
from storage.vault.receipts import Receipt
from tests.chat.recording import RecordingSession, create_recording_bot
from tests.drills.shift_expectation import Expectation, Message, WholeApp
from tests.drills.watch_ledger import Ledger
from tests.drills.watch_oracle import BEIJING
from tests.drills.watch_works import CHATS, CITY, PROVINCE, REGIONS, TOWN, WatchWorks, Yard

START = datetime(2026, 9, 24, 8, tzinfo=BEIJING)
SHIFT = timedelta(hours=12)
# How long after the last shift the clock is followed, until everything has been said.
EPILOGUE = timedelta(days=12)
CHORE_EVERY = timedelta(seconds=20)
NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
TERMS = {"有人接手": "acknowledgement", "首次阅读": "reading", "首次回复": "answer"}
STEPS = {"要在": "before", "请您督办": "supervisor", "”的线索": "above"}


class ProcessKilledError(BaseException):
    """The process died here."""


class AllSenders(dict[str, Any]):
    """Sends reminders, and drops everything else that waits in the outbox."""

    def __missing__(self, kind: str) -> Callable[[Any], Awaitable[None]]:
        return _drop


class Wire(RecordingSession):
    """Notes what goes out and when, and dies when it is told to."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.now, self.is_cut = now, False
        self.heard: list[Message] = []

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], *_: Any, **__: Any) -> Any:
        del bot
        if self.is_cut:
            raise ProcessKilledError
        if isinstance(method, GetChat):
            return SimpleNamespace(is_forum=False)
        if isinstance(method, SendMessage):
            self.heard.append(_read(self.now(), int(method.chat_id), method.text))
        return SimpleNamespace(message_id=1, chat=SimpleNamespace(id=0))


def _read(at: datetime, chat: int, text: str) -> Message:
    number = NUMBER.search(text)
    assert number is not None, text
    term = next((name for label, name in TERMS.items() if label in text), "transfer")
    step = next((name for words, name in STEPS.items() if words in text), "due")
    return Message(at, chat, number[0], term, "before" if term == "transfer" else step)


@dataclass
class Shifts:
    """The exercise on one database."""

    yard: Yard
    url: URL
    seed: int
    shifts: int = 30
    tips: int = 400
    restarts: int = 3
    counts: Counter[str] = field(default_factory=Counter)

    async def play(self) -> None:
        self.random, self.order = random.Random(self.seed), itertools.count()
        self.clock = self.yard.house.clock
        self.clock.now, self.heap = START, list[tuple[datetime, int, Callable[[], Any]]]()
        bot, _ = create_recording_bot()
        self.wire = Wire(self.clock)
        bot.session, self.bot = self.wire, bot
        self._begin()
        await self._hire()
        self._draw_up()
        await self._run(START + SHIFT * self.shifts + EPILOGUE)
        await self.works.stop()

    # The processes.

    def _begin(self) -> None:
        self.works = WatchWorks.start(self.yard, self.url)
        self.desk, self.keep = self.works.desk(), self.works.keep_clock()
        tools = {"unit_of_work": self.works.house.work, "clock": self.clock}
        chats = AdminChats(
            bot=self.bot,
            library=self.works.house.library,
            find_place=FindPlace(**tools),
            keep_topic=KeepTopic(**tools),
            follow=FollowChat(**tools),
            note_reach=NoteReach(**tools),
        )
        notices = ClockNotices(
            bot=self.bot,
            chats=chats,
            i18n=Catalogues(),
            library=self.works.house.library,
            zone=BEIJING,
            find=FindReminding(unit_of_work=self.works.house.work),
        )
        store = ReportsOutboxStore(self.works.house.engine)
        self.worker = OutboxWorker(store, AllSenders({REMINDER: notices.send}), self.clock)

    async def _restart(self) -> None:
        await self.works.stop()
        self.wire.is_cut = False
        self._begin()
        self.counts["restarts"] += 1

    async def _tick(self) -> None:
        """Do what a running process does: the clock's round, then the outbox."""
        await self.keep()
        self.ledger.chore_ran(self.clock.now)
        self.hope.sync()
        self.hope.ring(self.clock.now)
        await self._serve()

    async def _serve(self) -> None:
        while await self.worker.serve_once():
            pass
        self.hope.deliver(self.clock.now)

    async def _die_before_sending(self) -> None:
        """Plan and mark what is due, die, and start again in the same second."""
        await self.keep()
        self.ledger.chore_ran(self.clock.now)
        self.hope.sync()
        self.hope.ring(self.clock.now)
        await self._restart()
        await self._serve()

    async def _die_while_sending(self) -> None:
        """Lease what is due, and die over the first message: the lease keeps the others back."""
        await self.keep()
        self.ledger.chore_ran(self.clock.now)
        self.hope.sync()
        self.hope.deliver(self.clock.now)
        if 0 < self.hope.ring(self.clock.now, delay=LEASE) <= 20:
            self.wire.is_cut = True
            try:
                await self.worker.serve_once()
            except* ProcessKilledError:
                self.counts["killed while sending"] += 1
        else:
            self.hope.late = [(self.clock.now, key, chat) for _, key, chat in self.hope.late]
        await self._restart()
        await self._serve()

    # The plan.

    async def _hire(self) -> None:
        await self.works.add_units()
        self.ledger, self.posts = Ledger(), dict[str, list[Post]]()
        roles = [(Role.TRIAGE, Role.SUPERVISOR), (Role.TRIAGE,), (Role.TRIAGE,)]
        people: dict[str, int] = {}
        for unit_id in REGIONS:
            for mine in roles:
                chat = 7_000_000_000 + len(people)
                post = await self.works.hire(unit_id, chat, *mine)
                people[post.staff_id] = chat
                self.posts.setdefault(unit_id, []).append(post)
        bosses = {unit: [people[posts[0].staff_id]] for unit, posts in self.posts.items()}
        above = {TOWN: CITY, CITY: PROVINCE}
        self.hope = Expectation(self.ledger, WholeApp(CHATS, people, bosses, above))

    def _at(self, when: datetime, act: Callable[[], Any]) -> None:
        heapq.heappush(self.heap, (when, next(self.order), act))

    def _draw_up(self) -> None:
        span = (SHIFT * self.shifts).total_seconds()
        for _ in range(self.tips):
            self._at(START + timedelta(seconds=self.random.uniform(0, span)), self._tip_comes)
        for shift in range(self.shifts):
            for _ in range(self.restarts):
                within = timedelta(seconds=self.random.uniform(0, SHIFT.total_seconds()))
                self._at(START + SHIFT * shift + within, self._break_down)

    async def _run(self, end: datetime) -> None:
        """Go from moment to moment: what people do, what is promised, and the rounds between."""
        self.down_until, self.is_dying = START, None
        chore = START
        while True:
            times = [self.heap[0][0] if self.heap else end, chore]
            times += [each for each in (self.hope.next_time(), await self._next()) if each]
            now = max(min(times), self.clock.now)
            if now >= end:
                return
            self.clock.now = now
            if self.heap and self.heap[0][0] <= now:
                _, _, act = heapq.heappop(self.heap)
                await act()
            elif now < self.down_until:
                self.clock.now = self.down_until
            else:
                await (self._dying() if self._is_ringing(now) else self._tick())
                chore = now + self.random.choice([CHORE_EVERY, timedelta(minutes=45)])
                self._compare()

    def _is_ringing(self, now: datetime) -> bool:
        return self.is_dying is not None and any(at <= now for at in self.hope.coming.values())

    async def _dying(self) -> None:
        die, self.is_dying = self.is_dying, None
        assert die is not None
        await die()

    async def _next(self) -> datetime | None:
        """Return what the clock itself says; a second of difference would show."""
        planned = await self.keep.next_time()
        return None if self.clock.now < self.down_until else planned

    async def _break_down(self) -> None:
        """Restart at once, after a while, or at the next reminder in the middle of it."""
        match self.random.randrange(4):
            case turn if turn == 0 or self.is_dying is not None:
                await self._restart()
            case 1:
                await self._restart()
                away = timedelta(minutes=self.random.uniform(1, 90))
                self.down_until = max(self.down_until, self.clock.now + away)
            case 2:
                self.is_dying = self._die_before_sending
            case _:
                self.is_dying = self._die_while_sending

    # What people do.

    async def _tip_comes(self) -> None:
        urgency = Urgency.URGENT if self.random.random() < 0.25 else Urgency.ROUTINE
        region = self.random.choices(list(REGIONS.values()), [1, 3, 6])[0]
        request = SendTipRequest(
            receipt=Receipt.create(),
            category="trafficking",
            region_id=region,
            urgency=urgency,
            words=Words(text="昨晚九点半"),
        )
        sent = await self.works.send(request)
        async with self.works.house.work() as work:
            self.ledger.know(await work.tips.get(sent.tip_id))
        self.counts["tips"] += 1
        hours = 0.7 if urgency is Urgency.URGENT else 7
        self._later(hours, sent.number, "TakeTip", "ReadTip", "WriteOnTip", "CloseTip")
        self._later(hours * 3, sent.number, "WriteOnTip")
        if self.random.random() < 0.15:
            self._later(20, sent.number, "TransferTip", "TakeTip", "ReadTip")
        for name, odds in (("OfferTip", 0.2), ("ReturnTip", 0.15), ("SetUrgency", 0.15)):
            if self.random.random() < odds:
                self._later(hours * 2, sent.number, name, "TakeTip")
        if self.random.random() < 0.1:
            self._at(self.clock.now + timedelta(days=3), lambda: self._write_again(request, sent))

    def _later(self, hours: float, number: str, *names: str) -> None:
        """Plan acts one after the other; now and then somebody forgets the rest."""
        when = self.clock.now
        for name in names:
            if self.random.random() < 0.12:
                return
            when += timedelta(hours=self.random.expovariate(1 / hours))
            self._at(when, lambda name=name: self._act(number, name))

    async def _act(self, number: str, name: str) -> None:
        if self.clock.now < self.down_until:
            self._at(self.down_until, lambda: self._act(number, name))
            return
        told = self.ledger.tips[number]
        posts = self.posts[told.unit]
        post = next((p for p in posts if p.staff_id == told.holder), self.random.choice(posts))
        other = self.random.choice([each for each in posts if each is not post])
        given: tuple[Any, ...] = (post, told.id)
        match name:
            case "WriteOnTip":
                words = Written(
                    tip_id=told.id, text="几点", nonce=create_nonce(), is_question=True
                )
                given = (post, words)
            case "OfferTip":
                await self.desk[name](post, told.id, other.staff_id)
                name, given = "AcceptTip", (other, told.id)
            case "SetUrgency":
                given = (post, told.id, self.random.choice(list(Urgency)))
            case "TransferTip":
                given = (post, told.id, CITY if told.unit == TOWN else PROVINCE)
            case "CloseTip":
                given = (post, told.id, Outcome.UNVERIFIED)
        self.counts[name] += await self.desk[name](*given) is not None
        await self._replay()

    async def _write_again(self, request: SendTipRequest, sent: Any) -> None:
        if self.clock.now < self.down_until:
            self._at(self.down_until, lambda: self._write_again(request, sent))
            return
        words = Words(text="补充")
        added = AddWordsRequest(receipt=request.receipt, nonce=create_nonce(), words=words)
        await self.works.add(added)
        self.counts["reopened"] += await self.desk["HearWords"](sent.tip_id)
        await self._replay()

    async def _replay(self) -> None:
        self.ledger.replay(await self.works.entries_after(self.ledger.position))
        self.hope.sync()

    # What must hold.

    def _compare(self) -> None:
        """Everything that was to be said by now has been, to the second, and nothing else."""
        heard, expected = sorted(self.wire.heard), sorted(self.hope.expected)
        if heard != expected:
            surplus, lacking = Counter(heard), Counter(expected)
            raise AssertionError(f"not due: {surplus - lacking}; missing: {lacking - surplus}")
        self.counts["reminders"] += len(heard)
        self.counts.update(f"{each.step}" for each in heard)
        self.wire.heard.clear()
        self.hope.expected.clear()


async def _drop(_item: Any) -> None:
    return
