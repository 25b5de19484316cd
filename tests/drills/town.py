"""A town in virtual time: several hundred people learn, and some of them report.

Everything goes through the use cases. `Town.truth` is what only the test knows.
"""

from __future__ import annotations

import io
import random
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.leveling import level_all
from bot.app.reports import ReportsPublic, build_reports_public
from bot.drawing.apart import clean_file_apart
from bot.drawing.media.kinds import CleanFile
from bot.education.learning.rules.progress import GoOn
from bot.education.learning.service.lessons import MakeMove, StartLesson
from bot.education.learning.service.parts import Update
from bot.reports.mailbox.service import AddWords, AddWordsRequest, OpenMailbox, create_nonce
from bot.reports.push.service import TurnOnNotices
from bot.reports.tips.quotas.service import SendWithinQuota
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTipRequest, SentTip
from bot.reports.triage.rules import Outcome
from storage.education.unit_of_work import EducationUnitOfWork
from storage.kit.unit_of_work import create_sessions
from storage.reports.kinds import Urgency, cut_to_hour
from storage.vault.addresses import Address
from storage.vault.receipts import Receipt
from tests.drills.remains import Places, places_in
from tests.reports.house import House
from tests.reports.services import LI, Services, staff_services, written

# Identifiers share their upper bits, words their first letters: so that a whole disk is searched
# for a few stems instead of for thousands of forms.
STRANGERS, LEARNERS = 0xA1B2C3D4E0000, 0xA7F5E3C1B0000
STEM = "Zxyqorblu"
HAN_STEM = "龘靐齉爩"
NICKNAME, FILE_STEM, EXIF_STEM = "Vexillonqua", "Filenamewyvern", "Exifquabrix"
ACTIVE_EACH_HOUR, TIPS_EACH_HOUR, UPDATES_OF_A_FORM = 10, 4, 12
OPTED_IN_EVERY = 5
BOT = 700100200


class Habit(Enum):
    """When those who report have been learning: near the report, or at any time of the hour."""

    JUST_BEFORE = auto()
    ANY_TIME = auto()


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody used the bot to learn: who, when, and with which update."""

    user: int
    moment: datetime
    update_id: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Who sent a tip, when and with which update; `waiting` are its outbox rows' due times."""

    user: int
    moment: datetime
    update_id: int
    tip_id: str
    receipt: Receipt = field(repr=False)


@dataclass(frozen=True, slots=True)
class Disks:
    """Where each house's database has its files."""

    reports: Path
    education: Path


