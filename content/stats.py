"""What the content covers and how it reads: coverage, variants, tricks, minutes, reviews due.

A character counts as rare if it is none of the 3,755 of the first level of GB 2312, which holds
the common ones. For the younger stages that is a coarse sieve, but it needs no list of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from content.library import Library
from content.markup import visible
from content.pace import minutes_of
from content.schema import Course, LocalText, Question
from content.schema.text import ContentModel
from content.tricks import Score, scores

SENTENCE = {"zh_Hans": re.compile(r"[。！？；\n]+"), "en": re.compile(r"[.!?;:\n]+(?:\s|$)")}
CHINESE = re.compile(r"[一-鿿]")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
LONGEST = {
    "upper-primary": 20,
    "junior-secondary": 25,
    "senior-secondary": 30,
    "university": 35,
    "work": 30,
    "community": 30,
}
"""Characters that a Chinese sentence of a stage should have on average, our own measure."""
WANTED_VARIANTS = 3
LONG_WORD = 9
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """How a course reads; sentences in characters or words, shares from 0 to 1."""

    sentence_zh: float
    rare: tuple[str, ...]
    sentence_en: float
    long_words: float

    def is_easy(self, stage: str) -> bool:
        return self.sentence_zh <= LONGEST[stage] and not self.rare


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseStats:
    """A course in figures: questions for each point, minutes of each lesson, what tricks win."""

    course: Course
    variants: dict[str, int]
    kinds: dict[str, int]
    readability: Readability
    minutes: dict[str, float]
    tricks: tuple[Score, ...]

    @property
    def thin(self) -> tuple[str, ...]:
        """Return the points with fewer variants than the evidence asks for."""
        return tuple(point for point, count in self.variants.items() if count < WANTED_VARIANTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """All courses, the topics nothing covers yet, and facts to be read again within a month."""

    courses: tuple[CourseStats, ...]
    tricks: tuple[Score, ...]
    covered: dict[str, tuple[str, ...]]
    due: tuple[tuple[str, date], ...]

    @property
    def uncovered(self) -> tuple[str, ...]:
        return tuple(topic for topic, points in self.covered.items() if not points)

    def cell(self, library: Library, track: str, area: str) -> tuple[int, int]:
        """Return how many topics of a track and area are taught, and how many there are."""
        topics = [
            topic.id
            for topic in library.curriculum.topics
            if (topic.track, topic.area) == (track, area)
        ]
        return sum(bool(self.covered[each]) for each in topics), len(topics)


def measure(library: Library, on: date) -> Stats:
    points = [
        point for course in library.courses for lesson in course.lessons for point in lesson.points
    ]
    due = sorted(
        (fact.next_review, fact.id)
        for fact in library.facts.values()
        if fact.next_review <= on + SOON
    )
    return Stats(
        courses=tuple(_measure(course) for course in library.courses),
        tricks=scores(each for course in library.courses for each in _questions(course)),
        covered={
            topic.id: tuple(point.id for point in points if topic.id in point.covers)
            for topic in library.curriculum.topics
        },
        due=tuple((fact_id, day) for day, fact_id in due),
    )


def _measure(course: Course) -> CourseStats:
    variants: dict[str, int] = {}
    kinds: dict[str, int] = {}
    for lesson in course.lessons:
        variants |= {point.id: 0 for point in lesson.points}
        for question in lesson.questions:
            variants[question.point] += 1
            kinds[question.kind] = kinds.get(question.kind, 0) + 1
    return CourseStats(
        course=course,
        variants=variants,
        kinds=kinds,
        readability=readability(course),
        minutes={lesson.id: minutes_of(lesson, course.stage) for lesson in course.lessons},
        tricks=scores(_questions(course)),
    )


def _questions(course: Course) -> Iterator[Question]:
    for lesson in course.lessons:
        yield from lesson.questions


def readability(course: Course) -> Readability:
    texts = [text for lesson in course.lessons for text in texts_in(lesson)]
    chinese = [visible(text.to("zh_Hans")) for text in texts]
    english = [visible(text.to("en")) for text in texts]
    sentences = [
        len(CHINESE.findall(each)) for text in chinese for each in _split(text, "zh_Hans")
    ]
    words = [WORD.findall(each) for text in english for each in _split(text, "en")]
    every = [word for sentence in words for word in sentence]
    return Readability(
        sentence_zh=_mean([length for length in sentences if length]),
        rare=tuple(sorted({sign for text in chinese for sign in text if is_rare(sign)})),
        sentence_en=_mean([len(sentence) for sentence in words if sentence]),
        long_words=sum(len(word) >= LONG_WORD for word in every) / max(len(every), 1),
    )


def is_rare(sign: str) -> bool:
    """Return whether a Chinese character is none of the first level of GB 2312."""
    if not CHINESE.match(sign):
        return False
    try:
        return sign.encode("gb2312")[0] > 0xD7
    except UnicodeEncodeError:
        return True


def texts_in(value: object) -> Iterator[LocalText]:
    """Yield every text of a model, however deep it lies."""
    if isinstance(value, LocalText):
        yield value
    elif isinstance(value, ContentModel):
        for name in type(value).model_fields:
            yield from texts_in(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item)


def _split(text: str, locale: str) -> list[str]:
    return [part for part in SENTENCE[locale].split(text) if part.strip()]


def _mean(values: list[int]) -> float:
    return sum(values) / max(len(values), 1)
