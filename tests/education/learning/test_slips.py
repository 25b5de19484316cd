"""A school's paper slip stands for one child."""

from __future__ import annotations

from random import Random

import pytest

from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.rules.slips import create_number
from bot.education.learning.service.profiles import AddProfile, ForgetLearner
from bot.education.learning.service.remembering import Consent, RememberLearner
from bot.education.learning.service.slips import IsSlipTaken
from storage.education.kinds import ConsentBy
from tests.education.learning.school import MEI, School

WANG = MEI + 1
NUMBER = create_number(Random(11))
BY_SCHOOL = Consent(version="2026-11", by=ConsentBy.SCHOOL, slip=NUMBER)


@pytest.fixture
async def kept(school: School) -> str:
    """Record the number for a child, and return the child's id."""
    await school.start()
    assert await school.use(RememberLearner)(school.update(), AgeBand.UNDER_14, BY_SCHOOL)
    async with school.unit_of_work() as work:
        learner = await work.learners.find_active(MEI)
    assert learner is not None
    return learner.id


async def test_a_fresh_number_is_free(school: School) -> None:
    assert not await school.use(IsSlipTaken)(MEI, "", NUMBER)


@pytest.mark.usefixtures("kept")
async def test_a_number_that_stands_for_a_child_is_taken_for_another(school: School) -> None:
    view = await school.start(chat=WANG)
    assert await school.use(IsSlipTaken)(WANG, view.attempt_id, NUMBER)
    assert await school.use(IsSlipTaken)(WANG, "", NUMBER)


@pytest.mark.usefixtures("kept")
async def test_a_number_is_taken_for_a_sister_on_the_same_phone(school: School) -> None:
    await school.use(AddProfile)(school.update(), "sister")
    view = await school.start()
    assert await school.use(IsSlipTaken)(MEI, view.attempt_id, NUMBER)


@pytest.mark.usefixtures("kept")
async def test_the_same_child_may_type_it_again(school: School) -> None:
    view = await school.start()
    assert not await school.use(IsSlipTaken)(MEI, view.attempt_id, NUMBER)
    assert not await school.use(IsSlipTaken)(MEI, "", NUMBER)


async def test_a_number_is_free_again_once_its_child_is_forgotten(
    school: School, kept: str
) -> None:
    await school.use(ForgetLearner)(school.update(), kept)
    assert not await school.use(IsSlipTaken)(WANG, "", NUMBER)