@dataclass(repr=False)
class Town:
    """The people, both houses, and the truth."""

    house: House
    education: AsyncEngine
    disks: Disks
    habit: Habit
    source: random.Random
    truth: list[Sent] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    active: dict[datetime, list[int]] = field(default_factory=dict)
    spied_outbox: list[dict[str, Any]] = field(default_factory=list)
    # What a thief would have seen of each hour's rows before they were levelled.
    early_places: Places = field(default_factory=dict)
    # The tips whose senders asked to be notified: they are judged apart.
    opted_in: set[str] = field(default_factory=set)
    update_id: int = 500_000
    people: int = 0

    def __post_init__(self) -> None:
        parts = replace(self.house.parts(), card_delay=random_delay)
        self.public: ReportsPublic = build_reports_public(parts)
        desk = self.public.workflow["tip_desk"]
        self.send: SendWithinQuota = desk.send_within_quota
        mailbox = self.public.workflow["mailbox_desk"]
        self.add_words: AddWords = mailbox.add_words.add_words
        self.open_mailbox: OpenMailbox = mailbox.open_mailbox
        self.turn_on: TurnOnNotices = mailbox.turn_on
        self.services: Services = staff_services(self.house)
        sessions = create_sessions(self.education)
        learning: dict[str, Any] = {
            "unit_of_work": lambda: EducationUnitOfWork(sessions),
            "library": self.house.library,
            "clock": self.house.clock,
        }
        self.start, self.move = StartLesson(**learning), MakeMove(**learning)

    async def live(self, hours: int) -> None:
        """Let so many hours pass, with their learners, their tips and the staff's work."""
        await self.services.open()
        picture = await clean_file_apart(photo())
        for _hour in range(hours):
            await self._pass_hour(picture)

    async def _pass_hour(self, picture: CleanFile) -> None:
        hour = cut_to_hour(self.house.clock.now) + timedelta(hours=1)
        people = self._newcomers()
        self.active[hour] = people
        reporters = [people[0], *self.source.sample(people[1:], TIPS_EACH_HOUR - 1)]
        events: list[tuple[float, str, int]] = []
        for user in people:
            learns = self.source.uniform(2, 40)
            if not is_stranger(user):
                events.append((learns, "learn", user))
            if user in reporters:
                near = learns + self.source.uniform(1, 4)
                at = near if self.habit is Habit.JUST_BEFORE else self.source.uniform(2, 50)
                events.append((at, "report", user))
        first = len(self.truth)
        for minute, what, user in sorted(events):
            self.house.clock.now = hour + timedelta(minutes=minute)
            await (self._learn(user) if what == "learn" else self._report(user, picture))
        await self._spy_and_serve()
        for sent in self.truth[first:]:
            await self._staff_works(sent, picture)
        self.early_places |= await self.places(self.truth[first:], people)
        await level_all(self.education, self.house.engine, self.house.files)

    def _newcomers(self) -> list[int]:
        """Return who is active; the first one only reports, the others learn."""
        self.people += ACTIVE_EACH_HOUR
        numbers = range(self.people - ACTIVE_EACH_HOUR, self.people)
        learners = [LEARNERS + number for number in numbers[1:]]
        self.source.shuffle(learners)
        return [STRANGERS + numbers[0], *learners]

    async def _learn(self, user: int) -> None:
        lesson = self.house.library.courses[0].lessons[0].id
        view = await self.start(self._update(user), lesson)
        await self.move(self._update(user), view.attempt_id, GoOn(position=0))

    def _update(self, user: int) -> Update:
        self.update_id += 1
        self.sightings.append(Sighting(user, self.house.clock.now, self.update_id))
        return Update(bot_id=BOT, update_id=self.update_id, chat_id=user)

    async def _report(self, user: int, picture: CleanFile) -> None:
        self.update_id += UPDATES_OF_A_FORM
        receipt, number = Receipt.create(), len(self.truth)
        fields = {"spot": f"{STEM}spot{number}", "vehicle": f"{HAN_STEM}{number}"}
        request = SendTipRequest(
            receipt=receipt,
            category="trafficking",
            region_id="429005001",
            urgency=Urgency.URGENT if number % 9 == 0 else Urgency.ROUTINE,
            words=Words(
                text=f"{STEM}{number} {HAN_STEM}{number}",
                fields=fields,
                files=[picture] if number % 3 == 0 else [],
            ),
        )
        sent = await self.send(user, request)
        assert isinstance(sent, SentTip)
        again = await self.send(user, request)
        assert sent == again
        if number % OPTED_IN_EVERY == 0:
            address = Address(chat_id=user, locale="zh_Hans")
            assert await self.turn_on(receipt, address)
            self.opted_in.add(sent.tip_id)
        self.truth.append(Sent(user, self.house.clock.now, self.update_id, sent.tip_id, receipt))

    async def places(self, sent: Sequence[Sent], people: Iterable[int]) -> Places:
        """Return where the rows of these tips and of these people's lessons lie now."""
        tips = [each.tip_id for each in sent]
        wanted = ", ".join(str(user) for user in people)
        statement = f"""
            SELECT a.id FROM attempts a JOIN learners l ON l.id = a.learner_id
            WHERE l.chat_id IN ({wanted})
        """  # noqa: S608 - our own numbers
        async with self.education.connect() as connection:
            attempts = (await connection.execute(text(statement))).scalars().all()
        return {
            **await places_in(self.house.engine, self.disks.reports, "tips", tips),
            **await places_in(self.education, self.disks.education, "attempts", attempts),
        }

    async def _spy_and_serve(self) -> None:
        """Let a thief see what waits in the outbox, and send it."""
        async with self.house.work() as work:
            rows = (await work.session.execute(text("SELECT * FROM outbox"))).mappings().all()
            self.spied_outbox += [dict(row) for row in rows]
            await work.session.execute(text("DELETE FROM outbox"))
            await work.commit()

    async def _staff_works(self, sent: Sent, picture: CleanFile) -> None:
        """Take, read, note, ask, be answered, and close some."""
        post, services = await self.services.post(LI), self.services
        tip = await services.tip(sent.tip_id)
        assert await services.take(post, tip.id)
        found = await services.read(post, tip.id)
        assert found is not None
        assert found[1].is_intact
        assert STEM in found[1].messages[0].text
        lot = self.source.random()
        await services.write(post, written(tip, f"{STEM}note", is_question=False))
        if lot < 0.5:
            await services.write(post, written(tip, f"{STEM}question{HAN_STEM}"))
            mailbox = await self.open_mailbox(sent.receipt)
            assert mailbox is not None
            assert STEM in mailbox.questions[0]
            words = Words(text=f"{STEM}answer{HAN_STEM}", files=[picture] if lot < 0.2 else [])
            request = AddWordsRequest(receipt=sent.receipt, nonce=create_nonce(), words=words)
            await self.add_words(request)
            await self.add_words(request)
        if lot > 0.3:
            assert await services.close(post, tip.id, Outcome.UNVERIFIED)


def is_stranger(user: int) -> bool:
    """Tell whether somebody only reports and never learns."""
    return user < LEARNERS


def photo() -> bytes:
    """Return a photo whose metadata names its owner."""
    picture, data = Image.new("RGB", (64, 48), (90, 120, 60)), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = EXIF_STEM, f"{EXIF_STEM} owner"
    picture.save(data, "JPEG", exif=exif, comment=FILE_STEM.encode())
    return data.getvalue()


def random_delay() -> timedelta:
    """Return what the application waits before a card."""
    return timedelta(seconds=secrets.randbelow(20 * 60 + 1))
