"""Minors: a trusted adult comes first, and nothing asks them to watch anybody."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.reports.tips.draft import take_draft
from bot.reports.tips.states import TipSG


async def on_minor(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    take_draft(manager).is_minor = True
    await manager.switch_to(TipSG.minor)


async def on_grown_up(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    take_draft(manager).is_minor = False
    await manager.switch_to(TipSG.entry)


async def on_minor_at_home(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    """Show what is said to a minor who speaks of his family."""
    take_draft(manager).is_minor = True
