"""The house's use cases on databases, with a clock and updates that a test makes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.certificates import IssueCertificate
from bot.education.learning.service.lessons import LessonView, MakeMove, StartLesson
from bot.education.learning.service.parts import Update, UseCase
from bot.education.learning.service.places import Work
from bot.education.learning.service.profiles import ListProfiles
from bot.education.learning.service.remembering import RememberLearner
from content.library import Library
from storage.education.unit_of_work import EducationUnitOfWork
from storage.kit.unit_of_work import create_sessions
from tests.education.learning.answering import moves_on

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
            for move in moves_on(view.plan, view.progress, right=right):
                after = await make_move(self.update(chat), view.attempt_id, move)
                assert after is not None
                assert after.is_applied
                view = after
        return view

    async def count(self, table: str) -> int:
        async with self.engine.connect() as connection:
            found = await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")  # noqa: S608
            return int(found.scalar_one())


async def certified(school: School) -> str:
    """Let a kept learner have a certificate; return the profile's id."""
    done = await school.finish(await school.start())
    await school.use(RememberLearner)(school.update(), AgeBand.ADULT)
    await school.use(IssueCertificate)(school.update(), done.attempt_id)
    (profile,) = await school.use(ListProfiles)(MEI)
    return profile.id
