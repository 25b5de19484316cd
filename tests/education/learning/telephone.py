"""A telephone on the house alone: what it sends goes through the real routers and forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    SendDocument,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import Chat, Message, User
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.dispatchers import DispatcherParts, create_dispatcher
from bot.app.education import EducationHouse, EducationParts, build_education
from bot.app.shelves import guard
from bot.chat.first_aid import FirstAid
from bot.chat.i18n import Catalogues, Locales
from bot.chat.menu import FrontDoor, create_fallback_router, create_router
from bot.chat.source.intake import UpdateIntake
from bot.chat.state import EphemeralStorage
from tests.chat.recording import TOKEN, RecordingSession, raw_message, raw_tap
from tests.education.learning.school import MEI, School

SHOWING = SendMessage | EditMessageText | SendDocument


class Session(RecordingSession):
    """Answers what is sent with the message that then stands in the chat."""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], *_: Any, **__: Any) -> Any:
        answer = await super().make_request(bot, method)
        if answer is True and isinstance(method, SendMessage):
            chat = Chat(id=int(method.chat_id), type="private")
            return Message(message_id=1, date=datetime.now(UTC), chat=chat)
        return answer


class FormSG(StatesGroup):
    """A form of the other house."""

    open = State()


class Telephone:
    """Sends what a person does, and shows what came back."""

    def __init__(self, school: School, guests: AsyncEngine, language: str) -> None:
        self.session = Session()
        self.bot = Bot(TOKEN, session=self.session)
        self.bot._me = User(id=42, is_bot=True, first_name="Humen", username="HumenBot")
        self.typed: list[str] = []
        self._language = language
        self._updates = 0
        house = build_education(
            EducationParts(
                engine=school.engine, guests=guests, library=school.library, clock=school.clock
            )
        )
        parts = self._parts(house)
        first_aid = FirstAid(guard=guard(), i18n=parts.i18n, locales=parts.locales, pages={})
        self._intake = UpdateIntake(self.bot, create_dispatcher(parts), first_aid)

    def _parts(self, house: EducationHouse) -> DispatcherParts:
        nothing: Callable[[date, str], str | None] = lambda _day, _locale: None  # noqa: E731
        front_door = FrontDoor(
            entries=house.entries, banner=nothing, today=lambda: date(2026, 11, 21)
        )
        routers = [create_router(), *house.routers, self._form(), *house.catchers]
        return DispatcherParts(
            routers=[*routers, create_fallback_router()],
            workflow={**house.workflow, "front_door": front_door},
            i18n=Catalogues(),
            locales=Locales(),
            storage=EphemeralStorage(),
        )

    def _form(self) -> Router:
        async def opened(_message: Message, state: FSMContext) -> None:
            await state.set_state(FormSG.open)

        async def answered(message: Message) -> None:
            self.typed.append(message.text or "")

        router = Router()
        router.message.register(opened, Command("form"))
        router.message.register(answered, FormSG.open, F.text)
        return router

    async def say(self, text: str, **more: Any) -> None:
        self._updates += 1
        await self._feed(raw_message(self._updates, MEI, text, **more), "message")

    async def tap(self, data: str) -> None:
        self._updates += 1
        await self._feed(raw_tap(self._updates, MEI, data), "callback_query")

    async def _feed(self, raw: dict[str, Any], kind: str) -> None:
        self.session.asked.clear()
        raw[kind]["from"]["language_code"] = self._language
        await self._intake.accept(raw)

    def shown(self) -> list[str]:
        return [_words(each) for each in self.session.asked if isinstance(each, SHOWING)]

    def words(self) -> str:
        return self.shown()[-1]

    def told(self) -> str:
        """Return what the tap was answered with, above the chat."""
        answers = [each for each in self.session.asked if isinstance(each, AnswerCallbackQuery)]
        return "".join(each.text or "" for each in answers)

    def buttons(self) -> dict[str, str]:
        """Return the data behind each label of what was shown last."""
        shown: Any = [each for each in self.session.asked if isinstance(each, SHOWING)][-1]
        lines = shown.reply_markup.inline_keyboard
        return {each.text: each.callback_data for line in lines for each in line}

    def button(self, words: str) -> str:
        return next(data for label, data in self.buttons().items() if words in label)


def _words(method: TelegramMethod[Any]) -> str:
    if isinstance(method, SendDocument):
        return str(method.caption)
    assert isinstance(method, SendMessage | EditMessageText)
    return str(method.text)
