"""The menu, the languages, and what happens to a question when another door opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.types import Message, Update
from aiogram.utils.i18n import lazy_gettext as __

from bot.app.dispatchers import DispatcherParts, create_dispatcher
from bot.chat.entries import Entry, EntryCallback
from bot.chat.i18n import KNOWN_LOCALES, Catalogues, Locales
from bot.chat.keyboards import HELP, MENU
from bot.chat.menu import FrontDoor, LocaleCallback, create_fallback_router, create_router
from bot.chat.state import EphemeralStorage
from tests.chat.recording import RecordingSession, create_recording_bot, raw_message, raw_tap

MEI = 7_001
ENTRIES = [
    Entry(name="report", label=__("🚨 Report"), description=__("Report drug crime safely"), row=2),
    Entry(name="learn", label=__("📖 Start learning"), description=__("🏠 Menu"), row=0),
]


class AskSG(StatesGroup):
    """A question of one house."""

    name = State()


class House:
    """Asks a question, and keeps what it is answered."""

    def __init__(self) -> None:
        self.answers: list[str] = []

    def router(self) -> Router:
        router = Router()
        router.message.register(self.ask, Command("ask"))
        router.message.register(self.answered, AskSG.name, F.text & ~F.text.startswith("/"))
        router.callback_query.register(self.other, EntryCallback.filter(F.name == "report"))
        return router

    async def ask(self, message: Message, state: FSMContext) -> None:
        assert message.text
        await state.set_state(AskSG.name)

    async def answered(self, message: Message) -> None:
        self.answers.append(message.text or "")

    async def other(self, *_: object) -> None: ...


@pytest.fixture
def house() -> House:
    return House()


class Phone:
    """Sends what a person does to the dispatcher, and shows what came back."""

    def __init__(self, house: House, banner: Callable[[date, str], str | None]) -> None:
        self.bot: Bot
        self.session: RecordingSession
        self.bot, self.session = create_recording_bot()
        front_door = FrontDoor(entries=ENTRIES, banner=banner, today=lambda: date(2026, 6, 3))
        self._dispatcher = create_dispatcher(
            DispatcherParts(
                routers=[create_router(), house.router(), create_fallback_router()],
                workflow={"front_door": front_door},
                i18n=Catalogues(),
                locales=Locales(),
                storage=EphemeralStorage(),
            )
        )
        self._updates = 0

    async def send(self, text: str, **more: Any) -> None:
        self._updates += 1
        await self._feed(raw_message(self._updates, MEI, text, **more))

    async def tap(self, data: str) -> None:
        self._updates += 1
        await self._feed(raw_tap(self._updates, MEI, data))

    async def _feed(self, raw: dict[str, Any]) -> None:
        await self._dispatcher.feed_update(self.bot, Update.model_validate(raw))

    def words(self) -> str:
        shown = [m for m in self.session.asked if isinstance(m, SendMessage | EditMessageText)]
        return str(shown[-1].text)

    def buttons(self) -> list[str]:
        shown = [m for m in self.session.asked if isinstance(m, SendMessage | EditMessageText)]
        markup: Any = shown[-1].reply_markup
        return [each.text for row in markup.inline_keyboard for each in row]


@pytest.fixture
def phone(house: House) -> Phone:
    return Phone(house, lambda _day, _locale: None)


@pytest.mark.parametrize("text", ["/start", "/menu", "/start no-such-door", "/start verify_"])
async def test_every_start_shows_the_menu_in_its_order(phone: Phone, text: str) -> None:
    await phone.send(text)
    assert [label[0] for label in phone.buttons()] == ["📖", "🚨", "🌐"]


async def test_a_campaign_stands_above_the_menu(house: House) -> None:
    phone = Phone(house, lambda day, locale: f"<b>{day.isoformat()} {locale}</b>")
    await phone.send("/start")
    assert phone.words().startswith("<b>2026-06-03 zh_Hans</b>\n\n")


async def test_a_language_is_chosen_once_and_holds(phone: Phone) -> None:
    await phone.send("/language")
    assert set(KNOWN_LOCALES.values()) <= set(phone.buttons())
    await phone.tap(LocaleCallback(locale="en").pack())
    assert "learn to say no" in phone.words()
    await phone.send("/start")
    assert "learn to say no" in phone.words()


async def test_a_language_that_is_not_shipped_changes_nothing(phone: Phone) -> None:
    await phone.tap(LocaleCallback(locale="../en").pack())
    await phone.send("/start")
    assert "learn to say no" not in phone.words()


async def test_what_fits_nowhere_is_not_kept_and_the_person_is_told(phone: Phone) -> None:
    await phone.send("随便写点什么")
    assert "随便写点什么" not in phone.words()
    assert phone.buttons() == ["🧹 擦掉我刚写的", "🏠 主菜单", "🛟 我需要帮助"]


async def test_a_button_of_nobody_is_answered(phone: Phone) -> None:
    await phone.tap("of-2031:x")
    assert isinstance(phone.session.asked[-1], AnswerCallbackQuery)
    assert phone.session.asked[-1].text


async def test_a_question_is_answered_by_the_next_words(phone: Phone, house: House) -> None:
    await phone.send("/ask")
    await phone.send("小雨")
    assert house.answers == ["小雨"]


@pytest.mark.parametrize("data", [EntryCallback(name=n).pack() for n in ("report", MENU, "learn")])
async def test_who_opens_another_door_has_left_the_question(
    phone: Phone, house: House, data: str
) -> None:
    await phone.send("/ask")
    await phone.tap(data)
    await phone.send("这是给另一家的话")
    assert house.answers == []


async def test_a_command_leaves_the_question_as_well(phone: Phone, house: House) -> None:
    await phone.send("/ask")
    await phone.send("/report")
    await phone.send("这是给另一家的话")
    assert house.answers == []


@pytest.mark.parametrize("way", ["/help", EntryCallback(name=HELP).pack()])
async def test_help_leaves_the_question_as_it_is(phone: Phone, house: House, way: str) -> None:
    await phone.send("/ask")
    await (phone.send(way) if way.startswith("/") else phone.tap(way))
    await phone.send("小雨")
    assert house.answers == ["小雨"]


async def test_groups_have_no_menu(phone: Phone) -> None:
    await phone.send("/start", chat={"id": -5, "type": "group", "title": "班级群"})
    assert phone.session.asked == []


def test_an_entry_is_its_command_its_button_and_its_link() -> None:
    for entry in ENTRIES:
        assert EntryCallback.unpack(entry.callback).name == entry.name
        assert len(entry.callback.encode()) <= 64
