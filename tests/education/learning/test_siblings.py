"""Brothers and sisters on one phone: nobody learns, agrees or is reminded in another's place."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.education.learning.router.callbacks import AgeCallback, LessonCallback
from bot.education.learning.router.consent import ConsentCallback
from bot.education.learning.router.mydata import DataCallback
from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.places import Places, Work
from bot.education.learning.service.profiles import (
    AddProfile,
    ForgetGuests,
    ForgetLearner,
    ListProfiles,
    SwitchProfile,
)
from bot.education.learning.service.remembering import Consent, RememberLearner
from bot.education.learning.service.reminders import ChooseHour, RestFromReminders, ShowHabits
from storage.education.kinds import ConsentBy
from tests.education.learning.school import MEI, School
from tests.education.learning.telephone import Telephone

CONSENT = Consent(version="2026-11", by=ConsentBy.GUARDIAN)
WHO = "Who is learning?"


async def sister(school: School, hour: int | None = None) -> str:
    """Let a kept learner finish a lesson; return her attempt."""
    done = await school.finish(await school.start())
    assert await school.use(RememberLearner)(school.update(), AgeBand.ADULT)
    assert await school.use(ChooseHour)(school.update(), hour)
    return done.attempt_id


async def place_of(school: School) -> Work:
    return await Places(kept=school.unit_of_work, guests=school.guests).of_chat(MEI)


async def led(school: School) -> list[str | None]:
    return [each.nickname for each in await school.use(ListProfiles)(MEI) if each.is_active]


async def kept_child(school: School) -> str:
    """Let a child join the phone, with a guardian's consent; return the profile's id."""
    await school.use(AddProfile)(school.update(), "Bear")
    assert await school.use(RememberLearner)(school.update(), AgeBand.UNDER_14, CONSENT)
    listed = await school.use(ListProfiles)(MEI)
    return next(each.id for each in listed if each.nickname == "Bear")


async def test_after_a_withdrawal_the_child_goes_on_as_a_guest(school: School) -> None:
    await sister(school)
    child = await kept_child(school)
    assert await school.use(ForgetLearner)(school.update(), child, goes_on=True)
    assert await place_of(school) is school.guests
    async with school.guests() as work:
        assert await work.learners.find_active(MEI) is not None
    async with school.unit_of_work() as work:
        assert await work.learners.find_active(MEI) is None
        assert len(await work.learners.list_on_chat(MEI)) == 1


async def test_a_restart_does_not_hand_the_phone_to_the_sibling(
    school: School, guests: AsyncEngine
) -> None:
    await sister(school)
    await school.use(AddProfile)(school.update(), "Bear")
    async with guests.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM learners")
    assert await place_of(school) is school.guests
    assert await led(school) == []


async def test_who_is_learning_is_asked_once_the_guest_is_forgotten(
    school: School, guests: AsyncEngine
) -> None:
    phone = Telephone(school, guests, "en")
    await sister(school)
    await school.use(AddProfile)(school.update(), "Bear")
    school.clock.pass_by(hours=60)
    await school.use(ForgetGuests)()
    lesson = school.library.courses[0].lessons[1].id
    for command in ("/learn", "/practice", "/progress", "/reminders", "/mydata"):
        await phone.say(command)
        assert WHO in phone.words()
    await phone.tap(LessonCallback(lesson=lesson).pack())
    assert WHO in phone.words()
    assert await school.count("attempts") == 1
    await phone.tap(phone.button("Without a nickname"))
    await phone.tap(LessonCallback(lesson=lesson).pack())
    assert WHO not in phone.words()
    assert await school.count("attempts") == 2


async def test_an_age_band_is_its_attempts_owner_s_alone(
    school: School, guests: AsyncEngine
) -> None:
    phone = Telephone(school, guests, "en")
    visitor = School(guests, guests, school.library, school.clock)
    hers = (await visitor.finish(await visitor.start())).attempt_id
    await school.use(AddProfile)(school.update(), "Bear")
    for data in (
        AgeCallback(band=AgeBand.ADULT, attempt=hers).pack(),
        AgeCallback(band=AgeBand.ADULT, attempt="forgotten").pack(),
    ):
        await phone.tap(data)
        assert phone.told().startswith("Somebody else is learning on this phone now")
    await phone.tap(ConsentCallback(action="agree", attempt=hers).pack())
    await phone.say("I am the guardian and I agree")
    assert phone.words().startswith("Somebody else is learning on this phone now")
    assert await school.count("learners") == 0
    listed = await school.use(ListProfiles)(MEI)
    first = next(each.id for each in listed if each.nickname is None)
    await school.use(SwitchProfile)(school.update(), first)
    await phone.tap(AgeCallback(band=AgeBand.ADULT, attempt=hers).pack())
    listed = await school.use(ListProfiles)(MEI)
    assert {each.nickname: each.is_kept for each in listed} == {None: True, "Bear": False}


async def test_a_band_corrected_in_my_data_is_that_profile_s_alone(
    school: School, guests: AsyncEngine
) -> None:
    phone = Telephone(school, guests, "en")
    await sister(school)
    (profile,) = await school.use(ListProfiles)(MEI)
    await phone.tap(DataCallback(action="age", learner=profile.id).pack())
    child = phone.button("Under 14")
    await kept_child(school)
    await phone.tap(child)
    assert phone.told().startswith("Somebody else is learning on this phone now")
    assert await school.count("learners") == 2
    await school.use(SwitchProfile)(school.update(), profile.id)
    await phone.tap(child)
    agree = phone.button("My parent or guardian is here")
    await phone.tap(agree)
    await phone.tap(phone.button("I am the guardian, go on"))
    asked = phone.words()
    await phone.say("yes")
    assert phone.words() == asked, "a word that a child types is not enough"
    await phone.say("i am the guardian, and i agree.")
    assert "Thank you. I will remember" in phone.words()
    assert phone.button("Start learning")
    listed = await school.use(ListProfiles)(MEI)
    assert {each.nickname: each.is_kept for each in listed} == {None: True, "Bear": True}
    async with school.unit_of_work() as work:
        learner = await work.learners.get(profile.id)
    assert (learner.age_band, learner.consent_by) == (AgeBand.UNDER_14, ConsentBy.GUARDIAN)


async def test_a_slip_typed_for_another_s_attempt_changes_nothing(
    school: School, guests: AsyncEngine
) -> None:
    phone = Telephone(school, guests, "en")
    hers = await sister(school)
    await school.use(AddProfile)(school.update(), "Bear")
    told = await school.use(RememberLearner)(school.update(), AgeBand.UNDER_14, CONSENT, hers)
    assert told is None
    async with school.unit_of_work() as work:
        (learner,) = await work.learners.list_on_chat(MEI)
    assert (learner.age_band, learner.consented_on) == (AgeBand.ADULT, None)
    assert len(phone.session.asked) == 0


async def test_a_guest_neither_sees_nor_changes_a_sibling_s_reminders(school: School) -> None:
    await sister(school, hour=8)
    await school.use(AddProfile)(school.update(), "Bear")
    before = await school.count("applied_updates")
    assert not (await school.use(ShowHabits)(MEI)).is_kept
    assert not await school.use(ChooseHour)(school.update(), 20)
    assert not await school.use(RestFromReminders)(school.update())
    assert await school.count("applied_updates") == before
    async with school.unit_of_work() as work:
        (learner,) = await work.learners.list_on_chat(MEI)
        habit = await work.habits.find(learner.id)
    assert habit is not None
    assert (habit.reminder_hour, habit.quiet_until) == (8, None)


async def test_the_record_of_consent_goes_when_the_band_is_corrected(school: School) -> None:
    await school.start()
    remember = school.use(RememberLearner)
    await remember(school.update(), AgeBand.UNDER_14, CONSENT)
    await remember(school.update(), AgeBand.FROM_14_TO_17)
    async with school.unit_of_work() as work:
        learner = await work.learners.find_active(MEI)
    assert learner is not None
    assert (learner.consented_on, learner.consent_version) == (None, None)
    assert (learner.consent_by, learner.consent_slip) == (None, None)
    assert not await remember(school.update(), AgeBand.UNDER_14)


async def test_what_was_erased_before_is_said_so(school: School, guests: AsyncEngine) -> None:
    phone = Telephone(school, guests, "en")
    await sister(school)
    (profile,) = await school.use(ListProfiles)(MEI)
    data = DataCallback(action="really", learner=profile.id).pack()
    await phone.tap(data)
    assert "Erased. Nothing of it is left" in phone.words()
    await phone.tap(data)
    assert phone.shown() == [], "a second tap leaves the answer to the first"
    assert "Nothing was erased just now" in phone.told()
