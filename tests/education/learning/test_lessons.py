"""Lessons on a real database: begun, resumed, gone through and finished; each tap counts once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.education.learning.rules.progress import GoOn, is_finished
from bot.education.learning.service.lessons import MakeMove, OpenCourse, ShowLesson, StartLesson
from content.errors import ContentNotFoundError
from content.library import Library
from tests.education.learning.answering import moves_on
from tests.education.learning.school import MEI, WANG, Clock, School


async def test_looking_at_the_course_makes_nobody_a_learner(school: School) -> None:
    view = await school.use(OpenCourse)(MEI)
    assert (view.finished, view.open_lesson, view.nickname) == (frozenset(), None, None)
    assert view.next_lesson == view.course.lessons[0].id
    assert await school.count("learners") == 0


async def test_a_lesson_starts_at_its_story_and_makes_a_guest(school: School) -> None:
    view = await school.start()
    assert (view.progress.position, view.progress.answers) == (0, {})
    assert not view.is_remembered
    assert await school.count("learners") == 1


async def test_a_lesson_that_is_open_goes_on_where_it_was(school: School) -> None:
    view = await school.start()
    await school.use(MakeMove)(school.update(), view.attempt_id, GoOn(position=0))
    again = await school.start()
    assert (again.attempt_id, again.progress.position) == (view.attempt_id, 1)
    assert again.plan == view.plan
    course = await school.use(OpenCourse)(MEI)
    assert course.open_lesson == course.next_lesson == view.plan.lesson.id


async def test_a_lesson_is_gone_through_to_its_end(school: School) -> None:
    for lesson in school.library.courses[0].lessons:
        done = await school.finish(await school.start(lesson.id))
        assert is_finished(done.plan, done.progress)
    course = await school.use(OpenCourse)(MEI)
    assert course.finished == {lesson.id for lesson in course.course.lessons}
    assert course.open_lesson is None
    assert course.next_lesson == course.course.lessons[0].id


async def test_a_finished_lesson_can_be_done_again(school: School) -> None:
    first = await school.finish(await school.start())
    again = await school.start()
    assert again.attempt_id != first.attempt_id
    assert again.progress.position == 0


async def test_answers_are_kept_with_whether_they_were_right(school: School) -> None:
    done = await school.finish(await school.start(), right=False)
    async with school.unit_of_work() as work:
        attempt = await work.attempts.find_own(done.attempt_id, MEI)
        assert attempt is not None
        assert len(attempt.answers) == len(done.plan.questions)
        assert not any(answer.is_correct for answer in attempt.answers)
        assert attempt.finished_at == school.clock()


async def test_another_chat_can_neither_see_nor_move_an_attempt(school: School) -> None:
    view = await school.start(chat=MEI)
    await school.start(chat=WANG)
    moved = await school.use(MakeMove)(school.update(WANG), view.attempt_id, GoOn(position=0))
    assert moved is None
    assert await school.use(ShowLesson)(WANG, view.attempt_id) is None
    shown = await school.use(ShowLesson)(MEI, view.attempt_id)
    assert shown is not None
    assert shown.progress.position == 0


async def test_an_attempt_that_does_not_exist_is_answered_with_nothing(school: School) -> None:
    assert await school.use(MakeMove)(school.update(), "never-was", GoOn(position=0)) is None


async def test_a_finished_attempt_does_not_move(school: School, clock: Clock) -> None:
    done = await school.finish(await school.start())
    clock.pass_by(hours=1)
    for position in (0, done.progress.position):
        after = await school.use(MakeMove)(
            school.update(), done.attempt_id, GoOn(position=position)
        )
        assert after is not None
        assert (after.progress, after.is_applied) == (done.progress, False)
    async with school.unit_of_work() as work:
        attempt = await work.attempts.find_own(done.attempt_id, MEI)
        assert attempt is not None
        assert attempt.finished_at is not None
        assert attempt.finished_at < clock()


async def test_a_lesson_that_does_not_exist_is_not_started(school: School) -> None:
    with pytest.raises(ContentNotFoundError):
        await school.start("no-such-lesson")
    assert await school.count("learners") == 0


async def test_a_question_whose_fact_expired_is_not_asked_from_then_on(
    school: School, library: Library, clock: Clock
) -> None:
    lesson = library.courses[0].lessons[0]
    begun = await school.start()
    gone = lesson.questions[-1].facts[0]
    facts = {
        each: fact.model_copy(update={"effective_to": clock().date()}) if each == gone else fact
        for each, fact in library.facts.items()
    }
    course = library.courses[0]
    lessons = tuple(each.with_facts(facts) for each in course.lessons)
    expired = school.use(StartLesson, _with_course(library, lessons))
    clock.pass_by(days=1)
    later = await expired(school.update(WANG), lesson.id)
    assert all(gone not in question.facts for question in later.plan.questions)
    # Who had begun before goes on with the questions of that day.
    resumed = await expired(school.update(MEI), lesson.id)
    assert [q.id for q in resumed.plan.questions] == [q.id for q in begun.plan.questions]


def _with_course(library: Library, lessons: tuple[object, ...]) -> Library:
    course = library.courses[0].model_copy(update={"lessons": lessons})
    return replace(library, courses=(course, *library.courses[1:]))


async def test_a_midnight_in_between_changes_no_plan(school: School, clock: Clock) -> None:
    view = await school.start()
    clock.pass_by(hours=5)
    again = await school.start()
    assert again.plan == view.plan


async def test_moves_of_two_lessons_do_not_mix(school: School) -> None:
    one, two = [await school.start(lesson.id) for lesson in school.library.courses[0].lessons[:2]]
    (move,) = moves_on(one.plan, one.progress, right=True)
    await school.use(MakeMove)(school.update(), one.attempt_id, move)
    shown = await school.use(ShowLesson)(MEI, two.attempt_id)
    assert shown is not None
    assert shown.progress.position == 0
