"""10,000 forged taps and commands change nothing and get one answer; strangers are only counted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.types import Chat
from sqlalchemy import select

from bot.app.dispatchers import DispatcherParts, create_dispatcher
from bot.app.reports_staff import ReportsStaff
from bot.chat.i18n import Catalogues, Locales
from bot.chat.state import EphemeralStorage
from bot.reports.staff.rules import Role
from storage.reports.attempts_refused import AttemptsRefused
from storage.reports.base import Base
from storage.reports.kinds import TipStatus
from tests.keys import UNIT
from tests.reports.house import open_house
from tests.reports.services import Services, staff_services
from tests.reports.staff.forging import (
    BOT_ID,
    Forger,
    Members,
    Pool,
    Telegram,
    commands,
    words_of,
)
from tests.reports.staff_bot import staff_half

REFUSAL = "您无权操作，或这条线索由别人承办。"
DOOR = "这里是工作人员的值班台"
OTHER_UNIT = "xiantao"
GROUP, OTHER_GROUP, NO_GROUP = -1001234567890, -1009876543210, -1005555555555
LI, ZHAO, GONE, LEFT, BYSTANDER = 7100000001, 7100000002, 7100000003, 7100000004, 7100000005
# So many make a forgery of each kind of button and command; the drill makes ten thousand.
FORGERIES = pytest.mark.parametrize("count", [2000, pytest.param(10_000, marks=pytest.mark.drill)])


@dataclass(frozen=True, kw_only=True, repr=False)
class Stage:
    """The staff bot without a network, and who tries the doors."""

    services: Services
    staff: ReportsStaff
    dispatcher: Dispatcher
    bot: Bot
    telegram: Telegram
    forger: Forger
    zhao_id: str

    async def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """Return every row but the counts."""
        async with self.services.house.work() as work:
            return {
                table.name: sorted(
                    (tuple(row) for row in await work.session.execute(select(table))), key=repr
                )
                for table in Base.metadata.sorted_tables
                if table.name != "attempts_refused"
            }

    async def counts(self) -> list[AttemptsRefused]:
        await self.staff.janitor()
        async with self.services.house.work() as work:
            return list((await work.session.execute(select(AttemptsRefused))).scalars())


@asynccontextmanager
async def open_stage(folder: Path) -> AsyncIterator[Stage]:
    """Let Li hold tips, and others be removed, gone, of another unit, or mere members."""
    async with open_house(folder, units=(UNIT, OTHER_UNIT)) as house:
        services = staff_services(house)
        await services.open(chat=GROUP)
        await services.open(OTHER_UNIT, OTHER_GROUP)
        li = await services.post(LI, GROUP, roles=(Role.SUPERVISOR, Role.TRIAGE))
        zhao = await services.post(ZHAO, OTHER_GROUP, roles=tuple(Role))
        removed = [await services.post(each, GROUP) for each in (GONE, LEFT)]
        held, waiting, closed = [await services.send_tip() for _ in range(3)]
        async with house.work() as work:
            for each in removed:
                (await work.staff.get(each.staff_id)).roles = ""
            for tip, status in ((held, TipStatus.TAKEN), (closed, TipStatus.CLOSED)):
                row = await work.tips.get(tip.id)
                row.holder_id, row.status = li.staff_id, status
            await work.commit()
        members = Members(chats={GROUP: {LI, GONE, BYSTANDER}, OTHER_GROUP: {ZHAO}})
        telegram = Telegram(members)
        bot = Bot(
            f"{BOT_ID}:abcdefghijklmnopqrstuvwxyzABCDEF",
            session=telegram,
            default=DefaultBotProperties(parse_mode="HTML"),
        )
        i18n = Catalogues()
        staff = staff_half(house, bot, i18n)
        dispatcher = create_dispatcher(
            DispatcherParts(
                routers=staff.routers,
                workflow=staff.workflow,
                i18n=i18n,
                locales=Locales(),
                storage=EphemeralStorage(),
                has_windows=False,
            )
        )
        tips = (held, waiting, closed)
        pool = Pool(
            tips=[*(tip.id for tip in tips), "0" * 32],
            people=[li.staff_id, removed[0].staff_id, zhao.staff_id, "0" * 32],
            units=[UNIT, OTHER_UNIT],
            numbers=[*(tip.number for tip in tips), "AAAA-AAAA"],
        )
        yield Stage(
            services=services,
            staff=staff,
            dispatcher=dispatcher,
            bot=bot,
            telegram=telegram,
            forger=Forger(pool, staff.routers),
            zhao_id=zhao.staff_id,
        )


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as opened:
        yield opened


def private(person: int) -> Chat:
    return Chat(id=person, type="private")


def group(chat: int) -> Chat:
    return Chat(id=chat, type="supergroup", title="x")


# Who tries, and where: a stranger in private, in the admin chat and elsewhere, and so on.
OUTSIDERS = [
    (7199999999, private(7199999999)),
    (7199999998, group(NO_GROUP)),
    (7199999997, group(GROUP)),
    (BYSTANDER, group(GROUP)),
    (BYSTANDER, private(BYSTANDER)),
    (GONE, group(GROUP)),
    (GONE, private(GONE)),
    (LEFT, private(LEFT)),
    (ZHAO, group(GROUP)),
    (LI, group(OTHER_GROUP)),
]


@FORGERIES
@pytest.mark.timeout(300)
async def test_outsiders_change_nothing_and_all_hear_the_same(stage: Stage, count: int) -> None:
    before = await stage.everything()
    for number in range(count):
        person, chat = OUTSIDERS[number % len(OUTSIDERS)]
        make = stage.forger.command if number // len(OUTSIDERS) % 4 == 0 else stage.forger.tap
        update = make(person, chat)
        await stage.dispatcher.feed_update(stage.bot, update)
        said = [words_of(each) for each in stage.telegram.hear()]
        assert said == [REFUSAL], update.model_dump_json(exclude_none=True)
    assert await stage.everything() == before
    assert set(stage.forger.made) >= {each.__prefix__ for each in stage.forger.classes}
    assert set(stage.forger.made) >= {f"/{name}" for name in commands(stage.staff.routers)}
    counts = await stage.counts()
    assert sum(row.count for row in counts) == count
    assert {row.staff_id for row in counts} == {""}, "none of them is staff where he tried"
    assert {row.hour.minute for row in counts} == {0}
    kinds = {row.kind for row in counts}
    assert {"tap.tip", "tap.other", "command.other", "command.staff"} <= kinds
    assert len(kinds) < 80, "a closed list: nothing that a stranger writes is kept"
    assert stage.telegram.asked == 0, "of a stranger nothing is asked"
    stored = repr([vars(row) for row in counts])
    assert not [person for person, _chat in OUTSIDERS if str(person) in stored]


@FORGERIES
@pytest.mark.timeout(300)
async def test_staff_of_another_unit_change_nothing_here_and_are_named(
    stage: Stage, count: int
) -> None:
    """Zhao has every role in his own unit; what he finds of this one is nothing."""
    before = await stage.everything()
    refused = 0
    for number in range(count // 4):
        chat = private(ZHAO) if number % 2 else group(OTHER_GROUP)
        make = stage.forger.command if number % 5 == 0 else stage.forger.tap
        await stage.dispatcher.feed_update(stage.bot, make(ZHAO, chat))
        said = stage.telegram.hear()
        refused += any(REFUSAL in str(getattr(each, "text", "")) for each in said)
        _ensure_nothing_of_here(said)
    after = await stage.everything()
    here = [tuple(row) for row in before["tips"]]
    assert [tuple(row) for row in after["tips"]] == here
    for table in ("envelopes", "units", "tip_links", "waiting_tips"):
        assert after.get(table) == before.get(table), table
    theirs = [row for row in after["staff"] if OTHER_UNIT in row]
    assert [row for row in after["staff"] if row not in theirs] == [
        row for row in before["staff"] if OTHER_UNIT not in row
    ]
    counts = await stage.counts()
    assert refused > count // 10
    assert {row.staff_id for row in counts} == {stage.zhao_id}


async def test_the_door_says_one_thing_to_everybody_who_has_no_post(stage: Stage) -> None:
    said = set()
    for person in (7199999999, GONE, LEFT, BYSTANDER):
        forged = stage.forger.command(person, private(person))
        assert forged.message is not None
        start = forged.model_copy(
            update={"message": forged.message.model_copy(update={"text": "/start"})}
        )
        await stage.dispatcher.feed_update(stage.bot, start)
        said.update(words_of(each) for each in stage.telegram.hear())
    assert len(said) == 1
    assert said.pop().startswith(DOOR)


def _ensure_nothing_of_here(said: object) -> None:
    text = repr(said)
    assert "金色港湾" not in text
    assert str(GROUP) not in text
    assert str(LI) not in text
