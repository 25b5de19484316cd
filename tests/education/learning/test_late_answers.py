"""A late answer changes nothing: yesterday's round is over, and so is a probe out of its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.education.learning.router.callbacks import AttemptCallback, GoOnCallback
from bot.education.learning.rules.habits import REST_DAYS
from bot.education.learning.rules.progress import GoOn
from bot.education.learning.service.lessons import LessonView, MakeMove
from bot.education.learning.service.practice import ConfessGuess, ShowPractice, StartPractice
from bot.education.learning.service.probes import StartProbe
from content.library import Library
from tests.education.learning.answering import moves_on
from tests.education.learning.school import MEI, School
from tests.education.learning.telephone import Telephone

Kept = dict[str, tuple[date, float, list[list[int]]]]


async def memory(school: School) -> Kept:
    async with school.unit_of_work() as work:
        learner = await work.learners.find_active(MEI)
        assert learner is not None
        return {
            each.point: (each.due_on, each.stability, each.history)
            for each in await work.reviews.list_of(learner.id)
        }


async def sit(school: School) -> LessonView:
    view = await school.use(StartPractice)(school.update())
    assert view is not None
    return view


async def answer(school: School, view: LessonView) -> LessonView:
    """Tap what stands on a card, whatever it is answered with."""
    for move in moves_on(view.plan, view.progress, right=True):
        after = await school.use(MakeMove)(school.update(), view.attempt_id, move)
        assert after is not None
        view = after
    return view


async def test_yesterday_s_round_moves_no_point_and_says_that_it_is_over(school: School) -> None:
    await school.finish(await school.start())
    school.clock.pass_by(days=2)
    old = await sit(school)
    school.clock.pass_by(days=1)
    await school.finish(await sit(school), right=False)
    before = await memory(school)
    late = await answer(school, old)
    assert late.is_over
    assert not late.is_applied
    assert late.progress == old.progress
    assert await memory(school) == before


async def test_a_round_begun_today_goes_on_also_where_hours_are_halved(school: School) -> None:
    await school.finish(await school.start())
    school.clock.now = datetime(2026, 11, 25, 0, 10, tzinfo=ZoneInfo("Asia/Kolkata"))
    view = await sit(school)
    school.clock.pass_by(minutes=10)
    assert (await sit(school)).attempt_id == view.attempt_id
    assert not (await answer(school, view)).is_over


async def test_a_point_that_is_not_due_stays_as_it_is_in_practice(school: School) -> None:
    await school.finish(await school.start())
    school.clock.pass_by(days=2)
    view = await sit(school)
    async with school.unit_of_work() as work:
        learner = await work.learners.find_active(MEI)
        assert learner is not None
        for each in await work.reviews.list_of(learner.id):
            each.due_on = date(2027, 1, 1)
        await work.commit()
    before = await memory(school)
    done = await school.finish(view, right=False)
    assert len(done.progress.answers) == len(view.plan.questions)
    assert await memory(school) == before


async def test_the_card_of_an_old_round_leads_to_a_new_one(
    school: School, guests: AsyncEngine
) -> None:
    phone = Telephone(school, guests, "en")
    await school.finish(await school.start())
    school.clock.pass_by(days=2)
    old = await sit(school)
    school.clock.pass_by(days=1)
    await phone.tap(GoOnCallback(attempt=old.attempt_id, position=0).pack())
    assert phone.words().startswith("🌤 This round belonged to another day.")
    await phone.tap(phone.button("Practise now"))
    assert "Question 1 of" in phone.words()


async def test_what_was_known_before_a_course_is_not_answered_after_it(school: School) -> None:
    course = school.library.courses[0]
    probe = await school.use(StartProbe)(school.update(), course.id)
    assert probe is not None
    assert not (await answer(school, probe)).is_over
    for lesson in course.lessons:
        await school.finish(await school.start(lesson.id))
    answers = await school.count("answers")
    late = await school.use(MakeMove)(school.update(), probe.attempt_id, GoOn(position=1))
    assert late is not None
    assert late.is_over
    for move in moves_on(late.plan, late.progress, right=True):
        await school.use(MakeMove)(school.update(), probe.attempt_id, move)
    assert await school.count("answers") == answers


async def test_the_result_of_what_is_not_finished_is_where_it_stands(
    school: School, guests: AsyncEngine
) -> None:
    phone = Telephone(school, guests, "en")
    view = await school.start()
    await phone.tap(AttemptCallback(attempt=view.attempt_id, action="result").pack())
    assert "You have finished" not in phone.words()
    assert "What do you think?" in "".join(phone.buttons())


@pytest.fixture
def shrunk(library: Library) -> Library:
    """Return the content without the lessons of the first course."""
    return replace(library, courses=library.courses[1:])


async def test_points_without_a_question_count_neither_as_due_nor_against_the_days(
    school: School, shrunk: Library, guests: AsyncEngine
) -> None:
    await school.finish(await school.start())
    other = shrunk.courses[0].lessons[0].id
    await school.finish(await school.start(other))
    school.clock.pass_by(days=2)
    changed = School(school.engine, guests, shrunk, school.clock)
    while view := await changed.use(StartPractice)(changed.update()):
        last = await changed.finish(view)
    shown = await changed.use(ShowPractice)(MEI)
    assert (last.outlook.due, shown.due) == (0, 0)
    assert shown.next_due is not None
    async with school.unit_of_work() as work:
        learner = await work.learners.find_active(MEI)
        assert learner is not None
        habit = await work.habits.obtain(learner.id)
        reviews = await work.reviews.list_of(learner.id)
    assert min(each.due_on for each in reviews) <= school.clock().date(), "offline, and overdue"
    assert habit.streak_until == shown.next_due + timedelta(days=REST_DAYS)


async def test_an_old_card_of_a_lesson_no_longer_there_changes_nothing(
    school: School, shrunk: Library, guests: AsyncEngine
) -> None:
    view = await school.start()
    changed = School(school.engine, guests, shrunk, school.clock)
    phone = Telephone(changed, guests, "en")
    await phone.tap(GoOnCallback(attempt=view.attempt_id, position=0).pack())
    assert phone.told().startswith("This lesson is over or was forgotten.")
    await phone.tap(AttemptCallback(attempt=view.attempt_id, action="result").pack())
    assert phone.words().startswith("This lesson is over or was forgotten.")
    confess = changed.use(ConfessGuess)
    assert not await confess(changed.update(), view.attempt_id, view.plan.questions[0].id)
