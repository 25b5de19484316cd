"""Three units on one database: everything that their people can do, without a chat."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, select

from bot.app.reports import build_reports_public
from bot.reports.mailbox.service import AddWords
from bot.reports.staff.people.ending import Endings
from bot.reports.staff.people.service import RemoveStaff, SetRoles
from bot.reports.staff.rules import Role, roles_from, store_roles
from bot.reports.staff.service import Post
from bot.reports.tips.service import SendTip
from bot.reports.triage.clock.reminding import REMINDER, KeepClock
from bot.reports.triage.outcomes.service import CloseTip, HearWords, ReopenTip, UndoClose
from bot.reports.triage.outcomes.settling import SettleClose
from bot.reports.triage.rewrapping import RewrapTip
from bot.reports.triage.service import ReadTip, ReturnTip, TakeTip, WriteOnTip
from bot.reports.triage.service.approving import ApproveReading, AskReading
from bot.reports.triage.service.holding import AcceptTip, EndOffer, OfferAll, OfferTip
from bot.reports.triage.service.linking import LinkTips
from bot.reports.triage.service.stating import MarkMinor, SetState, SetUrgency
from bot.reports.triage.transfer.service import SealFiles, TransferTip
from storage.kit.engine import create_engine
from storage.reports.audit import AuditRow
from storage.reports.kinds import cut_to_hour
from storage.reports.outbox import Outbox
from storage.reports.staff import Staff
from storage.reports.units import Unit
from tests.drills.tip_model import stop_waiting_for_the_disk
from tests.logs import logging_to
from tests.reports.house import House, open_house
from tests.reports.services import staff_services

PROVINCE, CITY, TOWN = "hubei", "qianjiang", "yuanlin"
REGIONS = {PROVINCE: "420000", CITY: "429005", TOWN: "429005001"}
CHATS = {PROVINCE: -100_1, CITY: -100_2, TOWN: -100_3}
MONTHS = (
    *("2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-09", "2024-10"),
    *("2025-01", "2025-02", "2025-03", "2025-09", "2025-10"),
    *("2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-09", "2026-10"),
)


class Yard:
    """Keys of three units and the public half, made once for all episodes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stack = AsyncExitStack()

    async def open(self) -> None:
        self._stack.enter_context(logging_to(self.folder / "humen.log"))
        opened = open_house(self.folder, units=list(REGIONS), months=MONTHS)
        self.house = await self._stack.enter_async_context(opened)
        await self.house.engine.dispose()
        workflow = build_reports_public(self.house.parts()).workflow
        self.send: SendTip = workflow["tip_desk"].send_tip
        self.add: AddWords = workflow["mailbox_desk"].add_words.add_words

    async def close(self) -> None:
        await self._stack.aclose()


@dataclass
class WatchWorks:
    """What a start of the application makes of one database."""

    house: House
    send: SendTip
    add: AddWords
    tools: dict[str, Any]
    endings: Endings

    @classmethod
    def start(cls, yard: Yard, url: URL) -> WatchWorks:
        engine = create_engine(url)
        if url.get_backend_name() == "sqlite":
            event.listen(engine.sync_engine, "connect", stop_waiting_for_the_disk)
        house = replace(yard.house, engine=engine)
        tools = staff_services(house).tools
        people = {name: tools[name] for name in ("audit", "clock")}
        find_unit = replace(yard.send.find_unit, unit_of_work=house.work)
        return cls(
            house=house,
            send=replace(yard.send, unit_of_work=house.work, find_unit=find_unit),
            add=replace(yard.add, unit_of_work=house.work),
            tools=tools,
            endings=Endings(**people, wrapping_mark=lambda: None),
        )

    async def stop(self) -> None:
        await self.house.engine.dispose()

    def desk(self) -> dict[str, Any]:
        """Return the use cases that take a post and a tip, by name."""
        plain = (TakeTip, ReturnTip, ReadTip, AcceptTip, EndOffer, OfferTip, OfferAll)
        minors = (MarkMinor, AskReading, ApproveReading)
        others = (WriteOnTip, SetState, SetUrgency, LinkTips, *minors)
        ends = (CloseTip, UndoClose, ReopenTip, HearWords)
        every = (*plain, *others, *ends)
        found: dict[str, Any] = {each.__name__: each(**self.tools) for each in every}
        regions = self.house.library.regions
        found["TransferTip"] = TransferTip(**self.tools, rewrap=self._rewrap(), regions=regions)
        found["SettleClose"] = SettleClose(
            **self.tools, replies={"zh_Hans": "已收到", "en": "Received"}, scrub=_nothing
        )
        return found

    def people(self) -> tuple[RemoveStaff, SetRoles]:
        tools = {name: self.tools[name] for name in ("unit_of_work", "clock", "audit")}
        return RemoveStaff(**tools, endings=self.endings), SetRoles(**tools, endings=self.endings)

    def seal_files(self) -> SealFiles:
        return SealFiles(unit_of_work=self.house.work, rewrap=self._rewrap())

    def keep_clock(self) -> KeepClock:
        return KeepClock(
            unit_of_work=self.house.work,
            clock=self.house.clock,
            tip_clock=self.tools["tip_clock"],
            regions=self.house.library.regions,
        )

    def _rewrap(self) -> RewrapTip:
        keys, files = self.house.staff_keys, self.house.files
        return RewrapTip(unit_of_work=self.house.work, keys=keys, files=files)

    async def add_units(self) -> None:
        async with self.house.work() as work:
            for unit_id, region in REGIONS.items():
                chat = CHATS[unit_id]
                unit = Unit(id=unit_id, region_id=region, chat_id=chat, locale="zh_Hans")
                work.units.add(unit)
            await work.commit()

    async def hire(self, unit_id: str, person: int, *roles: Role) -> Post:
        async with self.house.work() as work:
            staff = work.staff.add(
                Staff(
                    unit_id=unit_id,
                    chat_id=person,
                    roles=store_roles(roles),
                    locale="zh_Hans",
                    joined=cut_to_hour(self.house.clock()),
                )
            )
            await work.commit()
        return post_of(staff)

    async def posts(self) -> list[Post]:
        """Return the posts of all who work there now, as the door finds them."""
        found = []
        async with self.house.work() as work:
            for unit_id in REGIONS:
                found += [post_of(staff) for staff in await work.staff.list_by_unit(unit_id)]
        return found

    async def entries_after(self, position: int) -> Sequence[AuditRow]:
        async with self.house.work() as work:
            statement = select(AuditRow).where(AuditRow.position > position)
            rows = await work.session.execute(statement.order_by(AuditRow.position))
            return rows.scalars().all()

    async def taken_reminders(self) -> list[tuple[Any, ...]]:
        """Take the reminders out of the outbox, as its worker does."""
        async with self.house.work() as work:
            rows = await work.session.execute(select(Outbox).where(Outbox.kind == REMINDER))
            found = []
            for row in rows.scalars().all():
                said = row.payload
                key = (said["tip"], said["term"], said["round"], said["step"], said["staff"])
                found.append((*key, row.address.decode()))
                await work.outbox.drop(row)
            await work.commit()
        return found

    @property
    def now(self) -> datetime:
        return self.house.clock()


def post_of(staff: Staff) -> Post:
    return Post(
        staff_id=staff.id,
        unit_id=staff.unit_id,
        admin_chat=CHATS[staff.unit_id],
        roles=roles_from(staff.roles),
    )


async def _nothing() -> None:
    return
