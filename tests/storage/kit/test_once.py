"""An update takes effect once, however often and however fast it comes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from storage.education.learners import Learner
from tests.storage.conftest import EducationWork

NOW = datetime(2026, 6, 3, 12, tzinfo=UTC)


async def is_first(
    education: EducationWork, update: int, *, bot: int = 1, at: datetime = NOW
) -> bool:
    async with education() as work:
        first = await work.applied_updates.is_first(bot, update, at)
        await work.commit()
        return first


async def test_an_update_is_first_only_once(education: EducationWork) -> None:
    assert [await is_first(education, 7) for _ in range(5)] == [True, False, False, False, False]


async def test_another_bot_counts_for_itself(education: EducationWork) -> None:
    assert await is_first(education, 7, bot=1)
    assert await is_first(education, 7, bot=2)


async def test_an_effect_that_was_taken_back_may_come_again(education: EducationWork) -> None:
    async with education() as work:
        assert await work.applied_updates.is_first(1, 7, NOW)
    assert await is_first(education, 7)


async def test_side_by_side_it_takes_effect_once(education: EducationWork) -> None:
    async def apply(number: int) -> bool:
        async with education() as work:
            if not await work.applied_updates.is_first(1, 7, NOW):
                return False
            work.learners.add(Learner(chat_id=number, seen_at=NOW))
            await work.commit()
            return True

    outcomes = await asyncio.gather(*(apply(n) for n in range(4)), return_exceptions=True)
    # Where two workers ask at the same moment, the loser's transaction fails as a whole; its
    # update is tried again by the intake, and is then no longer the first.
    assert outcomes.count(True) == 1
    assert all(
        each is False or each is True or isinstance(each, IntegrityError) for each in outcomes
    )
    assert await is_first(education, 7) is False


async def test_updates_are_forgotten_after_48_hours_and_not_before(
    education: EducationWork,
) -> None:
    await is_first(education, 1, at=NOW)
    await is_first(education, 2, at=NOW + timedelta(hours=1))
    async with education() as work:
        await work.applied_updates.prune(NOW + timedelta(hours=49))
        await work.commit()
    assert await is_first(education, 1)
    assert not await is_first(education, 2)


async def test_ids_as_large_as_telegram_makes_them_fit(education: EducationWork) -> None:
    assert await is_first(education, 2**52, bot=2**52)
    assert not await is_first(education, 2**52, bot=2**52)
