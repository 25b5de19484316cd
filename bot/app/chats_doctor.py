"""What `humen doctor` asks Telegram: may the staff bot do in each admin chat what it has to."""

from __future__ import annotations

import asyncio
from typing import Final

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from bot.app.bots import create_bot
from bot.app.keys_ending import open_work
from bot.app.units_doctor import UnitFinding
from bot.chat.delivery.refusals import UNREACHABLE, refusal_of
from bot.reports.staff.rights import find_missing
from bot.settings import Settings

SECONDS: Final = 10.0
LOST = "Telegram could not be asked about the admin chat of {unit}."
OUT = "The staff bot is not in the admin chat of {unit}, or the chat is gone. Put it back."
MISSING = (
    "In the admin chat of {unit} the staff bot lacks: {rights}. "
    "Group info, Edit, Administrators: give it these."
)


async def find_in_chats(settings: Settings) -> list[UnitFinding]:
    """Return what is wrong; nothing where the staff bot's token or the database is elsewhere."""
    if settings.staff_bot_token is None:
        return []
    async with open_work(settings) as work_factory:
        if work_factory is None:
            return []
        async with work_factory() as work:
            units = [each for each in await work.units.list_all() if each.chat_id is not None]
    bot = create_bot(settings.staff_bot_token, settings.telegram_api)
    async with bot.session:
        found = [await _look(bot, unit.id, unit.chat_id or 0) for unit in units]
    return [each for each in found if each is not None]


async def _look(bot: Bot, unit: str, chat_id: int) -> UnitFinding | None:
    try:
        async with asyncio.timeout(SECONDS):
            missing = await find_missing(bot, chat_id)
    except TimeoutError:
        return UnitFinding(is_red=False, sentence=LOST.format(unit=unit))
    except (TelegramAPIError, ClientDecodeError) as error:
        is_out = refusal_of(error) in UNREACHABLE
        return UnitFinding(is_red=is_out, sentence=(OUT if is_out else LOST).format(unit=unit))
    if not missing:
        return None
    rights = ", ".join(right.value for right in missing)
    return UnitFinding(is_red=True, sentence=MISSING.format(unit=unit, rights=rights))
