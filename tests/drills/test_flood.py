"""Ten thousand tips in a minute from a thousand senders, in virtual time.

The honest tip among them is accepted and can be read, the admin chat stays readable, the memory
stays bounded, and no byte on the disk tells who sent anything.
"""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.methods import EditMessageText, GetChat, SendMessage, TelegramMethod
from aiogram.types import Chat, Message
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.reports import build_reports_public
from bot.app.reports_staff import ReportsStaff, StaffParts, build_reports_staff
from bot.chat.i18n import Catalogues
from bot.reports.mailbox.service import OpenMailbox
from bot.reports.tips.quotas.rules import FREE_TIPS, RUSH_TIPS
from bot.reports.tips.quotas.service import Pause
from bot.reports.tips.routing import FindUnit, RoutedUnit
from bot.reports.tips.sealing import Place, SealedWords, Sealer, Words
from bot.reports.tips.service import SentTip
from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade
from storage.reports.kinds import Urgency
from storage.vault.receipts import Receipt
from tests.chat.recording import TOKEN, RecordingSession
from tests.clock import Clock
from tests.keys import UNIT
from tests.reports.house import House, open_house
from tests.reports.intake import Intake
from tests.reports.services import ADMIN_CHAT, LI, staff_services
from tests.traces import forms_of_number

SHANGHAI = ZoneInfo("Asia/Shanghai")
TIPS, SENDERS = 10_000, 1_000
FIRST_SENDER, HONEST, URGENT = 8_000_000_000, 7_004_615_229, 7_004_615_230
START = datetime(2026, 11, 21, 12, 5, tzinfo=UTC)
STEP = timedelta(seconds=20)
LEASE = timedelta(minutes=2)


class CheapSealer(Sealer):
    """Seals nothing: the flood is about numbers, and every fiftieth tip is sealed for real."""

    def seal(self, words: Words, place: Place, moment: datetime) -> SealedWords:
        if int.from_bytes(secrets.token_bytes(2), "big") % 50 == 0:
            return super().seal(words, place, moment)
        key = self.keys.unit_key(place.unit_id, "2026-11")
        return SealedWords(body=secrets.token_bytes(64), key_id=key.id, file_names=())


class OneUnit(FindUnit):
    """Finds the home unit without asking the database each time."""

    async def __call__(self, region_id: str, *, about_official: bool) -> RoutedUnit:
        del region_id, about_official
        return RoutedUnit(id=self.home.id, is_above=False)


class AdminChat(RecordingSession):
    """A Bot API that gives each message a number and knows at which minute it came."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.told: list[tuple[datetime, TelegramMethod[Any]]] = []

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], *_: Any, **__: Any) -> Any:
        del bot
        chat = Chat(id=ADMIN_CHAT, type="supergroup", title="值班群", is_forum=False)
        if isinstance(method, GetChat):
            return chat
        self.told.append((self.clock().replace(second=0), method))
        return Message(message_id=len(self.told), date=self.clock(), chat=chat)

    def digests(self) -> list[tuple[datetime, str]]:
        """Return minute and text of each digest that was posted or edited."""
        return [(minute, text) for minute, text in self._texts() if "等候处理的线索" in text]

    def cards(self) -> list[str]:
        return [text for _minute, text in self._texts() if "未核实" in text]

    def _texts(self) -> list[tuple[datetime, str]]:
        return [
            (minute, method.text)
            for minute, method in self.told
            if isinstance(method, SendMessage | EditMessageText)
        ]


@dataclass
class Drill:
    """Both processes on one house, and what the attackers were answered."""

    house: House
    intake: Intake
    chat: AdminChat
    staff: ReportsStaff
    answers: Counter[str] = field(default_factory=Counter)

    async def flood(self, first: int, last: int) -> None:
        for number in range(first, last):
            self.house.clock.now = START + timedelta(minutes=1) * number / TIPS
            answer = await self.intake.send(FIRST_SENDER + number % SENDERS, text="灌水")
            self.answers[type(answer).__name__] += 1

    async def serve_minutes(self, minutes: int) -> None:
        """Let the staff's worker run in virtual time, several times a minute."""
        for _ in range(minutes * 60 // int(STEP.total_seconds())):
            await self.serve()
            self.house.clock.now += STEP

    async def serve(self) -> None:
        while rows := await self.staff.outbox.claim(self.house.clock(), LEASE):
            for row in rows:
                await self.staff.senders[row.kind](row)
                await self.staff.outbox.finish(row.id)


def _hasty(engine: AsyncEngine) -> None:
    """Let no commit wait for the disk: the drill counts messages, not milliseconds."""

    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.close()

    event.listen(engine.sync_engine, "connect", prepare)


@pytest.fixture
async def drill(tmp_path: Path) -> AsyncIterator[Drill]:
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path / 'reports.sqlite3'}")
    _hasty(engine)
    await upgrade(engine, "reports")
    async with open_house(tmp_path, engine) as house:
        house.clock.now = START
        await staff_services(house).open()
        chat = AdminChat(house.clock)
        bot = Bot(TOKEN, session=chat, default=DefaultBotProperties(parse_mode="HTML"))
        yield Drill(house=house, intake=_intake(house), chat=chat, staff=_staff(house, bot))


