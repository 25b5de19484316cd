"""A learner with an hour for reminders, and a worker whose messages can be read."""

from __future__ import annotations

from datetime import datetime

from aiogram import Bot

from bot.chat.delivery.outbox import OutboxWorker
from bot.chat.i18n import Catalogues
from bot.chat.notices import DailyNotices
from bot.education.learning.router.reminders import ReminderSender
from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.remembering import RememberLearner
from bot.education.learning.service.reminders import (
    REMINDER,
    ChooseHour,
    PlanReminders,
    PutBackReminder,
    StopReminders,
    TakeUpReminder,
)
from storage.education.outbox import Outbox
from storage.kit.outbox_store import OutboxStore
from tests.education.learning.school import CHINA, MEI, School


class Phonebook(DailyNotices):
    """Keeps what would be sent, or fails as told."""

    def __init__(self, fault: Exception | None = None) -> None:
        super().__init__(Bot("42:abc"), Catalogues())
        object.__setattr__(self, "sent", [])
        object.__setattr__(self, "fault", fault)

    sent: list[tuple[int, int, str]]
    fault: Exception | None

    async def send(self, chat_id: int, count: int, locale: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.sent.append((chat_id, count, locale))


async def learner(school: School, hour: int | None = 18, chat: int = MEI) -> None:
    """Let somebody finish a lesson at eight in the evening, and choose an hour."""
    await school.finish(await school.start(chat=chat), chat=chat)
    await school.use(RememberLearner)(school.update(chat), AgeBand.ADULT)
    assert await school.use(ChooseHour)(school.update(chat), hour)


def worker(school: School, notices: DailyNotices) -> OutboxWorker:
    sender = ReminderSender(
        notices=notices,
        take_up=school.use(TakeUpReminder),
        put_back=school.use(PutBackReminder),
        stop=school.use(StopReminders),
    )
    return OutboxWorker(OutboxStore(school.engine, Outbox), {REMINDER: sender}, school.clock)


async def remind(school: School) -> list[tuple[int, int, str]]:
    """Plan and send what this moment asks for."""
    notices = Phonebook()
    await school.use(PlanReminders)()
    await worker(school, notices).serve_once()
    return notices.sent


def turn(school: School, day: int, hour: int, minute: int = 0) -> None:
    school.clock.now = datetime(2026, 11, day, hour, minute, tzinfo=CHINA)
