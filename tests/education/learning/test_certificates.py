"""A certificate is given once for a finished lesson, and a stranger can check it."""

from __future__ import annotations

import pytest

from bot.drawing.certificate import group_code
from bot.education.learning.service.certificates import (
    ALPHABET,
    IssueCertificate,
    VerifyCertificate,
)
from tests.education.learning.school import MEI, WANG, School


async def test_another_day_does_not_change_its_date(school: School) -> None:
    done = await school.finish(await school.start(), right=False)
    first = await school.use(IssueCertificate)(school.update(), done.attempt_id)
    school.clock.pass_by(days=3)
    assert await school.use(IssueCertificate)(school.update(), done.attempt_id) == first
    assert first is not None
    assert first.correct == 0


async def test_a_lesson_under_way_and_another_s_lesson_give_none(school: School) -> None:
    view = await school.start()
    issue = school.use(IssueCertificate)
    assert await issue(school.update(), view.attempt_id) is None
    await school.finish(view)
    assert await issue(school.update(WANG), view.attempt_id) is None
    assert await issue(school.update(), "never-was") is None
    assert await school.count("certificates") == 0


async def test_a_code_is_verified_however_it_is_written(school: School) -> None:
    done = await school.finish(await school.start())
    issued = await school.use(IssueCertificate)(school.update(), done.attempt_id)
    assert issued is not None
    verify = school.use(VerifyCertificate)
    misread = issued.code.replace("0", "O").replace("1", "l")
    for code in (issued.code, group_code(issued.code), f" {issued.code.lower()} ", misread):
        assert await verify(code) == issued


@pytest.mark.parametrize(
    "code",
    ["", "ABCD", "ABCD-EFGH-12", "*" * 10, "虎门" * 5, "A" * 5000, "\x00" * 10, "%' OR 1=1"],
)
async def test_what_is_no_code_verifies_nothing(school: School, code: str) -> None:
    assert await school.use(VerifyCertificate)(code) is None


async def test_codes_hold_no_look_alikes_and_differ(school: School) -> None:
    codes = set()
    for lesson in school.library.courses[0].lessons:
        done = await school.finish(await school.start(lesson.id))
        issued = await school.use(IssueCertificate)(school.update(), done.attempt_id)
        assert issued is not None
        codes.add(issued.code)
    assert len(codes) == len(school.library.courses[0].lessons)
    assert all(set(code) <= set(ALPHABET) for code in codes)
    assert set(ALPHABET).isdisjoint("OIL")


async def test_a_certificate_stays_when_its_learner_is_forgotten_and_names_nobody(
    school: School,
) -> None:
    done = await school.finish(await school.start())
    issued = await school.use(IssueCertificate)(school.update(), done.attempt_id)
    assert issued is not None
    async with school.engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM learners")
    assert await school.use(VerifyCertificate)(issued.code) == issued
    async with school.engine.connect() as connection:
        row = (await connection.exec_driver_sql("SELECT * FROM certificates")).mappings().one()
    assert set(row) == {"code", "lesson_id", "correct", "asked", "issued_on"}
    assert str(MEI) not in str(dict(row))
