"""One reminder a day at the chosen hour: never at night, never twice, off at a tap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import SendMessage

from bot.chat.notices import MOST_COUNTED
from bot.education.learning.rules.practice import MOST_QUESTIONS
from bot.education.learning.service.practice import StartPractice
from bot.education.learning.service.profiles import ForgetLearner, ListProfiles
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
from storage.kit.outbox_store import OutboxRow
from tests.education.learning.reminding import Phonebook, learner, remind, turn, worker
from tests.education.learning.school import MEI, WANG, School


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


def test_a_notice_counts_as_much_as_a_sitting_asks() -> None:
    assert MOST_COUNTED == MOST_QUESTIONS
