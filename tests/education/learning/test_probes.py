"""Probes around a course: the same points, other words, and figures of five people or more."""

from __future__ import annotations

import itertools
from datetime import timedelta

from bot.education.learning.rules.probing import FEWEST
from bot.education.learning.service.lessons import LessonView, OpenCourse
from bot.education.learning.service.probes import MeasureGain, StartLaterProbe, StartProbe
from storage.education.kinds import AttemptKind
from tests.education.learning.school import MEI, School


def course_id(school: School) -> str:
    return school.library.courses[0].id


async def probe(school: School, *, right: bool = True, chat: int = MEI) -> LessonView:
    view = await school.use(StartProbe)(school.update(chat), course_id(school))
    assert view is not None
    return await school.finish(view, right=right, chat=chat)


async def take_course(school: School, chat: int = MEI) -> LessonView:
    for lesson in school.library.courses[0].lessons:
        view = await school.finish(await school.start(lesson.id, chat=chat), chat=chat)
    return view


async def offered(school: School, chat: int = MEI) -> AttemptKind | None:
    return (await school.use(OpenCourse)(chat, course_id(school))).probe


async def test_a_probe_is_offered_before_after_and_a_month_later(school: School) -> None:
    assert await offered(school) is AttemptKind.PROBE_BEFORE
    await probe(school, right=False)
    assert await offered(school) is None
    last = await take_course(school)
    assert last.outlook.probes.offered is AttemptKind.PROBE_AFTER
    assert await offered(school) is AttemptKind.PROBE_AFTER
    done = await probe(school)
    points = len(school.library.courses[0].probe)
    assert done.outlook.probes.results == {
        AttemptKind.PROBE_BEFORE: (0, points),
        AttemptKind.PROBE_AFTER: (points, points),
    }
    later = school.use(StartLaterProbe)
    assert await later(school.update()) is None
    school.clock.now += timedelta(days=30)
    view = await later(school.update())
    assert view is not None
    await school.finish(view)
    assert await later(school.update()) is None
    assert await school.use(StartProbe)(school.update(), course_id(school)) is None


async def test_who_has_begun_is_not_asked_what_was_known_before(school: School) -> None:
    await school.start()
    assert await offered(school) is None
    assert await school.use(StartProbe)(school.update(), course_id(school)) is None


async def test_a_probe_passes_on_without_a_verdict_and_asks_the_same_points(
    school: School,
) -> None:
    first = await school.use(StartProbe)(school.update(), course_id(school))
    assert first is not None
    before = await school.finish(first, right=False)
    assert before.progress.position == len(before.plan.steps) - 1
    points = [question.point for question in before.plan.questions]
    assert points == list(school.library.courses[0].probe)
    await take_course(school)
    after = await probe(school)
    assert [question.point for question in after.plan.questions] == points
    for one, other in zip(before.plan.questions, after.plan.questions, strict=True):
        variants = school.library.variants(one.point, school.clock())
        assert one.id != other.id or len(variants) == 1


async def test_learners_are_asked_different_variants_and_never_the_opener(school: School) -> None:
    start = school.use(StartProbe)
    views = [await start(school.update(chat), course_id(school)) for chat in range(100, 112)]
    sets = {tuple(each.id for each in view.plan.questions) for view in views if view}
    assert len(sets) > 1
    openers = {lesson.opener for course in school.library.courses for lesson in course.lessons}
    assert openers.isdisjoint(itertools.chain.from_iterable(sets))


async def test_a_probe_teaches_nothing_and_enters_no_review(school: School) -> None:
    await probe(school)
    assert await school.count("reviews") == 0
    assert await school.count("habits") == 0


async def test_a_probe_left_open_goes_on(school: School) -> None:
    start = school.use(StartProbe)
    first = await start(school.update(), course_id(school))
    again = await start(school.update(), course_id(school))
    assert first is not None
    assert again is not None
    assert again.attempt_id == first.attempt_id


async def test_gain_is_stated_for_five_and_for_a_class_of_five(school: School) -> None:
    measure = school.use(MeasureGain)
    for chat in range(100, 100 + FEWEST):
        assert await measure(course_id(school)) is None
        await probe(school, right=False, chat=chat)
        await take_course(school, chat)
        await probe(school, chat=chat)
    assert await measure(course_id(school)) is None, "others may still join their hour"
    school.clock.pass_by(hours=1)
    gain = await measure(course_id(school))
    assert gain is not None
    assert (gain.learners, gain.gain) == (FEWEST, 1)
    async with school.unit_of_work() as work:
        ids = [(await work.learners.list_on_chat(chat))[0].id for chat in range(100, 104)]
    assert await measure(course_id(school), ids) is None
    assert await measure("no-such-course") is None
