"""Both databases behave alike, and neither tells what was written."""

from __future__ import annotations

import asyncio
import sqlite3
import traceback
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError, StatementError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.education.applied_updates import AppliedUpdate
from storage.education.learners import Learner
from tests.databases import Database
from tests.storage.conftest import EducationWork

NOW = datetime(2026, 6, 3, 12, tzinfo=UTC)
SECRET = "王小明住在潜江"
CHAT = 7_004_001_234


def ensure_silent(error: BaseException) -> None:
    """Fail if the error or one of its causes shows what was written."""
    told = "".join(traceback.format_exception(error)) + repr(error)
    assert SECRET not in told
    assert str(CHAT) not in told


async def test_an_error_shows_no_value_of_a_statement(education: EducationWork) -> None:
    async with education() as work:
        for _ in range(2):
            work.learners.add(Learner(chat_id=CHAT, nickname=SECRET, seen_at=NOW))
        with pytest.raises(SQLAlchemyError) as caught:
            await work.learners.flush()
    ensure_silent(caught.value)


async def test_a_value_that_does_not_fit_is_not_shown_either(
    education_engine: AsyncEngine,
) -> None:
    async with education_engine.connect() as connection:
        with pytest.raises(SQLAlchemyError) as caught:
            await connection.execute(
                text("INSERT INTO learners (id, chat_id) VALUES (:id, :chat)"),
                {"id": SECRET, "chat": CHAT},
            )
    ensure_silent(caught.value)


async def test_a_value_the_driver_cannot_take_is_not_shown_either(
    education: EducationWork,
) -> None:
    async with education() as work:
        work.learners.add(Learner(chat_id=10**20 + CHAT, nickname=SECRET, seen_at=NOW))
        with pytest.raises((SQLAlchemyError, OverflowError)) as caught:
            await work.learners.flush()
    ensure_silent(caught.value)


async def test_sqlite_is_durable_and_leaves_no_words_in_free_pages(sqlite: Database) -> None:
    engine = await sqlite("education")
    async with engine.connect() as connection:
        found = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


async def test_deleted_words_are_gone_from_the_files(sqlite: Database) -> None:
    engine = await sqlite("education")
    async with engine.begin() as connection:
        await connection.exec_driver_sql(
            "INSERT INTO learners (id, channel, chat_id, is_active, nickname, seen_at)"
            " VALUES ('a', 'telegram', 1, 1, ?, '2026-06-03 12:00:00')",
            (SECRET,),
        )
    async with engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM learners")
    await engine.dispose()
    with open(str(engine.url.database), "rb") as file:  # noqa: ASYNC230, PTH123
        assert SECRET.encode() not in file.read()


async def test_two_that_read_and_then_write_wait_for_each_other(education: EducationWork) -> None:
    async with education() as work:
        work.learners.add(Learner(chat_id=1, nickname="", seen_at=NOW))
        await work.commit()

    async def write(letter: str) -> None:
        async with education() as work:
            learner = await work.learners.find_active(1)
            assert learner is not None
            learner.nickname = letter
            await work.commit()

    await asyncio.gather(*(write(letter) for letter in "abcdef"))


async def test_a_moment_keeps_its_instant_and_comes_back_in_utc(education: EducationWork) -> None:
    china = timezone(timedelta(hours=8))
    async with education() as work:
        work.learners.add(Learner(chat_id=1, seen_at=NOW.astimezone(china)))
        await work.commit()
    async with education() as other:
        learner = await other.learners.find_active(1)
        assert learner is not None
        assert (learner.seen_at, learner.seen_at.tzinfo) == (NOW, UTC)


async def test_a_moment_without_a_zone_is_refused(education: EducationWork) -> None:
    async with education() as work:
        work.session.add(AppliedUpdate(bot_id=1, update_id=1, applied_at=NOW.replace(tzinfo=None)))
        with pytest.raises(StatementError, match="without a time zone"):
            await work.session.flush()


async def test_a_second_process_reads_while_one_writes(sqlite: Database) -> None:
    engine = await sqlite("education")
    async with engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM learners")
        reader = sqlite3.connect(str(engine.url.database))
        assert reader.execute("SELECT count(*) FROM learners").fetchone() == (0,)
        reader.close()
