"""One reminder a day at the chosen hour: never at night, never twice, off at a tap."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import SendMessage

from bot.chat.delivery.outbox import OutboxWorker
from bot.chat.i18n import Catalogues
from bot.chat.notices import DailyNotices
from bot.education.learning.router.reminders import ReminderSender
from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.practice import StartPractice
from bot.education.learning.service.profiles import ForgetLearner, ListProfiles
from bot.education.learning.service.remembering import RememberLearner
from bot.education.learning.service.reminders import (
    REMINDER,
    ChooseHour,
    PlanReminders,
    PutBackReminder,
    RestFromReminders,
    ShowHabits,
    StopReminders,
    TakeUpReminder,
)
from storage.education.outbox import Outbox
from storage.kit.outbox_store import OutboxRow, OutboxStore
from tests.education.conftest import CHINA, MEI, WANG, School


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


async def test_the_reminder_comes_at_the_chosen_hour_when_something_is_due(school: School) -> None:
    await learner(school, hour=17)
    got = {}
    for hours in range(72):
        turn(school, 21 + (20 + hours) // 24, (20 + hours) % 24, 30)
        if sent := await remind(school):
            got[school.clock().strftime("%d %H")] = sent
    reminder = [(MEI, 5, "zh_Hans")]
    assert got == {"23 17": reminder, "24 17": reminder}, "due two days after the lesson"


async def test_no_reminder_ever_comes_at_night(school: School) -> None:
    await learner(school, hour=20)
    turn(school, 24, 20)
    assert await school.use(PlanReminders)() == 1
    turn(school, 24, 21)
    notices = Phonebook()
    await worker(school, notices).serve_once()
    assert notices.sent == []
    assert await school.count("outbox") == 0
    for hour in (21, 22, 23, 0, 3, 7):
        turn(school, 25, hour)
        assert await remind(school) == []


async def test_a_reminder_is_planned_once_a_day_whatever_restarts(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    assert [await school.use(PlanReminders)() for _ in range(5)] == [1, 0, 0, 0, 0]
    turn(school, 24, 18)
    assert await school.use(PlanReminders)() == 0
    turn(school, 25, 17)
    assert await school.use(PlanReminders)() == 1


async def test_who_was_down_at_the_hour_still_reminds_in_the_next(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 18, 40)
    assert len(await remind(school)) == 1
    turn(school, 25, 19, 5)
    assert await remind(school) == [], "two hours late is too late"


async def test_nobody_is_reminded_who_has_practised_or_has_nothing_due(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 22, 17)
    assert await remind(school) == []
    turn(school, 24, 12)
    view = await school.use(StartPractice)(school.update())
    assert view is not None
    await school.finish(view)
    turn(school, 24, 17)
    assert await remind(school) == []


async def test_practice_between_plan_and_sending_stops_the_message(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    await school.use(PlanReminders)()
    view = await school.use(StartPractice)(school.update())
    assert view is not None
    await school.finish(view)
    notices = Phonebook()
    await worker(school, notices).serve_once()
    assert notices.sent == []
    assert await school.count("outbox") == 0


async def test_a_worker_that_died_while_sending_never_sends_twice(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    await school.use(PlanReminders)()
    store = OutboxStore(school.engine, Outbox)
    (row,) = await store.claim(school.clock(), timedelta(minutes=2))
    assert await school.use(TakeUpReminder)(row.id) is not None
    school.clock.pass_by(minutes=5)
    notices = Phonebook()
    assert await worker(school, notices).serve_once() == 1
    assert notices.sent == []
    assert await school.count("outbox") == 0


async def test_two_workers_send_it_once(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    await school.use(PlanReminders)()
    first, second = Phonebook(), Phonebook()
    await worker(school, first).serve_once()
    await worker(school, second).serve_once()
    assert len(first.sent) + len(second.sent) == 1


async def test_what_surely_was_not_sent_is_sent_later_that_day(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    await school.use(PlanReminders)()
    method = SendMessage(chat_id=MEI, text="x")
    down = Phonebook(TelegramRetryAfter(method, "slow down", 3))
    await worker(school, down).serve_once()
    assert await school.count("outbox") == 1
    school.clock.pass_by(minutes=20)
    notices = Phonebook()
    await worker(school, notices).serve_once()
    assert len(notices.sent) == 1


async def test_who_has_blocked_the_bot_is_left_in_peace(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    await school.use(PlanReminders)()
    blocked = Phonebook(TelegramForbiddenError(SendMessage(chat_id=MEI, text="x"), "blocked"))
    await worker(school, blocked).serve_once()
    assert await school.count("outbox") == 0
    assert (await school.use(ShowHabits)(MEI)).hour is None


async def test_off_at_a_tap_also_for_one_already_planned(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    await school.use(PlanReminders)()
    await school.use(StopReminders)(MEI)
    notices = Phonebook()
    await worker(school, notices).serve_once()
    assert notices.sent == []
    turn(school, 25, 17)
    assert await remind(school) == []
    await school.use(StopReminders)(WANG)


async def test_exams_are_two_weeks_of_quiet(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 23, 9)
    assert await school.use(RestFromReminders)(school.update())
    quiet = (await school.use(ShowHabits)(MEI)).quiet_until
    assert quiet == (school.clock() + timedelta(days=14)).date()
    for day in (0, 7, 14):
        turn(school, 23, 17)
        school.clock.pass_by(days=day)
        assert await remind(school) == []
    school.clock.pass_by(days=1)
    assert len(await remind(school)) == 1


async def test_only_hours_on_offer_can_be_chosen_and_only_for_who_is_kept(school: School) -> None:
    await learner(school, hour=None)
    for hour in (-1, 0, 3, 7, 21, 23, 24, 1000):
        assert not await school.use(ChooseHour)(school.update(), hour)
    assert not await school.use(ChooseHour)(school.update(WANG), 17)
    assert (await school.use(ShowHabits)(WANG)).is_kept is False
    assert (await school.use(ShowHabits)(MEI)).hour is None


async def test_a_replayed_choice_changes_nothing(school: School) -> None:
    await learner(school, hour=17)
    early = school.update()
    await school.use(ChooseHour)(early, 19)
    await school.use(ChooseHour)(school.update(), 12)
    await school.use(ChooseHour)(early, 19)
    assert (await school.use(ShowHabits)(MEI)).hour == 12


async def test_a_planned_reminder_goes_with_the_learner(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    await school.use(PlanReminders)()
    (profile,) = await school.use(ListProfiles)(MEI)
    await school.use(ForgetLearner)(school.update(), profile.id)
    assert await school.count("outbox") == 0


async def test_many_learners_are_planned_in_one_hour(school: School) -> None:
    for chat in range(100, 106):
        await learner(school, hour=17, chat=chat)
    await learner(school, hour=12, chat=999)
    turn(school, 24, 17)
    sent = await remind(school)
    assert sorted(chat for chat, _count, _locale in sent) == list(range(100, 106))


@pytest.mark.parametrize("row_id", ["never-was", ""])
async def test_a_row_that_is_gone_is_nothing_to_send(school: School, row_id: str) -> None:
    assert await school.use(TakeUpReminder)(row_id) is None
    await school.use(PutBackReminder)(row_id)
    row = OutboxRow(id=row_id, kind=REMINDER, address=b"", payload={}, attempts=1)
    notices = Phonebook()
    sender = worker(school, notices)._senders[REMINDER]
    await sender(row)
    assert notices.sent == []


async def test_a_reminder_speaks_the_language_in_which_its_hour_was_chosen(
    school: School,
) -> None:
    await learner(school, hour=None)
    await school.use(ChooseHour)(school.update(), 17, "en")
    turn(school, 24, 17)
    assert await remind(school) == [(MEI, 5, "en")]
