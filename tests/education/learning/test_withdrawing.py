"""What a certificate leaves is said before it is made, and can be taken back; lessons may go."""

from __future__ import annotations

from dataclasses import replace

from aiogram.methods import SendDocument
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.education.learning.router.callbacks import AttemptCallback
from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.certificates import (
    IssueCertificate,
    VerifyCertificate,
    WithdrawCertificate,
)
from bot.education.learning.service.profiles import AddProfile
from bot.education.learning.service.remembering import RememberLearner
from tests.education.learning.school import WANG, School
from tests.education.learning.telephone import Telephone
from tests.education.learning.verification import read_page


async def ask_for(phone: Telephone, attempt: str) -> str:
    await phone.tap(AttemptCallback(attempt=attempt, action="certificate").pack())
    return phone.words()


async def test_a_guest_hears_what_is_written_down_and_takes_it_back(
    visitor: School, school: School, phone: Telephone
) -> None:
    done = await visitor.finish(await visitor.start())
    words = await ask_for(phone, done.attempt_id)
    assert "I write down the lesson, the result, the date and the code" in words
    assert await school.count("certificates") == 0
    await phone.tap(phone.button("No name"))
    assert await school.count("certificates") == 1
    await phone.tap(phone.button("Withdraw this certificate"))
    assert await school.count("certificates") == 1
    really = phone.button("Withdraw it")
    await phone.tap(really)
    assert phone.words().startswith("🗑 Withdrawn.")
    assert await school.count("certificates") == 0
    await phone.tap(really)
    assert phone.words().startswith("This lesson is over or was forgotten.")


async def test_the_one_withdrawn_is_replaced_by_another_code(school: School) -> None:
    done = await school.finish(await school.start())
    issue, withdraw = school.use(IssueCertificate), school.use(WithdrawCertificate)
    first = await issue(school.update(), done.attempt_id)
    assert first is not None
    update = school.update()
    assert not await withdraw(school.update(WANG), done.attempt_id)
    assert await withdraw(update, done.attempt_id)
    assert await school.use(VerifyCertificate)(first.code) is None
    second = await issue(school.update(), done.attempt_id)
    assert second is not None
    assert second.code != first.code
    assert not await withdraw(update, done.attempt_id), "the same tap again takes nothing more"
    assert await school.use(VerifyCertificate)(second.code) is not None


async def test_a_certificate_outlives_its_lesson_and_says_so(
    school: School, guests: AsyncEngine
) -> None:
    done = await school.finish(await school.start())
    issued = await school.use(IssueCertificate)(school.update(), done.attempt_id)
    assert issued is not None
    shrunk = replace(school.library, courses=school.library.courses[1:])
    later = School(school.engine, guests, shrunk, school.clock)
    phone = Telephone(later, guests, "en")
    await phone.say(f"/verify {issued.code}")
    assert phone.words().startswith("✅ This certificate is genuine.")
    assert "This lesson is no longer offered." in phone.words()
    status, page = await read_page(later, issued.code, "zh-CN")
    assert status == 200
    assert issued.lesson is not None
    assert issued.lesson.title.to("zh_Hans") not in page
    await phone.tap(AttemptCallback(attempt=done.attempt_id, action="nameless").pack())
    assert phone.words().startswith("This lesson is over or was forgotten.")


async def test_a_name_is_drawn_also_where_another_profile_leads(
    school: School, phone: Telephone
) -> None:
    done = await school.finish(await school.start())
    await school.use(RememberLearner)(school.update(), AgeBand.ADULT)
    await school.use(AddProfile)(school.update(), "Bear")
    await ask_for(phone, done.attempt_id)
    await phone.say("Mei")
    assert any(isinstance(each, SendDocument) for each in phone.session.asked)