def _intake(house: House) -> Intake:
    delays = random.Random(20261121)
    parts = replace(
        house.parts(),
        card_delay=lambda: timedelta(seconds=delays.uniform(0, 1200)),
        zone=SHANGHAI,
    )
    public = build_reports_public(parts)
    desk = public.workflow["tip_desk"]
    cheap = CheapSealer(keys=house.keys, files=house.files)
    find = desk.send_tip.find_unit
    one = OneUnit(**{each.name: getattr(find, each.name) for each in fields(find)})
    send_tip = replace(desk.send_tip, sealer=cheap, find_unit=one)
    within = replace(desk.send_within_quota, send_tip=send_tip)
    public.workflow["tip_desk"] = replace(desk, send_within_quota=within)
    return Intake(house=house, public=public)


def _staff(house: House, bot: Bot) -> ReportsStaff:
    return build_reports_staff(
        StaffParts(
            engine=house.engine,
            library=house.library,
            clock=house.clock,
            keys=house.staff_keys,
            files=house.files,
            bot=bot,
            i18n=Catalogues(),
            zone=SHANGHAI,
        )
    )


async def test_a_flood_leaves_the_honest_tip_the_chat_and_the_memory_alone(drill: Drill) -> None:
    await drill.flood(0, TIPS // 2)
    honest = await _send_for_real(drill, HONEST, Urgency.ROUTINE)
    urgent = await _send_for_real(drill, URGENT, Urgency.URGENT)
    await drill.flood(TIPS // 2, TIPS)
    assert drill.answers == {
        SentTip.__name__: SENDERS * FREE_TIPS,
        Pause.__name__: TIPS - SENDERS * FREE_TIPS,
    }
    _assert_bounded(drill)
    await _assert_readable(drill, honest)
    await drill.serve()
    assert urgent[0].number in "".join(drill.chat.cards()), "the urgent card does not wait"
    await drill.serve_minutes(25)
    _assert_chat_is_readable(drill)
    await _assert_nothing_tells_a_sender(drill)


async def _send_for_real(drill: Drill, who: int, urgency: Urgency) -> tuple[SentTip, Receipt]:
    receipt = Receipt.create()
    real = Intake.open(drill.house).send_within_quota.send_tip
    within = replace(drill.intake.send_within_quota, send_tip=real)
    drill.intake.public.workflow["tip_desk"] = replace(
        desk := drill.intake.public.workflow["tip_desk"], send_within_quota=within
    )
    sent = await drill.intake.send(who, urgency, receipt)
    drill.intake.public.workflow["tip_desk"] = desk
    assert isinstance(sent, SentTip)
    return sent, receipt


def _assert_bounded(drill: Drill) -> None:
    """Two short entries for a sender and a tip; what was refused left none."""
    accepted = SENDERS * FREE_TIPS + 2
    assert len(drill.intake.quotas.senders) == SENDERS + 2 + accepted


async def _assert_readable(drill: Drill, sent: tuple[SentTip, Receipt]) -> None:
    """Open the tip by its receipt, and let an officer read it."""
    tip, receipt = sent
    house = drill.house
    mailbox = await OpenMailbox(unit_of_work=house.work, keys=house.keys)(receipt)
    assert mailbox is not None
    services = staff_services(house)
    post = await services.post(LI)
    await services.take(post, tip.tip_id)
    opened = await services.read(post, tip.tip_id)
    assert opened is not None
    assert "金色港湾" in opened[1].messages[0].text
    await services.give_back(post, tip.tip_id)


def _assert_chat_is_readable(drill: Drill) -> None:
    digests = drill.chat.digests()
    minutes = Counter(minute for minute, _text in digests)
    assert max(minutes.values()) == 1, "one digest a minute at most"
    assert len(drill.chat.cards()) <= RUSH_TIPS + 1
    waiting = SENDERS * FREE_TIPS + 1 - RUSH_TIPS
    assert f"等候处理的线索：{waiting} 条" in digests[-1][1], "none is lost"
    posted = Counter(type(method).__name__ for _minute, method in drill.chat.told)
    assert posted["SendMessage"] <= RUSH_TIPS + 1 + 1


async def _assert_nothing_tells_a_sender(drill: Drill) -> None:
    stored = drill.house.everything_stored()
    key = drill.intake.quotas.senders._day.key
    assert key not in stored
    for person in (HONEST, URGENT, *random.sample(range(FIRST_SENDER, FIRST_SENDER + SENDERS), 5)):
        assert not [form for form in forms_of_number(person) if len(form) > 4 and form in stored]
        digest = drill.intake.quotas.senders._day.digest(person)
        assert digest not in stored
        assert digest.hex().encode() not in stored
    assert UNIT.encode() in stored, "the scan sees what is there"
