"""One message a day for a whole chat: not twice, not late, and not while somebody else learns."""

from __future__ import annotations

import pytest
from aiogram.exceptions import TelegramNetworkError, TelegramServerError
from aiogram.methods import SendMessage

from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.lessons import MakeMove, StartLesson
from bot.education.learning.service.profiles import AddProfile, ForgetGuests, SwitchProfile
from bot.education.learning.service.remembering import RememberLearner
from bot.education.learning.service.reminders import ChooseHour, PlanReminders
from tests.education.learning.answering import moves_on
from tests.education.learning.reminding import Phonebook, learner, remind, turn, worker
from tests.education.learning.school import MEI, School

METHOD = SendMessage(chat_id=MEI, text="x")


async def active(school: School) -> str:
    async with school.unit_of_work() as work:
        found = await work.learners.find_active(MEI)
    assert found is not None
    return found.id


async def brother(school: School, hour: int) -> str:
    """Let a second kept learner of the phone finish the lesson; return the profile's id."""
    await school.use(AddProfile)(school.update(), "Bear")
    lesson = school.library.courses[0].lessons[0].id
    view = await school.use(StartLesson, place=school.guests)(school.update(), lesson)
    move_on = school.use(MakeMove, place=school.guests)
    while view.progress.position < len(view.plan.steps) - 1:
        for move in moves_on(view.plan, view.progress, right=True):
            after = await move_on(school.update(), view.attempt_id, move)
            assert after is not None
            view = after
    await school.use(RememberLearner)(school.update(), AgeBand.ADULT)
    assert await school.use(ChooseHour)(school.update(), hour)
    return await active(school)


async def sent(school: School) -> int:
    """Send what is planned already."""
    notices = Phonebook()
    await worker(school, notices).serve_once()
    return len(notices.sent)


async def test_a_phone_hears_once_a_day_however_many_learn_on_it(school: School) -> None:
    await learner(school, hour=8)
    first = await active(school)
    second = await brother(school, hour=12)
    await school.use(SwitchProfile)(school.update(), first)
    turn(school, 24, 8, 5)
    assert len(await remind(school)) == 1
    await school.use(SwitchProfile)(school.update(), second)
    turn(school, 24, 12, 5)
    assert await remind(school) == []
    turn(school, 25, 12, 5)
    assert len(await remind(school)) == 1


async def test_nobody_leading_is_still_one_message_for_two_of_the_same_hour(
    school: School,
) -> None:
    await learner(school, hour=8)
    await brother(school, hour=8)
    await school.use(AddProfile)(school.update(), "Fox")
    school.clock.pass_by(hours=60)
    await school.use(ForgetGuests)()
    turn(school, 24, 8, 5)
    assert len(await remind(school)) == 1


@pytest.mark.parametrize(
    "fault", [TelegramNetworkError(METHOD, "timeout"), TelegramServerError(METHOD, "bad gateway")]
)
async def test_what_may_have_arrived_is_never_sent_again(school: School, fault: Exception) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    await school.use(PlanReminders)()
    await worker(school, Phonebook(fault)).serve_once()
    school.clock.pass_by(minutes=20)
    assert await sent(school) == 0
    assert await school.count("outbox") == 0


async def test_a_row_waits_no_longer_than_its_hours(school: School) -> None:
    await learner(school, hour=8)
    turn(school, 24, 8)
    assert await school.use(PlanReminders)() == 1
    turn(school, 24, 20, 40)
    assert await sent(school) == 0
    assert await school.count("outbox") == 0


async def test_a_changed_hour_holds_for_a_row_that_waits(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    assert await school.use(PlanReminders)() == 1
    await school.use(ChooseHour)(school.update(), 20)
    assert await sent(school) == 0
    turn(school, 24, 20, 5)
    assert len(await remind(school)) == 1


async def test_no_reminder_comes_while_a_guest_or_a_sibling_learns(school: School) -> None:
    await learner(school, hour=17)
    first = await active(school)
    turn(school, 24, 17)
    assert await school.use(PlanReminders)() == 1
    await school.use(AddProfile)(school.update(), "Bear")
    assert await sent(school) == 0
    turn(school, 25, 17)
    await school.use(SwitchProfile)(school.update(), first)
    assert await school.use(PlanReminders)() == 1
    await school.use(AddProfile)(school.update(), "Fox")
    await school.use(RememberLearner)(school.update(), AgeBand.ADULT)
    assert await sent(school) == 0
