"""Keeps a board in every admin chat: posts, pins and edits it, and survives what befalls it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramMigrateToChat
from aiogram.utils.i18n import I18n

from bot.chat.delivery.refusals import at_best
from bot.errors import NoAdminChatError
from bot.reports.staff.topics import AdminChats
from bot.reports.triage.board.rules import LOOK_EVERY, digest_of, wait_after
from bot.reports.triage.board.service import BoardState, FindBoardState, KeepBoard, ListBoardUnits
from bot.reports.triage.board.texts import write_board
from content.library import Library

log = structlog.get_logger(__name__)

# However much happens, a board is edited once in so many seconds: four of the group's twenty
# messages a minute, and cards have the rest.
BOARD_SECONDS = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardParts:
    """What the boards are kept with."""

    bot: Bot
    chats: AdminChats
    i18n: I18n
    library: Library
    zone: tzinfo
    list_units: ListBoardUnits
    find: FindBoardState
    keep: KeepBoard


@dataclass(slots=True)
class _Trouble:
    failures: int = 0
    wait_until: datetime | None = None


@dataclass(slots=True)
class KeepBoards:
    """Brings every unit's board up to date; call it every `BOARD_SECONDS`."""

    parts: BoardParts
    _trouble: dict[str, _Trouble] = field(default_factory=dict)
    _looked: dict[str, datetime] = field(default_factory=dict)

    async def __call__(self) -> None:
        """Look after all boards at once: one chat that is slow holds up no other."""
        async with asyncio.TaskGroup() as group:
            for unit_id in await self.parts.list_units():
                if self._may_try(unit_id):
                    group.create_task(self._try(unit_id))

    async def refresh(self, unit_id: str) -> None:
        """Bring one board up to date; raise what Telegram refuses."""
        state = await self.parts.find(unit_id)
        if state is None:
            return
        text = self._draw(state)
        if state.message_id is None:
            await self._post(state, text)
        elif state.shown != digest_of(text):
            await self._edit(state, state.message_id, text)
        elif self._is_to_be_looked_at(unit_id):
            await self._look(state, state.message_id, text)

    def _may_try(self, unit_id: str) -> bool:
        trouble = self._trouble.get(unit_id)
        return trouble is None or trouble.wait_until is None or self._now() >= trouble.wait_until

    async def _try(self, unit_id: str) -> None:
        try:
            await self.refresh(unit_id)
        except (TelegramAPIError, NoAdminChatError) as error:
            trouble = self._trouble.setdefault(unit_id, _Trouble())
            trouble.failures += 1
            trouble.wait_until = self._now() + wait_after(trouble.failures)
            log.warning("board_failed", error=type(error).__name__, failures=trouble.failures)
        else:
            self._trouble.pop(unit_id, None)

    async def _post(self, state: BoardState, text: str) -> None:
        sent = await self.parts.chats.send(state.unit_id, text, disable_notification=True)
        await self.parts.keep(state.unit_id, sent.chat.id, sent.message_id, digest_of(text))
        await self._pin(sent.chat.id, sent.message_id)
        self._looked[state.unit_id] = self._now()

    async def _edit(self, state: BoardState, message_id: int, text: str) -> None:
        if await self.parts.chats.edit(state.unit_id, message_id, text):
            await self.parts.keep(state.unit_id, state.chat_id, message_id, digest_of(text))
        else:
            await self._post(state, text)

    def _is_to_be_looked_at(self, unit_id: str) -> bool:
        looked = self._looked.get(unit_id)
        return looked is None or self._now() >= looked + LOOK_EVERY

    async def _look(self, state: BoardState, message_id: int, text: str) -> None:
        """Pin the board again where nothing is pinned; what the staff pinned over it stays.

        A board that cannot be pinned since it was deleted is posted anew.
        """
        self._looked[state.unit_id] = self._now()
        try:
            chat = await self.parts.bot.get_chat(state.chat_id)
        except TelegramMigrateToChat as error:
            await self.parts.chats.follow(state.chat_id, error.migrate_to_chat_id)
            return
        if chat.pinned_message is None and not await self._pin(state.chat_id, message_id):
            await self._edit(state, message_id, text)

    async def _pin(self, chat_id: int, message_id: int) -> bool:
        """Return False where it cannot be pinned; without the right to pin it simply stands."""
        with at_best():
            return await self.parts.bot.pin_chat_message(
                chat_id, message_id, disable_notification=True
            )
        return False

    def _draw(self, state: BoardState) -> str:
        place = self.parts.library.regions.get(state.region_id).name
        with self.parts.i18n.context(), self.parts.i18n.use_locale(state.locale):
            return write_board(state, place.to(state.locale), self.parts.zone)

    def _now(self) -> datetime:
        return self.parts.find.clock()
