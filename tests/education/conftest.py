"""The house's use cases on real databases, with a clock and updates that a test makes."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import fields
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.education.learning.rules.asking import Answer, Asking, Mark, Submit
from bot.education.learning.rules.plan import QuestionStep, SceneStep
from bot.education.learning.rules.progress import (
    Choose,
    GoOn,
    Move,
    number_of,
    scene_node,
    step_at,
)
from bot.education.learning.service.lessons import LessonView, MakeMove, StartLesson
from bot.education.learning.service.parts import Update, UseCase
from bot.education.learning.service.places import Work
from content.library import Library
from content.schema import Question
from storage.education.models import Base
from storage.education.unit_of_work import EducationUnitOfWork
from storage.kit.memory import open_in_memory
from storage.kit.unit_of_work import create_sessions
from tests import library as shipped
from tests.databases import Database

CHINA = ZoneInfo("Asia/Shanghai")
MEI, WANG = 7_001, 7_002
UseCaseT = TypeVar("UseCaseT", bound=UseCase)


class Clock:
    """Local time, moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 20, tzinfo=CHINA)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture(scope="session")
def library() -> Library:
    return shipped.library()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def engine(database: Database) -> AsyncEngine:
    return await database("education")


class School:
    """Builds use cases, and plays lessons with them; what it starts is on disk."""

    def __init__(
        self, engine: AsyncEngine, guests: AsyncEngine, library: Library, clock: Clock
    ) -> None:
        sessions, memory = create_sessions(engine), create_sessions(guests)
        self.unit_of_work: Callable[[], EducationUnitOfWork] = lambda: EducationUnitOfWork(
            sessions
        )
        self.guests: Callable[[], EducationUnitOfWork] = lambda: EducationUnitOfWork(memory)
        self.scrubbed = 0
        self.engine = engine
        self.library = library
        self.clock = clock

    def use(
        self, kind: type[UseCaseT], library: Library | None = None, place: Work | None = None
    ) -> UseCaseT:
        """Build a use case on the disk, or on the other place, with what else it asks for."""
        more: dict[str, object] = {
            "guests": self.guests,
            "registry": self.unit_of_work,
            "scrub": self.scrub,
            "delay": timedelta,
        }
        wanted = {each.name for each in fields(kind)}
        return kind(
            unit_of_work=place or self.unit_of_work,
            library=library or self.library,
            clock=self.clock,
            **{name: value for name, value in more.items() if name in wanted},
        )

    async def scrub(self) -> None:
        self.scrubbed += 1

    def update(self, chat: int = MEI) -> Update:
        return Update(bot_id=42, update_id=secrets.randbelow(10**9), chat_id=chat)

    async def start(self, lesson: str = "", chat: int = MEI) -> LessonView:
        lesson = lesson or self.library.courses[0].lessons[0].id
        return await self.use(StartLesson)(self.update(chat), lesson)

    async def finish(self, view: LessonView, *, right: bool = True, chat: int = MEI) -> LessonView:
        """Go through the rest of a lesson, all answers right or all wrong."""
        make_move = self.use(MakeMove)
        while view.progress.position < len(view.plan.steps) - 1:
            for move in moves_on(view, right=right):
                after = await make_move(self.update(chat), view.attempt_id, move)
                assert after is not None
                assert after.is_applied
                view = after
        return view

    async def count(self, table: str) -> int:
        async with self.engine.connect() as connection:
            found = await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")  # noqa: S608
            return int(found.scalar_one())


@pytest.fixture
async def guests() -> AsyncIterator[AsyncEngine]:
    async with open_in_memory(Base.metadata) as engine:
        yield engine


@pytest.fixture
def school(engine: AsyncEngine, guests: AsyncEngine, library: Library, clock: Clock) -> School:
    return School(engine, guests, library, clock)


def moves_on(view: LessonView, *, right: bool) -> list[Move]:
    """Return moves that lead on from where the attempt stands."""
    place = view.progress.position
    match step := step_at(view.plan, view.progress):
        case QuestionStep(question=question) if question.id not in view.progress.answers:
            return list(responses(view.plan.asking(question), place, right=right))
        case SceneStep():
            here = scene_node(step, view.progress)
            if not step.scene.nodes[here].ending:
                return [Choose(position=place, node=number_of(step, here), option=0)]
    return [GoOn(position=place)]


def responses(asking: Asking, place: int, *, right: bool) -> Iterator[Move]:
    """Yield the taps that answer a question wholly right, or with nothing right about it."""
    question = asking.question
    if question.kind == "multiple":
        for number, option in enumerate(asking.options):
            if option.correct is right:
                yield Mark(position=place, option=number, on=True)
        yield Submit(position=place)
        return
    wanted = taps_for(question, asking, right=right)
    for nth, entry_id in enumerate(wanted):
        ids = [entry.id for entry in asking.entries]
        move = Answer(position=place, option=ids.index(entry_id), nth=nth)
        yield move
        asking = asking.after(move)
        if asking.answer is not None:
            return


def taps_for(question: Question, asking: Asking, *, right: bool) -> list[str]:
    """Return the ids of the entries to tap, in order."""
    match question.kind:
        case "order":
            ids = [step.id for step in question.steps]
            return ids if right else [*ids[1:], ids[0]]
        case "match":
            ids = [pair.id for pair in asking.lefts]
            return ids if right else [*ids[1:], ids[0]]
        case _:
            halves = (question.options, question.reasons)
            return [next(o.id for o in half if o.correct is right) for half in halves if half]
