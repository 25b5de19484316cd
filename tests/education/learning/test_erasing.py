"""Erasing is one transaction, and the disk is scrubbed until it has come about."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.education import EducationParts, build_education
from bot.education.learning.service.erasing import Scrubbing
from storage.education.records import tables_of_learners, tables_to_scrub
from tests.education.learning.school import School, certified

NICKNAME = "ZQXNICKZQX"


def test_every_table_that_an_erasure_touches_is_scrubbed() -> None:
    personal = {table.name for table in tables_of_learners()}
    assert set(tables_to_scrub()) == personal | {"outbox", "certificates"}


async def test_a_scrub_that_failed_or_broke_off_is_wanted_until_it_comes_about() -> None:
    outcomes: list[bool | Exception] = [True, False, ConnectionError(), True]
    calls = 0

    async def scrub() -> bool:
        nonlocal calls
        calls += 1
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    scrubbing = Scrubbing(scrub)
    await scrubbing.catch_up()
    assert calls == 1, "the process before may have died before its own"
    await scrubbing.catch_up()
    assert calls == 1
    await scrubbing()
    with pytest.raises(ConnectionError):
        await scrubbing.catch_up()
    await scrubbing.catch_up()
    assert calls == 4
    await scrubbing.catch_up()
    assert calls == 4


async def test_the_janitor_scrubs_what_a_reader_was_in_the_way_of(
    school: School, guests: AsyncEngine
) -> None:
    house = build_education(
        EducationParts(
            engine=school.engine, guests=guests, library=school.library, clock=school.clock
        )
    )
    await house.janitor()
    learner = await certified(school)
    async with school.unit_of_work() as work:
        (await work.learners.get(learner)).nickname = NICKNAME
        await work.commit()
    file = Path(str(school.engine.url.database))
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM learners").fetchone()
        assert await house.workflow["my_data"].forget(school.update(), learner)
        assert _holds(file), "the reader still needs the log"
        reader.execute("COMMIT")
    await house.janitor()
    assert not _holds(file)


def _holds(file: Path) -> bool:
    found = file.parent.glob(file.name + "*")
    return any(NICKNAME.encode() in each.read_bytes() for each in found)
