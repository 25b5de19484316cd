"""Words of somebody in danger are answered, and taken for no nickname, name or number."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from aiogram.methods import SendDocument

from bot.education.learning.router.callbacks import AttemptCallback, ProfileCallback
from bot.education.learning.router.consent import ConsentCallback
from bot.education.learning.rules.slips import create_number
from bot.education.learning.service.profiles import ListProfiles
from tests.education.learning.school import MEI, School
from tests.education.learning.telephone import Telephone

WORDS = ["我不想活了", "我朋友吸了那个，现在喘不上气了"]


@pytest.fixture
def phone(lend: Callable[[str], Telephone]) -> Telephone:
    return lend("zh-hans")


async def names(school: School) -> list[str | None]:
    return [each.nickname for each in await school.use(ListProfiles)(MEI)]


@pytest.mark.parametrize("words", WORDS)
async def test_they_become_no_nickname_and_the_answer_stays_last(
    school: School, phone: Telephone, words: str
) -> None:
    await phone.tap(ProfileCallback(action="add").pack())
    await phone.say(words)
    (answer,) = phone.shown()
    assert words not in answer
    assert "12" in answer
    assert await names(school) == []
    await phone.say("小雨")
    assert await names(school) == ["小雨"]


@pytest.mark.parametrize("words", WORDS)
async def test_they_are_drawn_on_no_certificate(
    school: School, phone: Telephone, words: str
) -> None:
    done = await school.finish(await school.start())
    await phone.tap(AttemptCallback(attempt=done.attempt_id, action="certificate").pack())
    await phone.say(words)
    assert phone.session.names() == ["SendMessage"]
    assert await school.count("certificates") == 0
    await phone.say("小雨")
    assert any(isinstance(each, SendDocument) for each in phone.session.asked)


async def test_they_are_no_slip_number_and_the_number_is_still_awaited(
    school: School, phone: Telephone
) -> None:
    done = await school.finish(await school.start())
    await phone.tap(ConsentCallback(action="school", attempt=done.attempt_id).pack())
    await phone.say(WORDS[0])
    assert len(phone.shown()) == 1
    await phone.say(create_number(Random(1)))
    assert [each.is_kept for each in await school.use(ListProfiles)(MEI)] == [True]
