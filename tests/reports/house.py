"""The public half of the reports house, running on a gateway of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import aiohttp
from aiogram.fsm.storage.base import BaseStorage
from pydantic import AnyHttpUrl, SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.bots import create_bot
from bot.app.dispatchers import PUBLIC_UPDATES, DispatcherParts, create_dispatcher
from bot.app.reports import (
    ROOM_BYTES,
    ReportsParts,
    ReportsPublic,
    begin_screens,
    build_reports_public,
)
from bot.app.shelves import guard
from bot.app.state import State
from bot.chat import groups
from bot.chat.first_aid import FirstAid
from bot.chat.i18n import Catalogues, Locales
from bot.chat.menu import FrontDoor, create_fallback_router, create_router
from bot.chat.shown.shelves import NoShelf, RedisShelf, Shelf
from bot.chat.source.intake import UpdateIntake
from bot.chat.source.polling import Polling
from bot.chat.state import EphemeralStorage
from bot.drawing.apart import clean_file_apart
from bot.gateway.server import serve
from bot.gateway.world.world import World
from bot.reports.tips.attachments import Cleaner
from bot.reports.tips.messages import TipMessage, context_of
from bot.reports.tips.room import DraftRoom, Room
from content.library import Library
from storage.kit.unit_of_work import create_sessions
from storage.reports.kinds import TipStatus
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.envelopes import Envelope, open_envelope
from storage.vault.files import SealedFiles
from storage.vault.keys import PublicKeys, StaffKeys
from tests.clock import Clock
from tests.databases import new_sqlite
from tests.keys import PASSPHRASE, UNIT, copy_keys
from tests.library import library
from tests.logs import logging_to

TOKEN = "700100200:abcdefghijklmnopqrstuvwxyzABCDEF"
BOT = "humen_test_bot"


@dataclass(repr=False)
class House:
    """Databases, keys and files in one folder; `base_url` once it runs."""

    folder: Path
    engine: AsyncEngine
    keys: PublicKeys
    staff_keys: StaffKeys
    files: SealedFiles
    library: Library
    clock: Clock = field(default_factory=Clock)
    base_url: str = ""
    world: World = field(default_factory=World)
    state: State | None = None
    shelf: Shelf = field(default_factory=NoShelf)
    storage: BaseStorage = field(default_factory=EphemeralStorage)
    room: Room = field(default_factory=lambda: DraftRoom(ROOM_BYTES))
    clean: Cleaner = clean_file_apart

    def work(self) -> ReportsUnitOfWork:
        return ReportsUnitOfWork(create_sessions(self.engine))

    def parts(self) -> ReportsParts:
        return ReportsParts(
            engine=self.engine,
            library=self.library,
            clock=self.clock,
            keys=self.keys,
            files=self.files,
            card_delay=lambda: timedelta(minutes=7),
            unit=UNIT,
            room=self.room,
            clean=self.clean,
            shelf=self.shelf_of_screens(),
        )

    def shelf_of_screens(self) -> Shelf:
        redis = self.state.redis if self.state else None
        return RedisShelf(redis) if redis else self.shelf

    @property
    def bot_id(self) -> int:
        return int(TOKEN.partition(":")[0])

    async def tips(self) -> list[Tip]:
        async with self.work() as work:
            lookups = await work.tips.list_by_status(UNIT, list(TipStatus))
            return list(lookups)

    async def read(self, tip: Tip) -> list[TipMessage]:
        """Open everything in a tip as the staff would."""
        async with self.work() as work:
            rows = await work.envelopes.list_by_tip(tip.id)
        return [
            TipMessage.from_bytes(
                open_envelope(
                    Envelope.from_bytes(row.body),
                    context_of(row),
                    self.staff_keys.private_key(row.key_id),
                )
            )
            for row in rows
        ]

    def everything_stored(self) -> bytes:
        """Return every byte of databases, WAL and files, without the keys."""
        paths = [path for path in self.folder.rglob("*") if path.is_file()]
        return b"".join(p.read_bytes() for p in paths if "keys" not in p.parts)


@asynccontextmanager
async def open_house(
    folder: Path,
    engine: AsyncEngine | None = None,
    units: Sequence[str] = (UNIT,),
    months: Sequence[str] = ("2026-11", "2026-12"),
) -> AsyncIterator[House]:
    """Open a house on a fresh SQLite database in the folder, or on the given migrated one."""
    copy_keys(folder / "keys", units, months)
    if engine is None:
        engine = await new_sqlite(folder / "reports.sqlite3", "reports")
    try:
        yield House(
            folder=folder,
            engine=engine,
            keys=PublicKeys.load(folder / "keys", None),
            staff_keys=StaffKeys.load(folder / "keys", PASSPHRASE, None),
            files=SealedFiles(folder / "files"),
            library=library(),
        )
    finally:
        await engine.dispose()


@asynccontextmanager
async def running(house: House) -> AsyncIterator[House]:
    """Serve a gateway and run the public bot with the reports house alone."""
    async with gateway_for(house), bot_on(house):
        yield house


@asynccontextmanager
async def gateway_for(house: House) -> AsyncIterator[None]:
    """Serve a gateway that knows the bot, which does not run yet."""
    with logging_to(house.folder / "humen.log"):
        house.world = World()
        async with serve(house.world) as base_url:
            async with aiohttp.ClientSession() as session:
                bot = {"token": TOKEN, "username": BOT, "first_name": "虎门"}
                async with session.post(f"{base_url}/sim/bots", json=bot) as answer:
                    answer.raise_for_status()
            house.base_url = base_url
            yield


@asynccontextmanager
async def bot_on(house: House, *, dies: bool = False) -> AsyncIterator[ReportsPublic]:
    """Run the bot until the block ends; a second one in turn is a restart.

    One that dies leaves everything as it stands, as a process does that is killed between updates.
    """
    reports = build_reports_public(house.parts())
    i18n, locales = Catalogues(), Locales()
    house.storage = storage = house.state.storage if house.state else EphemeralStorage()
    front_door = _front_door(house, reports)
    dispatcher = create_dispatcher(
        DispatcherParts(
            routers=[
                groups.create_router(),
                create_router(),
                *reports.first,
                *reports.routers,
                create_fallback_router(),
            ],
            workflow={**reports.workflow, "front_door": front_door},
            i18n=i18n,
            locales=locales,
            storage=storage,
            isolation=house.state.isolation if house.state else None,
        )
    )
    bot = create_bot(SecretStr(TOKEN), AnyHttpUrl(house.base_url))
    begin_screens(reports.screens, bot, i18n, storage, front_door)
    first_aid = FirstAid(guard=guard(), i18n=i18n, locales=locales, pages={})
    intake = UpdateIntake(bot, dispatcher, first_aid)
    polling = Polling(intake, PUBLIC_UPDATES)
    tasks = [asyncio.create_task(polling.run()), asyncio.create_task(reports.screens.run())]
    try:
        yield reports
    finally:
        if dies:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            await intake.drain()
        else:
            polling.stop()
            reports.screens.stop()
            await asyncio.gather(*tasks)
            await reports.screens.finish()
        await bot.session.close()


def _front_door(house: House, reports: ReportsPublic) -> FrontDoor:
    return FrontDoor(
        entries=reports.entries,
        banner=lambda _day, _locale: None,
        today=lambda: date(2026, 11, 21),
        reminders=reports.reminders,
    )
