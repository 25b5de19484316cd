"""What the content covers and how it reads."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from rich.console import Console

from content.loader import load
from content.schema.curriculum import Area
from content.stats import WANTED_VARIANTS, is_rare, measure, readability
from content.stats_table import show

LIBRARY = load()
DAY = date(2026, 11, 22)
STATS = measure(LIBRARY, DAY)


@pytest.mark.parametrize(
    ("sign", "rare"),
    [("学", False), ("毒", False), ("瘾", True), ("尬", True), ("A", False), ("，", False), ("龘", True)],
)  # fmt: skip
def test_a_rare_character_is_none_of_the_first_level(sign: str, *, rare: bool) -> None:
    assert is_rare(sign) is rare


def test_every_course_reads_easily_for_its_stage() -> None:
    for each in STATS.courses:
        assert each.readability.sentence_zh <= 15, each.course.id
        assert each.readability.sentence_en <= 12, each.course.id
        assert each.readability.long_words < 0.08, each.course.id
        assert len(each.readability.rare) <= 12, each.course.id


def test_longer_sentences_show() -> None:
    course = LIBRARY.courses[0]
    lesson = course.lessons[0]
    long = lesson.story.model_copy(
        update={"root": {"zh_Hans": "长" * 300 + "。", "en": "word " * 300 + "."}}
    )
    longer = course.model_copy(
        update={"lessons": (lesson.model_copy(update={"story": long}), *course.lessons[1:])}
    )
    before, after = readability(course), readability(longer)
    assert after.sentence_zh > before.sentence_zh
    assert after.sentence_en > before.sentence_en


def test_every_point_is_asked_in_three_ways_of_more_than_one_kind() -> None:
    for each in STATS.courses:
        assert each.thin == ()
        assert min(each.variants.values()) >= WANTED_VARIANTS == 3
        assert 2 <= len(each.course.probe) <= 3
        for lesson in each.course.lessons:
            for point in lesson.points:
                asked = [question for question in lesson.questions if question.point == point.id]
                assert len({question.kind for question in asked}) >= 2, point.id
                prompts = {question.prompt.to("zh_Hans") for question in asked}
                assert len(prompts) == len(asked), point.id


def test_a_point_with_fewer_variants_is_named() -> None:
    course = LIBRARY.courses[0]
    lesson = course.lessons[0]
    fewer = lesson.model_copy(update={"questions": lesson.questions[1:]})
    thinner = course.model_copy(update={"lessons": (fewer, *course.lessons[1:])})
    library = replace(LIBRARY, courses=(thinner,))

    assert measure(library, DAY).courses[0].thin == (lesson.questions[0].point,)


def test_topics_are_covered_by_points_of_their_stage_or_named_as_missing() -> None:
    stages = LIBRARY.curriculum.stages
    for course in LIBRARY.courses:
        for lesson in course.lessons:
            for point in lesson.points:
                assert point.covers
                assert {stages[topic] for topic in point.covers} == {course.stage}
    empty = replace(LIBRARY, courses=())
    assert set(measure(empty, DAY).uncovered) == set(stages)
    assert "norms" not in STATS.uncovered


def test_the_map_has_topics_of_every_area_for_every_track() -> None:
    for track in LIBRARY.curriculum.tracks:
        for area in get_args(Area):
            taught, count = STATS.cell(LIBRARY, track.id, area)
            assert 0 <= taught <= count, (track.id, area)
            assert count, (track.id, area)


def test_facts_due_within_a_month_come_in_the_order_of_their_days() -> None:
    days = [day for _, day in STATS.due]
    assert days == sorted(days)
    assert ("police-110", date(2026, 12, 21)) in STATS.due
    assert measure(LIBRARY, date(2026, 11, 1)).due == ()


def test_the_tables_name_every_course_point_and_topic() -> None:
    out = io.StringIO()
    show(STATS, LIBRARY, Console(file=out, width=200))
    shown = out.getvalue()
    for course in LIBRARY.courses:
        assert course.id in shown
        assert all(point.id in shown for lesson in course.lessons for point in lesson.points)
    assert all(topic.text.to("zh_Hans") in shown for topic in LIBRARY.curriculum.topics)
