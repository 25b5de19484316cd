"""Help, menu and the answer to danger come whatever else is broken."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import Update

from bot.app.shelves import guard
from bot.chat.cards import Card
from bot.chat.entries import EntryCallback
from bot.chat.first_aid import FirstAid
from bot.chat.i18n import Catalogues, Locales
from bot.chat.keyboards import HELP, MENU
from tests.chat.recording import RecordingSession, create_recording_bot, raw_message, raw_tap


class NoStore:
    """A database that does not answer."""

    async def find_locale(self, chat_id: int) -> str | None:
        del chat_id
        await asyncio.sleep(60)
        return None

    async def keep_locale(self, chat_id: int, locale: str) -> None: ...


@pytest.fixture
def aid() -> FirstAid:
    pages = {
        HELP: lambda locale: Card(text=f"help {locale}"),
        MENU: lambda locale: Card(text=f"menu {locale}"),
    }
    return FirstAid(guard=guard(), i18n=Catalogues(), locales=Locales(NoStore()), pages=pages)


@pytest.fixture
def phone() -> tuple[Bot, RecordingSession]:
    return create_recording_bot()


async def said(aid: FirstAid, phone: tuple[Bot, RecordingSession], raw: dict[str, Any]) -> Any:
    bot, session = phone
    await aid.apologise(bot, Update.model_validate(raw))
    return session.asked[-1]


async def test_danger_is_answered_though_the_database_is_away(
    aid: FirstAid, phone: tuple[Bot, RecordingSession]
) -> None:
    bot, session = phone
    for raw in (
        raw_message(1, 5, "我不想活了"),
        {"update_id": 2, "edited_message": raw_message(2, 5, "我不想活了")["message"]},
    ):
        update = Update.model_validate(raw)
        danger = aid.look(update)
        assert danger is not None
        async with asyncio.timeout(1):
            await aid.answer(bot, update, danger)
        assert "12356" in session.asked[-1].text  # type: ignore[attr-defined]
    group = {"chat": {"id": -5, "type": "group", "title": "x"}}
    assert aid.look(Update.model_validate(raw_message(3, 5, "我不想活了", **group))) is None
    assert aid.look(Update.model_validate(raw_tap(4, 5, "我不想活了"))) is None


async def test_an_answer_that_cannot_be_sent_harms_nothing(
    aid: FirstAid, phone: tuple[Bot, RecordingSession]
) -> None:
    bot, session = phone
    session.planned.extend([ConnectionError(), ConnectionError()])
    update = Update.model_validate(raw_message(1, 5, "我不想活了"))
    danger = aid.look(update)
    assert danger is not None
    await aid.answer(bot, update, danger)
    await aid.apologise(bot, update)
    assert len(session.asked) == 2


async def test_help_and_menu_stand_in_for_themselves(
    aid: FirstAid, phone: tuple[Bot, RecordingSession]
) -> None:
    wanted = {
        "/help": "help zh_Hans",
        "/help@humen_bot": "help zh_Hans",
        "/start help": "help zh_Hans",
        "/start": "menu zh_Hans",
        "/menu": "menu zh_Hans",
    }
    for words, text in wanted.items():
        assert (await said(aid, phone, raw_message(1, 5, words))).text == text
    for name in (HELP, MENU):
        tap = raw_tap(1, 5, EntryCallback(name=name).pack())
        assert (await said(aid, phone, tap)).text == f"{name} zh_Hans"


async def test_every_other_apology_says_whom_to_call_and_has_the_way_to_help(
    aid: FirstAid, phone: tuple[Bot, RecordingSession]
) -> None:
    for raw in (raw_message(1, 5, "你好"), raw_message(2, 5, "/start report"), raw_tap(3, 5, "x")):
        sent = await said(aid, phone, raw)
        assert sent.chat_id == 5
        for number in ("110", "120", "12355", "12356"):
            assert number in sent.text
        assert sent.reply_markup.inline_keyboard[0][0].callback_data == "open:help"
    bot, session = phone
    await aid.tell_of_flood(bot, Update.model_validate(raw_message(1, 5)))
    assert "12356" in session.asked[-1].text  # type: ignore[attr-defined]
    asked = len(session.asked)
    await aid.apologise(
        bot,
        Update.model_validate(
            {
                "update_id": 9,
                "poll_answer": {"poll_id": "1", "option_ids": [], "option_persistent_ids": []},
            }
        ),
    )
    assert len(session.asked) == asked
