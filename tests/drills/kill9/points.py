"""The points at which a victim can be killed; only the victim's process installs them.

The test writes a point's name into a file, and the process that comes there next kills itself.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import TelegramMethod

from bot.chat.source.intake import UpdateIntake
from bot.education.learning.router import certificates
from storage.kit.outbox_store import OutboxRow, OutboxStore
from storage.kit.unit_of_work import UnitOfWork

Reach = Callable[[str], None]


def install_points(file: Path) -> None:
    """Wrap the seams of the application."""

    def reach(point: str) -> None:
        if file.exists() and file.read_text(encoding="utf-8") == point:
            os.kill(os.getpid(), signal.SIGKILL)

    _wrap_source(reach)
    _wrap_commit(reach)
    _wrap_outbox(reach)
    _wrap_requests(reach)
    _wrap_drawing(reach)


def _wrap_source(reach: Reach) -> None:
    accept = UpdateIntake.accept

    def killing(self: UpdateIntake, raw: dict[str, Any]) -> Any:
        reach("fetched")
        return accept(self, raw)

    UpdateIntake.accept = killing  # type: ignore[method-assign]


def _wrap_commit(reach: Reach) -> None:
    commit = UnitOfWork.commit

    async def killing(self: UnitOfWork) -> None:
        # The frame above is the use case that commits, so points can name one.
        module = sys._getframe(1).f_globals["__name__"]
        reach(f"before the commit of {module}")
        await commit(self)
        reach(f"after the commit of {module}")

    UnitOfWork.commit = killing  # type: ignore[method-assign]


def _wrap_outbox(reach: Reach) -> None:
    claim, finish = OutboxStore.claim, OutboxStore.finish
    kinds: dict[str, str] = {}

    async def noting(
        self: OutboxStore, now: datetime, lease: timedelta, besides: Collection[bytes] = ()
    ) -> Sequence[OutboxRow]:
        rows = await claim(self, now, lease, besides)
        kinds.update({row.id: row.kind for row in rows})
        return rows

    async def killing(self: OutboxStore, item_id: str) -> None:
        reach(f"before the {kinds[item_id]} was finished")
        await finish(self, item_id)

    OutboxStore.claim = noting  # type: ignore[method-assign]
    OutboxStore.finish = killing  # type: ignore[method-assign]


def _wrap_requests(reach: Reach) -> None:
    make_request = AiohttpSession.make_request

    async def killing(
        self: AiohttpSession, bot: Bot, method: TelegramMethod[Any], *args: Any, **options: Any
    ) -> Any:
        reach(f"before {method.__api_method__}")
        result = await make_request(self, bot, method, *args, **options)
        reach(f"after {method.__api_method__}")
        return result

    AiohttpSession.make_request = killing  # type: ignore[method-assign]


def _wrap_drawing(reach: Reach) -> None:
    draw = certificates.draw_certificate

    def killing(*args: Any) -> bytes:
        reach("drawing")
        return draw(*args)

    certificates.draw_certificate = killing
