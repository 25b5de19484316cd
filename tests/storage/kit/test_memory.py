"""The database in memory: whole, one at a time, and on no disk."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.education.learners import Learner
from storage.education.models import Base
from storage.education.unit_of_work import EducationUnitOfWork
from storage.kit.memory import open_in_memory
from storage.kit.unit_of_work import create_sessions

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_many_at_once_take_turns_and_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_in_memory(Base.metadata) as engine:
        sessions = create_sessions(engine)

        async def add(chat: int) -> None:
            async with EducationUnitOfWork(sessions) as work:
                work.learners.add(Learner(chat_id=chat, seen_at=NOW))
                await work.commit()

        await asyncio.gather(*(add(chat) for chat in range(60)))
        async with EducationUnitOfWork(sessions) as work:
            found = [await work.learners.find_active(chat) for chat in range(60)]
        assert all(found)
    assert files_in(tmp_path) == []


async def test_a_cancelled_statement_does_not_take_the_database_with_it() -> None:
    async with open_in_memory(Base.metadata) as engine:
        sessions = create_sessions(engine)
        async with EducationUnitOfWork(sessions) as work:
            work.learners.add(Learner(chat_id=7, seen_at=NOW))
            await work.commit()

        async def linger() -> None:
            async with EducationUnitOfWork(sessions) as work:
                await work.learners.find_active(7)
                await asyncio.Event().wait()

        lingering = asyncio.create_task(linger())
        await asyncio.sleep(0.05)
        lingering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await lingering
        await engine.dispose()
        async with EducationUnitOfWork(sessions) as work:
            assert await work.learners.find_active(7) is not None


async def test_two_of_them_know_nothing_of_one_another() -> None:
    async with open_in_memory(Base.metadata) as one, open_in_memory(Base.metadata) as other:
        async with EducationUnitOfWork(create_sessions(one)) as work:
            work.learners.add(Learner(chat_id=7, seen_at=NOW))
            await work.commit()
        async with EducationUnitOfWork(create_sessions(other)) as work:
            assert await work.learners.find_active(7) is None
