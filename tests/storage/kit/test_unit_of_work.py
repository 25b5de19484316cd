"""A unit of work stands only if it was told to commit."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from storage.education.learners import Learner
from storage.errors import NotFoundError
from tests.storage.conftest import EducationWork

NOW = datetime(2026, 6, 3, 12, tzinfo=UTC)


async def test_without_a_commit_nothing_stands(education: EducationWork) -> None:
    async with education() as work:
        learner = work.learners.add(Learner(chat_id=1, seen_at=NOW))
        await work.learners.flush()
    async with education() as other:
        assert await other.learners.find_active(1) is None
        with pytest.raises(NotFoundError):
            await other.learners.get(learner.id)


async def test_an_error_takes_everything_back(education: EducationWork) -> None:
    async def fail() -> None:
        async with education() as work:
            work.learners.add(Learner(chat_id=1, seen_at=NOW))
            await work.learners.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with education() as other:
        assert await other.learners.find_active(1) is None


async def test_what_was_committed_stands_though_the_block_fails_later(
    education: EducationWork,
) -> None:
    async def fail_later() -> None:
        async with education() as work:
            work.learners.add(Learner(chat_id=1, seen_at=NOW))
            await work.commit()
            work.learners.add(Learner(chat_id=2, seen_at=NOW))
            await work.learners.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_later()
    async with education() as other:
        assert await other.learners.find_active(1) is not None
        assert await other.learners.find_active(2) is None


async def test_a_cancelled_unit_of_work_leaves_nothing_and_blocks_nobody(
    education: EducationWork,
) -> None:
    written = asyncio.Event()

    async def hang() -> None:
        async with education() as work:
            work.learners.add(Learner(chat_id=1, seen_at=NOW))
            await work.learners.flush()
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await asyncio.wait_for(written.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(5):
        async with education() as other:
            assert await other.learners.find_active(1) is None
            other.learners.add(Learner(chat_id=1, seen_at=NOW))
            await other.commit()


async def test_a_closed_unit_of_work_cannot_be_used(education: EducationWork) -> None:
    work = education()
    with pytest.raises(RuntimeError, match="not open"):
        await work.commit()
    async with work:
        pass
    with pytest.raises(RuntimeError, match="not open"):
        await work.commit()


async def test_what_was_read_can_be_used_after_the_end(education: EducationWork) -> None:
    async with education() as work:
        learner = work.learners.add(Learner(chat_id=1, nickname="小雨", seen_at=NOW))
        await work.commit()
    assert (learner.nickname, learner.seen_at) == ("小雨", NOW)
