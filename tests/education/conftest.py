"""The house's use cases on real databases, with a clock and updates that a test makes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.education.learning.rules.plan import QuestionStep, SceneStep
from bot.education.learning.rules.progress import (
    Answer,
    Choose,
    GoOn,
    Mark,
    Move,
    Submit,
    scene_node,
    step_at,
)
from bot.education.learning.service.lessons import LessonView, MakeMove, StartLesson
from bot.education.learning.service.parts import Update, UseCase
from content.library import Library
from content.loader import load
from storage.education.unit_of_work import EducationUnitOfWork
from storage.kit.unit_of_work import create_sessions
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
    return load()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def engine(database: Database) -> AsyncEngine:
    return await database("education")


class School:
    """Builds use cases, and plays lessons with them."""

    def __init__(self, engine: AsyncEngine, library: Library, clock: Clock) -> None:
        sessions = create_sessions(engine)
        self.unit_of_work: Callable[[], EducationUnitOfWork] = lambda: EducationUnitOfWork(
            sessions
        )
        self.engine = engine
        self.library = library
        self.clock = clock

    def use(self, kind: type[UseCaseT], library: Library | None = None) -> UseCaseT:
        return kind(
            unit_of_work=self.unit_of_work, library=library or self.library, clock=self.clock
        )

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
def school(engine: AsyncEngine, library: Library, clock: Clock) -> School:
    return School(engine, library, clock)


def moves_on(view: LessonView, *, right: bool) -> list[Move]:
    """Return moves that lead on from where the attempt stands."""
    place = view.progress.position
    match step := step_at(view.plan, view.progress):
        case QuestionStep(question=question) if question.id not in view.progress.answers:
            options = list(enumerate(view.plan.options(question)))
            wanted = [n for n, option in options if option.correct is right]
            if question.kind != "multiple":
                return [Answer(position=place, option=wanted[0])]
            marks: list[Move] = [Mark(position=place, option=n, on=True) for n in wanted]
            return [*marks, Submit(position=place)]
        case SceneStep():
            here = scene_node(step, view.progress)
            node = step.scene.nodes[here]
            if not node.ending:
                return [Choose(position=place, node=here, choice=node.choices[0].id)]
    return [GoOn(position=place)]
