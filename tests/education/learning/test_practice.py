"""Points enter after a lesson, come back when due, and are reminded of once a day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.education.learning.rules.practice import MOST_QUESTIONS, Standing
from bot.education.learning.rules.progress import GoOn
from bot.education.learning.rules.scheduling import OUR_VERSION, Recall, current_schedule
from bot.education.learning.service.lessons import LessonView, MakeMove, OpenCourse
from bot.education.learning.service.practice import ConfessGuess, ShowPractice, StartPractice
from bot.education.learning.service.progress import ShowProgress, points_of
from bot.education.learning.service.reviews import memory_of
from storage.education.reviews import Review
from tests.education.learning.school import MEI, WANG, School


async def learn(school: School, *, right: bool = True, lesson: int = 0) -> LessonView:
    lessons = school.library.courses[0].lessons
    return await school.finish(await school.start(lessons[lesson].id), right=right)


async def sit(school: School, *, right: bool = True) -> LessonView:
    view = await school.use(StartPractice)(school.update())
    assert view is not None
    return await school.finish(view, right=right)


async def reviews(school: School, chat: int = MEI) -> dict[str, Review]:
    async with school.unit_of_work() as work:
        learner = await work.learners.find_active(chat)
        assert learner is not None
        return dict(await work.reviews.map_of(learner.id))


async def test_each_point_of_a_lesson_enters_once_it_is_finished(school: School) -> None:
    view = await school.start()
    assert await school.count("reviews") == 0
    await school.finish(view)
    lesson = school.library.courses[0].lessons[0]
    assert set(await reviews(school)) == set(points_of(lesson))


@pytest.mark.parametrize(("right", "days"), [(True, 2), (False, 1)])
async def test_what_was_wrong_comes_back_the_next_day(
    school: School,
    right: bool,  # noqa: FBT001 - a column of the table
    days: int,
) -> None:
    await learn(school, right=right)
    today = school.clock().date()
    assert {each.due_on for each in (await reviews(school)).values()} == {
        today + timedelta(days=days)
    }


async def test_repeating_a_lesson_early_gains_nothing(school: School) -> None:
    await learn(school)
    before = {point: each.due_on for point, each in (await reviews(school)).items()}
    school.clock.pass_by(days=1)
    await learn(school)
    assert {point: each.due_on for point, each in (await reviews(school)).items()} == before


async def test_nothing_is_asked_before_it_is_due(school: School) -> None:
    assert await school.use(StartPractice)(school.update()) is None
    await learn(school)
    shown = await school.use(ShowPractice)(MEI)
    assert (shown.due, shown.next_due) == (0, school.clock().date() + timedelta(days=2))
    assert await school.use(StartPractice)(school.update()) is None


async def test_a_sitting_asks_a_few_due_points_in_other_words(school: School) -> None:
    await learn(school)
    asked_before = {point: each.asked_last for point, each in (await reviews(school)).items()}
    school.clock.pass_by(days=2)
    view = await school.use(StartPractice)(school.update())
    assert view is not None
    questions = view.plan.questions
    assert len(questions) == min(MOST_QUESTIONS, len(asked_before))
    for question in questions:
        variants = school.library.variants(question.point, school.clock())
        assert question.id != asked_before[question.point] or len(variants) == 1
    points = {question.point for question in questions}
    assert len(points) == len(questions)


async def test_a_sitting_is_mixed_over_lessons(school: School) -> None:
    await learn(school, lesson=0)
    await learn(school, lesson=1)
    school.clock.pass_by(days=9)
    view = await school.use(StartPractice)(school.update())
    assert view is not None
    lessons = [school.library.lesson_of(each.id).id for each in view.plan.questions]
    assert len(set(lessons)) == 2
    assert lessons[0] != lessons[1]


async def test_answers_in_practice_move_the_day_on_or_back(school: School) -> None:
    await learn(school)
    school.clock.pass_by(days=2)
    done = await sit(school)
    answered = {question.point for question in done.plan.questions}
    after = await reviews(school)
    today = school.clock().date()
    assert all((after[point].due_on - today).days >= 7 for point in answered)
    assert done.outlook.due == len(after) - len(answered)
    school.clock.pass_by(days=30)
    wrong = await sit(school, right=False)
    after = await reviews(school)
    today = school.clock().date()
    assert all((after[q.point].due_on - today).days <= 3 for q in wrong.plan.questions)
    assert all(after[q.point].lapses <= 1 for q in wrong.plan.questions)


async def test_a_sitting_left_open_goes_on_that_day_and_not_the_next(school: School) -> None:
    await learn(school)
    school.clock.pass_by(days=2)
    start = school.use(StartPractice)
    first, again = await start(school.update()), await start(school.update())
    assert first is not None
    assert again is not None
    assert again.attempt_id == first.attempt_id
    school.clock.pass_by(days=1)
    tomorrow = await start(school.update())
    assert tomorrow is not None
    assert tomorrow.attempt_id != first.attempt_id


async def test_a_replayed_answer_counts_once(school: School) -> None:
    await learn(school)
    school.clock.pass_by(days=2)
    view = await school.use(StartPractice)(school.update())
    assert view is not None
    done = await school.finish(view)
    before = {p: (r.repetitions, r.due_on) for p, r in (await reviews(school)).items()}
    for position in range(len(done.plan.steps)):
        await school.use(MakeMove)(school.update(), view.attempt_id, GoOn(position=position))
    assert {p: (r.repetitions, r.due_on) for p, r in (await reviews(school)).items()} == before


async def test_a_confessed_guess_comes_back_sooner_and_only_once(school: School) -> None:
    await learn(school)
    school.clock.pass_by(days=2)
    done = await sit(school)
    question = done.plan.questions[0]
    before = (await reviews(school))[question.point].due_on
    confess = school.use(ConfessGuess)
    assert await confess(school.update(), done.attempt_id, question.id)
    review = (await reviews(school))[question.point]
    assert review.due_on < before
    assert review.history[-1][1] == Recall.GUESSED
    assert not await confess(school.update(), done.attempt_id, question.id)
    assert not await confess(school.update(WANG), done.attempt_id, question.id)
    assert not await confess(school.update(), done.attempt_id, "never-asked")


async def test_a_lesson_s_answer_and_a_wrong_one_are_no_guess_to_confess(school: School) -> None:
    lesson = await learn(school)
    confess = school.use(ConfessGuess)
    assert not await confess(school.update(), lesson.attempt_id, lesson.plan.questions[0].id)
    school.clock.pass_by(days=2)
    wrong = await sit(school, right=False)
    assert not await confess(school.update(), wrong.attempt_id, wrong.plan.questions[0].id)


async def test_a_stored_state_of_an_older_scheduler_is_read_by_this_one(school: School) -> None:
    await learn(school)
    school.clock.pass_by(days=2)
    await sit(school)
    before = await reviews(school)
    async with school.engine.begin() as connection:
        await connection.exec_driver_sql(
            "UPDATE reviews SET scheduler = 'fsrs-5.1.0/1', stability = 77777, difficulty = 3"
        )
    assert OUR_VERSION == 1
    for point, review in (await reviews(school)).items():
        memory = memory_of(review)
        assert memory.scheduler == current_schedule().version
        assert memory.stability == pytest.approx(before[point].stability)
        assert memory.due_on == before[point].due_on
    school.clock.pass_by(days=40)
    done = await sit(school)
    after = (await reviews(school))[done.plan.questions[0].point]
    assert after.scheduler == current_schedule().version
    assert after.stability < 77777


async def test_practice_is_no_lesson_and_gives_no_certificate_and_no_course(
    school: School,
) -> None:
    await learn(school)
    school.clock.pass_by(days=2)
    await school.use(StartPractice)(school.update())
    view = await school.use(OpenCourse)(MEI)
    assert view.course.id == school.library.courses[0].id
    assert view.finished == {school.library.courses[0].lessons[0].id}


async def test_a_streak_grows_by_the_day_and_rests_without_blame(school: School) -> None:
    await learn(school)
    await learn(school, lesson=1)
    school.clock.pass_by(days=2)
    assert (await sit(school)).outlook.streak == 2
    assert (await sit(school)).outlook.streak == 2
    next_due = (await school.use(ShowPractice)(MEI)).next_due
    assert next_due is not None
    school.clock.now += next_due - school.clock().date() + timedelta(days=2)
    assert (await sit(school)).outlook.streak == 3
    school.clock.pass_by(days=100)
    assert (await school.use(ShowPractice)(MEI)).streak == 0
    assert (await sit(school)).outlook.streak == 1


async def test_progress_tells_strong_fading_and_unseen(school: School) -> None:
    show, course = school.use(ShowProgress), school.library.courses[0]
    total = sum(len(points_of(lesson)) for lesson in course.lessons)
    assert [len(each.points) for each in (await show(MEI)).lessons] == [
        len(points_of(lesson)) for lesson in course.lessons
    ]
    await learn(school)
    first = len(points_of(course.lessons[0]))
    view = await show(MEI)
    assert [view.count(each) for each in Standing] == [
        first,
        0,
        total - first,
    ]
    school.clock.pass_by(days=2)
    view = await show(MEI)
    assert [view.count(each) for each in Standing] == [
        0,
        first,
        total - first,
    ]


async def test_an_expired_fact_keeps_its_point_out_of_practice(school: School) -> None:
    await learn(school)
    school.clock.pass_by(days=2)
    question = school.library.courses[0].lessons[0].questions[0]
    gone = {
        each.id: each.model_copy(update={"effective_to": date(2026, 11, 22)})
        if each.id in question.facts
        else each
        for each in school.library.facts.values()
    }
    courses = tuple(
        course.model_copy(
            update={"lessons": tuple(lesson.with_facts(gone) for lesson in course.lessons)}
        )
        for course in school.library.courses
    )
    library = replace(school.library, facts=gone, courses=courses)
    online = await school.use(ShowPractice)(MEI)
    offline = await school.use(ShowPractice, library=library)(MEI)
    assert offline.due < online.due
