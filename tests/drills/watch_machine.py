"""Tips, people of three units, races and jumps of the clock, step by random step.

After each step the new entries of the audit are replayed: every one must have been allowed when
it was written, and what stands in the database must be what they add up to.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import URL

from bot.errors import ApprovalNeededError, OutcomeError, TipChangedError
from bot.reports.mailbox.service import AddWordsRequest, create_nonce
from bot.reports.staff.audit.checking import AuditCheck
from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTipRequest
from bot.reports.triage.rules import Outcome, WorkState
from bot.reports.triage.service import Written
from storage.reports.clock import ReminderState
from storage.reports.kinds import TipStatus, Urgency
from storage.vault.receipts import Receipt
from tests.drills.watch_ledger import Ledger
from tests.drills.watch_oracle import BEIJING, ToldTip, hour_of
from tests.drills.watch_works import REGIONS, WatchWorks, Yard

# Where an episode begins: before each of the great holidays of three years.
STARTS = ("2024-02-05", "2024-09-27", "2025-01-23", "2025-09-25", "2026-02-10", "2026-09-16")
LAST_DAYS = 24
MOST_TIPS = 12
Act = Callable[[], Awaitable[Any]]
ROLES = (
    (Role.TRIAGE,),
    (Role.TRIAGE,),
    (Role.TRIAGE, Role.SUPERVISOR),
    (Role.SUPERVISOR,),
    (Role.AUDITOR,),
    (Role.PAYER, Role.APPROVER),
)


@dataclass
class KnownTip:
    """What the tipster and we know of a tip."""

    id: str
    number: str
    receipt: Receipt
    text: str


@dataclass
class WatchMachine:
    """One episode on one database."""

    yard: Yard
    url: URL
    seed: int
    steps: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.ledger, self.tips = Ledger(), list[KnownTip]()
        self.told, self.gone = Counter[tuple[Any, ...]](), list[Post]()
        self.reads, self.offered = Counter[tuple[str, str]](), dict[str, str]()
        day = STARTS[self.seed % len(STARTS)]
        self.start = datetime.fromisoformat(day).replace(hour=8, tzinfo=BEIJING)
        self.clock = self.yard.house.clock
        self.clock.now = self.start
        self._begin()

    def _begin(self) -> None:
        self.works = WatchWorks.start(self.yard, self.url)
        self.desk = self.works.desk()

    async def play(self, steps: int) -> None:
        """Take so many steps, and look at everything now and then and at the end."""
        await self.works.add_units()
        for unit_id in REGIONS:
            for roles in ((Role.TRIAGE, Role.SUPERVISOR), *self.random.choices(ROLES, k=3)):
                await self._hire(unit_id, roles)
        began = self.steps.total()
        while self.steps.total() - began < steps:
            await self._step()
            if self.random.random() < 0.004:
                await self._check_everything()
        await self._check_everything()
        await self.works.stop()

    async def _step(self) -> None:
        acts = {
            self._send: 6 if len(self.tips) < MOST_TIPS else 0,
            self._act: 70,
            self._race: 8,
            self._words: 4,
            self._people: 2,
            self._time: 9,
            self._chore: 6,
            self._outbox: 3,
            self._restart: 0.3,
        }
        chosen = self.random.choices(list(acts), list(acts.values()))[0]
        before = Counter(self.reads)
        await chosen()
        await self._compare(self.reads - before)

    # What happens: each method takes one step, a race as many as take part in it.

    async def _send(self) -> None:
        text = f"线索 {self.seed}-{len(self.tips)}"
        region = self.random.choice([*REGIONS.values(), "429005100"])
        request = SendTipRequest(
            receipt=Receipt.create(),
            category="trafficking",
            region_id=region,
            urgency=self.random.choice(list(Urgency)),
            words=Words(text=text),
            about_official=self.random.random() < 0.2,
        )
        sent = await self.works.send(request)
        self.tips.append(KnownTip(sent.tip_id, sent.number, request.receipt, text))
        async with self.works.house.work() as work:
            self.ledger.know(await work.tips.get(sent.tip_id))
        self.steps["send"] += 1

    async def _act(self) -> None:
        if self.tips:
            tip, posts = self.random.choice(self.tips), await self.works.posts()
            await self._choose(tip, self._somebody(tip, posts), posts)()

    async def _race(self) -> None:
        """Let several people act on one tip at once, somebody who is being removed among them."""
        if not self.tips:
            return
        tip, posts = self.random.choice(self.tips), await self.works.posts()
        people = [self._somebody(tip, posts) for _ in range(self.random.randrange(2, 5))]
        acts = [self._choose(tip, person, posts) for person in people]
        if self.random.random() < 0.15:
            acts.append(partial(self._dismiss, self.random.choice(people)))
        self.random.shuffle(acts)
        await asyncio.gather(*(act() for act in acts))

    def _somebody(self, tip: KnownTip, posts: list[Post]) -> Post:
        """Return the holder more often than not, now and then somebody who was removed."""
        holder = self.ledger.tips[tip.number].holder
        held = [post for post in posts if post.staff_id == holder]
        if held and self.random.random() < 0.6:
            return held[0]
        ours = [post for post in posts if post.unit_id == self.ledger.tips[tip.number].unit]
        if ours and self.random.random() < 0.7:
            return self.random.choice(ours)
        return self.random.choice([*posts, *self.gone[-3:]])

    def _choose(self, tip: KnownTip, post: Post, posts: list[Post]) -> Act:
        """Return one thing that somebody does with a tip, allowed or not."""
        colleague = self._colleague(post, posts)
        units, other = list(REGIONS), self.random.choice(self.tips).number
        choices: dict[str, tuple[float, tuple[Any, ...], dict[str, Any]]] = {
            "TakeTip": (16, (), {}),
            "ReturnTip": (5, (), {}),
            "ReadTip": (14, (), {}),
            "OfferTip": (7, (colleague,), {}),
            "AcceptTip": (25 if tip.id in self.offered else 2, (), {}),
            "EndOffer": (2, (), {}),
            "WriteOnTip": (7, (), {}),
            "SetState": (3, (self.random.choice(list(WorkState)),), {}),
            "SetUrgency": (5, (self.random.choice(list(Urgency)),), {}),
            "MarkMinor": (2, (), {"is_minor": self.random.random() < 0.3}),
            "AskReading": (3, (), {}),
            "ApproveReading": (3, (self._asker(tip, colleague),), {}),
            "LinkTips": (2, (other,), {}),
            "TransferTip": (5, (self.random.choice(units),), {}),
            "CloseTip": (5, (self.random.choice(list(Outcome)),), {}),
            "UndoClose": (3, (), {}),
            "ReopenTip": (3, (), {}),
            "OfferAll": (1, (colleague,), {}),
        }
        name = self.random.choices(list(choices), [each[0] for each in choices.values()])[0]
        _, words, named = choices[name]
        if name == "AcceptTip":
            post = self._offered_to(tip, post, posts)
            self.offered.pop(tip.id, None)
        elif name == "OfferTip":
            self.offered[tip.id] = colleague
        return partial(self._do, name, tip, post, words, named)

    def _asker(self, tip: KnownTip, colleague: str) -> str:
        """Return the holder more often than not, who may have asked; else whoever never did."""
        holder = self.ledger.tips[tip.number].holder
        return holder if holder is not None and self.random.random() < 0.8 else colleague

    def _colleague(self, post: Post, posts: list[Post]) -> str:
        """Return somebody of the same unit, seldom of another."""
        ours = [each for each in posts if each.unit_id == post.unit_id]
        return self.random.choice(ours if ours and self.random.random() < 0.9 else posts).staff_id

    def _offered_to(self, tip: KnownTip, post: Post, posts: list[Post]) -> Post:
        wanted = self.offered.get(tip.id)
        found = [each for each in (*posts, *self.gone) if each.staff_id == wanted]
        return found[0] if found and self.random.random() < 0.9 else post

    async def _do(
        self, name: str, tip: KnownTip, post: Post, words: tuple[Any, ...], named: dict[str, Any]
    ) -> None:
        act, given = self.desk[name], (post, tip.id, *words)
        if name == "WriteOnTip":
            text, is_question = f"{tip.text} 问", self.random.random() < 0.6
            nonce = create_nonce()
            given = (
                post,
                Written(tip_id=tip.id, text=text, nonce=nonce, is_question=is_question),
            )
        elif name == "OfferAll":
            given = (post, *words)
        try:
            done = await act(*given, **named)
        except (ApprovalNeededError, OutcomeError):
            done = None
        self.steps[name] += 1
        if name == "ReadTip" and done is not None:
            self._has_read(tip, post, done[0], done[1])

    def _has_read(self, tip: KnownTip, post: Post, card: Any, opened: Any) -> None:
        self.reads[tip.number, post.staff_id] += 1
        if not card.is_shredded:
            assert tip.text in repr([message.text for message in opened.messages])

    async def _words(self) -> None:
        """Let a tipster write, and the outbox tell the staff's half of it."""
        if not self.tips:
            return
        tip = self.random.choice(self.tips)
        words = Words(text=f"{tip.text} 补充")
        request = AddWordsRequest(receipt=tip.receipt, nonce=create_nonce(), words=words)
        try:
            await self.works.add(request)
        except TipChangedError:
            return
        await self.desk["HearWords"](tip.id)
        self.steps["words"] += 1

    async def _people(self) -> None:
        posts = await self.works.posts()
        bosses = [post for post in posts if post.has(Role.SUPERVISOR)]
        _, set_roles = self.works.people()
        boss, person = self.random.choice(bosses), self.random.choice(posts)
        match self.random.randrange(3):
            case 0:
                await self._dismiss(person)
            case 1:
                roles = frozenset(self.random.choice(ROLES))
                await set_roles(boss, person.staff_id, roles)
                self.gone.append(person)
            case _:
                await self._hire(self.random.choice(list(REGIONS)), self.random.choice(ROLES))
        self.steps["people"] += 1

    async def _dismiss(self, person: Post) -> None:
        """Let a supervisor of his unit take everything from somebody, and hire another one."""
        remove, _ = self.works.people()
        for boss in await self.works.posts():
            if boss.unit_id == person.unit_id and boss.has(Role.SUPERVISOR):
                await remove(boss, person.staff_id)
                break
        self.gone.append(person)
        await self._hire(person.unit_id, (Role.TRIAGE, Role.SUPERVISOR))
        self.steps["dismiss"] += 1

    async def _hire(self, unit_id: str, roles: tuple[Role, ...]) -> None:
        self._hired = getattr(self, "_hired", 0) + 1
        await self.works.hire(unit_id, 7_000_000_000 + self._hired, *roles)

    async def _time(self) -> None:
        """Let time pass, mostly little; now and then it jumps, also back."""
        jumps = [timedelta(minutes=7), timedelta(minutes=50), timedelta(hours=9)]
        jumps += [timedelta(days=2), -timedelta(minutes=65), -timedelta(days=1)]
        jump = self.random.choices(jumps, [30, 30, 12, 4, 2, 1])[0]
        now = self.clock.now + jump
        if self.start <= now <= self.start + timedelta(days=LAST_DAYS):
            self.clock.now = now
        else:
            # The keys of later months are not made: what is left of the episode is another year.
            self.clock.now = self.start + timedelta(days=1)
        self.steps["time"] += 1

    async def _chore(self) -> None:
        await self._replay()
        await self.works.keep_clock()()
        self.ledger.chore_ran(self.clock.now)
        self.told.update(await self.works.taken_reminders())
        assert max(self.told.values(), default=1) == 1, "a reminder came twice"
        self.steps["chore"] += 1

    async def _outbox(self) -> None:
        """Settle what was closed, and take the old unit's slot out of files."""
        if not self.tips:
            return
        tip = self.random.choice(self.tips)
        if self.random.random() < 0.5:
            await self.desk["SettleClose"](tip.id, "zh_Hans")
        else:
            await self.works.seal_files()(tip.id)
        self.steps["outbox"] += 1

    async def _restart(self) -> None:
        await self.works.stop()
        self._begin()
        self.steps["restart"] += 1

    # What must hold.

    async def _replay(self) -> set[str]:
        rows = await self.works.entries_after(self.ledger.position)
        self.kinds.update(row.kind for row in rows)
        return self.ledger.replay(rows)

    async def _compare(self, read: Counter[tuple[str, str]]) -> None:
        """Replay what is new, and compare the tips that it names with the database."""
        reads = {number: told.reads for number, told in self.ledger.tips.items()}
        for number in await self._replay():
            await self._compare_tip(self.ledger.tips[number])
        for number, told in self.ledger.tips.items():
            shown = sum(count for (each, _), count in read.items() if each == number)
            assert told.reads - reads.get(number, 0) == shown, "a reading without its entry"

    async def _compare_tip(self, told: ToldTip) -> None:
        async with self.works.house.work() as work:
            tip = await work.tips.get(told.id)
            promises = await work.clock.list_promises(told.id)
            offer = await work.hand_overs.find(told.id)
        stands = (tip.unit_id, tip.holder_id, tip.status is TipStatus.CLOSED, tip.urgency.value)
        assert stands == (told.unit, told.holder, told.is_closed, told.urgency)
        assert offer is None or (tip.holder_id is not None and offer.staff_id != tip.holder_id)
        found = {
            (each.term, each.round): (
                each.began,
                each.due_at,
                each.state.value,
                each.settled and hour_of(each.settled),
            )
            for each in promises
        }
        expected = {
            key: (each.began, each.due, each.state, each.settled)
            for key, each in told.promised.items()
        }
        assert found == expected

    async def _check_everything(self) -> None:
        """Every tip has a unit and, if it is held, a holder who works there; the audit is whole."""
        await self._chore()
        at_work = {post.staff_id: post for post in await self.works.posts()}
        for told in self.ledger.tips.values():
            await self._compare_tip(told)
            assert told.unit in REGIONS
            if told.holder is not None and not told.is_closed:
                holder = at_work[told.holder]
                assert holder.unit_id == told.unit
                assert holder.has(Role.TRIAGE, Role.SUPERVISOR)
            await self._check_reminders(told)
        async with self.works.house.work() as work:
            check = AuditCheck(writer=self.works.house.staff_keys.writer.public)
            verified = await work.session.run_sync(check)
        assert verified.entries == self.ledger.position

    async def _check_reminders(self, told: ToldTip) -> None:
        """Nothing that is due still waits, and what is settled plans nothing more."""
        async with self.works.house.work() as work:
            for reminder in await work.clock.list_reminders(told.id):
                if reminder.state is ReminderState.PLANNED:
                    assert reminder.at > self.clock.now
                    assert told.promised[reminder.term, reminder.round].state == "open"
