"""An application with a unit above it: a province's desk with a chat, keys and an officer of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.app import demo
from bot.app.commands import binding_code
from bot.app.keys import make_all_keys
from bot.app.shared import utc_now
from bot.settings import Settings
from storage.kit.engine import create_engine
from storage.kit.unit_of_work import create_sessions
from storage.reports.outbox import Outbox
from storage.reports.unit_of_work import ReportsUnitOfWork
from tests.journeys.conftest import CASTS, open_town
from tests.journeys.triage_words import TRIAGE
from tests.journeys.words import words_in
from tests.phone import JSON, call, inline_buttons
from tests.player import Player
from tests.whole_app import WholeApp, invite

ABOVE = "hubei"
PROVINCE = "420000"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class TwoUnits:
    """Li and Wang work in the city's chat, Zhao in the province's."""

    app: WholeApp
    settings: Settings
    sessions: Any
    li: Player
    wang: Player
    zhao: Player
    city: int
    province: int
    language: str
    says: Mapping[str, str]

    async def hasten(self, kind: str) -> None:
        """Let what the outbox keeps for later be due now, as if the time had gone by."""
        async with ReportsUnitOfWork(self.sessions) as work:
            rows = update(Outbox).where(Outbox.kind == kind).values(due_at=LONG_AGO)
            await work.session.execute(rows)
            await work.commit()


async def sees_button(player: Player, chat: int, message: JSON, words: str) -> None:
    """Wait until a message offers this button."""
    async with asyncio.timeout(20):
        while not await _offers(player, chat, message, words):  # noqa: ASYNC110 - as elsewhere
            await asyncio.sleep(0.05)


async def _offers(player: Player, chat: int, message: JSON, words: str) -> bool:
    shown = await player.messages(chat)
    (same,) = [each for each in shown if each["message_id"] == message["message_id"]]
    return any(words in button["text"] for button in inline_buttons(same))


@asynccontextmanager
async def open_two_units(folder: Path, locale: str) -> AsyncIterator[TwoUnits]:
    """Run the application for both units; their keys are made before it starts."""
    kept: list[Settings] = []
    make = demo.demo_settings

    def keep(*arguments: Any) -> Settings:
        kept.append(make(*arguments))
        make_all_keys(kept[-1], utc_now(), units=[ABOVE])
        return kept[-1]

    language = CASTS[locale].language_code
    names = ("王警官", "赵警官") if language == "zh-hans" else ("Officer Wang", "Officer Zhao")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "demo_settings", keep)
        async with open_town(folder, locale) as app:
            engine = create_engine(kept[0].reports_url)
            try:
                sessions = create_sessions(engine)
                zhao = await Player.create(app.stage.base_url, names[1], language)
                yield TwoUnits(
                    app=app,
                    settings=kept[0],
                    sessions=sessions,
                    li=app.officer,
                    wang=await invite(app, names[0], language),
                    zhao=zhao,
                    city=app.admin_chat,
                    province=await _open_above(app, kept[0], sessions, zhao),
                    language=language,
                    says=words_in(locale, TRIAGE),
                )
            finally:
                await engine.dispose()


async def _open_above(app: WholeApp, settings: Settings, sessions: Any, zhao: Player) -> int:
    """Write the unit down, make its chat, and bind it."""
    async with ReportsUnitOfWork(sessions) as work:
        await work.units.ensure(ABOVE, region_id=PROVINCE, locale="zh_Hans")
        await work.commit()
    url = app.stage.base_url
    body = {"title": "省禁毒办 · 线索值班群", "owner": zhao.id, "members": [zhao.id, app.desk]}
    group = await call(url, "POST", "/sim/groups", json=body)
    place = {"chat": group["id"], "user": app.desk, "role": "administrator"}
    await call(url, "POST", "/sim/role", json=place)
    await zhao.send(group["id"], await binding_command(settings))
    is_chinese = zhao.user["language_code"] == "zh-hans"
    await zhao.sees("本单位的值班群" if is_chinese else "the unit's admin chat")
    await zhao.send(app.desk, "/start")
    await zhao.sees("您已上岗" if is_chinese else "on duty")
    return int(group["id"])


async def binding_command(settings: Settings) -> str:
    return f"/bind {await binding_code(settings, ABOVE)}"
