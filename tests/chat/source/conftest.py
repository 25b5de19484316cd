"""An intake over a recording bot, whose handlers do what a test tells them to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import Message, Update

from bot.chat.guard import Danger
from bot.chat.source import intake as intake_module
from bot.chat.source.intake import UpdateIntake
from tests.chat.recording import RecordingSession, create_recording_bot


class Desk:
    """Handles messages as a test tells it to, and keeps what it gave as first aid."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.failures: list[BaseException] = []
        self.apologies: list[int] = []
        self.answered: list[int] = []
        self.floods: list[int] = []
        self.waits: list[int] = []
        self.gates: dict[str, asyncio.Event] = {}

    async def handle(self, message: Message) -> None:
        words = message.text or ""
        if words in self.gates:
            await self.gates[words].wait()
        if self.failures:
            raise self.failures.pop(0)
        self.heard.append(words)

    def look(self, update: Update) -> Danger | None:
        words = update.message.text if update.message else None
        return Danger.SELF_HARM if words == "SOS" else None

    async def answer(self, _bot: Bot, update: Update, danger: Danger) -> None:
        assert danger is Danger.SELF_HARM
        self.answered.append(update.update_id)

    def page(self, update: Update) -> str | None:
        return "help" if update.message and update.message.text == "/help" else None

    async def apologise(self, _bot: Bot, update: Update) -> None:
        self.apologies.append(update.update_id)

    async def tell_of_wait(self, _bot: Bot, update: Update) -> None:
        self.waits.append(update.update_id)

    async def tell_of_flood(self, _bot: Bot, update: Update) -> None:
        self.floods.append(update.update_id)

    def hold(self, words: str) -> asyncio.Event:
        return self.gates.setdefault(words, asyncio.Event())


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def dispatcher(desk: Desk) -> Dispatcher:
    dispatcher = Dispatcher()
    dispatcher.message.register(desk.handle)
    return dispatcher


@pytest.fixture
def session() -> RecordingSession:
    return RecordingSession()


@pytest.fixture
def recording_bot(session: RecordingSession) -> Bot:
    bot, _ = create_recording_bot()
    bot.session = session
    return bot


@pytest.fixture
async def intake(
    recording_bot: Bot, dispatcher: Dispatcher, desk: Desk
) -> AsyncIterator[UpdateIntake]:
    intake = UpdateIntake(recording_bot, dispatcher, desk)
    yield intake
    await intake.drain()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "PAUSE_SECONDS", 0.001)
