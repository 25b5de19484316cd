"""The export tells everything in its time: what is right, only once it has been told."""

from __future__ import annotations

import json
from typing import Any

from bot.education.learning.service.lessons import LessonView
from bot.education.learning.service.mydata import ExportMyData
from bot.education.learning.service.probes import StartProbe
from tests.education.learning.school import MEI, School


async def export(school: School) -> dict[str, list[dict[str, Any]]]:
    exported = await school.use(ExportMyData)(MEI)
    assert exported is not None
    told: dict[str, list[dict[str, Any]]] = json.loads(exported)
    return told


async def probe(school: School) -> LessonView:
    view = await school.use(StartProbe)(school.update(), school.library.courses[0].id)
    assert view is not None
    return view


def verdicts(told: dict[str, list[dict[str, Any]]], attempt: LessonView) -> set[bool]:
    return {
        "is_correct" in each
        for each in told["answers"]
        if each["attempt_id"] == attempt.attempt_id
    }


async def test_an_open_attempt_does_not_tell_how_it_is_shuffled(school: School) -> None:
    view = await school.start()
    (attempt,) = (await export(school))["attempts"]
    assert "seed" not in attempt
    await school.finish(view)
    told = await export(school)
    assert "seed" in told["attempts"][0]
    assert verdicts(told, view) == {True}


async def test_what_was_right_before_a_course_is_told_with_the_probe_after_it(
    school: School,
) -> None:
    before = await school.finish(await probe(school))
    assert verdicts(await export(school), before) == {False}
    for lesson in school.library.courses[0].lessons:
        await school.finish(await school.start(lesson.id))
    assert verdicts(await export(school), before) == {False}
    after = await school.finish(await probe(school))
    told = await export(school)
    assert verdicts(told, before) == verdicts(told, after) == {True}
