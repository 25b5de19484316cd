"""An admin chat on a gateway, with reminders, boards and heads of the audit, and no more."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Bot
from pydantic import AnyHttpUrl, SecretStr

from bot.app.bots import create_bot
from bot.app.clock import ClockParts, ClockSide, build_clock
from bot.chat.delivery.outbox import OutboxWorker, Sender
from bot.chat.i18n import Catalogues
from bot.gateway.server import serve
from bot.gateway.world.model import Chat
from bot.gateway.world.world import World
from bot.reports.staff.places import FindPlace, KeepTopic
from bot.reports.staff.service import FollowChat, NoteReach
from bot.reports.staff.topics import AdminChats
from storage.kit.unit_of_work import create_sessions
from storage.reports.outbox_store import ReportsOutboxStore
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.signing import Writer
from tests.library import library
from tests.phone import JSON, call
from tests.player import Player
from tests.reports.tables import CITY, SHANGHAI, TOWN, Tables

TOKEN = "700100400:abcdefghijklmnopqrstuvwxyzABCDEF"
BOT = 700100400


@dataclass
class AdminChat:
    """The town's chat with Li in it, the city's with Zhao; `side` is made anew at a restart."""

    tables: Tables
    world: World
    base_url: str
    bot: Bot
    chats: AdminChats
    side: ClockSide
    li: Player
    zhao: Player
    group: int
    above: int
    writer: Writer

    @property
    def chat(self) -> Chat:
        return self.world.groups[self.group]

    def restart(self) -> None:
        """Forget all that a process remembers."""
        self.side = _side(self.tables, self.bot, self.chats, self.writer)

    def worker(self, **senders: Sender) -> OutboxWorker:
        store = ReportsOutboxStore(self.tables.engine)
        return OutboxWorker(store, {**self.side.senders, **senders}, self.tables.clock)

    async def serve_outbox(self) -> None:
        worker = self.worker()
        while await worker.serve_once():
            pass

    async def boards(self, chat: int | None = None) -> list[JSON]:
        """Return the boards that Li sees in the chat, oldest first."""
        params = {"user": self.li.id, "chat": self.group if chat is None else chat}
        state = await call(self.base_url, "GET", "/sim/state", params=params)
        found = next(each for each in state["chats"] if each["id"] == params["chat"])
        return [m for m in found["messages"] if "📌" in str(m.get("text"))]

    def requests(self, method: str) -> list[JSON]:
        return [each.to_json() for each in self.world.requests.select(None, method)]

    async def play(self, path: str, **fields: Any) -> JSON:
        answer: JSON = await call(self.base_url, "POST", f"/sim/{path}", json=fields)
        return answer


@asynccontextmanager
async def open_admin_chat(tables: Tables, world: World | None = None) -> AsyncIterator[AdminChat]:
    """Serve a gateway with both units' chats, in which the bot is an administrator."""
    world = world or World()
    world.add_bot(TOKEN, "humen_board_test_bot", "虎门值班室")
    async with serve(world) as base_url:
        li, zhao = [await Player.create(base_url, name) for name in ("李警官", "赵警官")]
        group = await _group(base_url, "值班群", li)
        above = await _group(base_url, "市局值班群", zhao)
        await _bind(tables, {TOWN: group, CITY: above})
        bot = create_bot(SecretStr(TOKEN), AnyHttpUrl(base_url))
        writer, chats = Writer.create(), _admin_chats(tables, bot)
        try:
            yield AdminChat(
                tables=tables,
                world=world,
                base_url=base_url,
                bot=bot,
                chats=chats,
                side=_side(tables, bot, chats, writer),
                li=li,
                zhao=zhao,
                group=group,
                above=above,
                writer=writer,
            )
        finally:
            await bot.session.close()


def _unit_of_work(tables: Tables) -> Callable[[], ReportsUnitOfWork]:
    sessions = create_sessions(tables.engine)
    return lambda: ReportsUnitOfWork(sessions)


def _admin_chats(tables: Tables, bot: Bot) -> AdminChats:
    clock: Callable[[], datetime] = tables.clock
    tools: dict[str, Any] = {"unit_of_work": _unit_of_work(tables), "clock": clock}
    return AdminChats(
        bot=bot,
        library=library(),
        find_place=FindPlace(**tools),
        keep_topic=KeepTopic(**tools),
        follow=FollowChat(**tools),
        note_reach=NoteReach(**tools),
    )


def _side(tables: Tables, bot: Bot, chats: AdminChats, writer: Writer) -> ClockSide:
    return build_clock(
        ClockParts(
            unit_of_work=_unit_of_work(tables),
            clock=tables.clock,
            library=library(),
            zone=SHANGHAI,
            bot=bot,
            i18n=Catalogues(),
            chats=chats,
            writer=writer,
        )
    )


async def _bind(tables: Tables, chats: dict[str, int]) -> None:
    async with tables.work() as work:
        for unit_id, chat in chats.items():
            (await work.units.get(unit_id)).chat_id = chat
        await work.commit()


async def _group(base_url: str, title: str, owner: Player) -> int:
    body = {"title": title, "owner": owner.id, "members": [owner.id, BOT], "type": "group"}
    made = await call(base_url, "POST", "/sim/groups", json=body)
    group = int(made["id"])
    role = {"chat": group, "user": BOT, "role": "administrator"}
    await call(base_url, "POST", "/sim/role", json=role)
    return group
