"""Whom the house remembers, and how it forgets."""

from __future__ import annotations

from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.lessons import OpenCourse
from bot.education.learning.service.profiles import (
    MOST_PROFILES,
    AddProfile,
    FindLocale,
    ForgetGuests,
    ForgetLearner,
    KeepLocale,
    ListProfiles,
    RememberLearner,
    SwitchProfile,
)
from tests.education.conftest import MEI, WANG, School


async def names(school: School, chat: int = MEI) -> dict[str | None, bool]:
    return {each.nickname: each.is_active for each in await school.use(ListProfiles)(chat)}


async def add(school: School, nickname: str, chat: int = MEI) -> bool:
    return await school.use(AddProfile)(school.update(chat), nickname)


async def switch(school: School, nickname: str | None, chat: int = MEI) -> bool:
    (wanted,) = [p for p in await school.use(ListProfiles)(MEI) if p.nickname == nickname]
    return await school.use(SwitchProfile)(school.update(chat), wanted.id)


async def forget(school: School, nickname: str | None, chat: int = MEI, taps: int = 1) -> None:
    (wanted,) = [p for p in await school.use(ListProfiles)(MEI) if p.nickname == nickname]
    for _ in range(taps):
        await school.use(ForgetLearner)(school.update(chat), wanted.id)


async def remember(
    school: School, band: AgeBand, *, consented: bool = False, chat: int = MEI
) -> None:
    await school.use(RememberLearner)(school.update(chat), band, consented=consented)


async def is_remembered(school: School) -> bool:
    return (await school.start()).is_remembered


async def test_a_chat_without_a_learner_has_no_profiles(school: School) -> None:
    assert await names(school) == {}


async def test_a_new_profile_is_the_one_that_learns_and_the_first_stays(school: School) -> None:
    await school.finish(await school.start())
    assert await add(school, "小雨")
    assert await names(school) == {None: False, "小雨": True}
    assert (await school.use(OpenCourse)(MEI)).finished == frozenset()
    assert await switch(school, None)
    assert len((await school.use(OpenCourse)(MEI)).finished) == 1


async def test_adding_five_times_with_one_update_adds_once(school: School) -> None:
    update = school.update()
    for _ in range(5):
        assert await school.use(AddProfile)(update, "小雨")
    assert await names(school) == {"小雨": True}


async def test_a_phone_has_so_many_profiles_and_no_more(school: School) -> None:
    for number in range(MOST_PROFILES):
        assert await add(school, f"{number}")
    assert not await add(school, "one too many")
    assert len(await names(school)) == MOST_PROFILES
    assert await add(school, "another phone", chat=WANG)


async def test_one_of_a_chat_learns_at_a_time(school: School) -> None:
    for nickname in ("a", "b", "c"):
        await add(school, nickname)
        assert sum((await names(school)).values()) == 1
    for nickname in ("b", "b", "a"):
        assert await switch(school, nickname)
        assert (await names(school))[nickname]
        assert sum((await names(school)).values()) == 1


async def test_a_late_duplicate_of_a_switch_changes_nothing(school: School) -> None:
    await add(school, "a")
    await add(school, "b")
    ids = {p.nickname: p.id for p in await school.use(ListProfiles)(MEI)}
    early = school.update()
    assert await school.use(SwitchProfile)(early, ids["a"])
    assert await switch(school, "b")
    assert await school.use(SwitchProfile)(early, ids["a"])
    assert await names(school) == {"a": False, "b": True}


async def test_another_chat_cannot_switch_to_a_profile(school: School) -> None:
    await add(school, "a")
    assert not await switch(school, "a", chat=WANG)
    assert await names(school, WANG) == {}


async def test_from_fourteen_on_one_s_word_is_enough(school: School) -> None:
    await school.start()
    await remember(school, AgeBand.FROM_14_TO_17)
    assert await is_remembered(school)


async def test_below_fourteen_a_guardian_has_to_agree(school: School) -> None:
    await school.start()
    await remember(school, AgeBand.UNDER_14)
    assert not await is_remembered(school)
    await remember(school, AgeBand.UNDER_14, consented=True)
    assert await is_remembered(school)


async def test_consent_is_dated_and_counted_once(school: School) -> None:
    update = school.update()
    for _ in range(5):
        await school.use(RememberLearner)(update, AgeBand.UNDER_14, consented=True)
        school.clock.pass_by(days=1)
    async with school.unit_of_work() as work:
        learner = await work.learners.find_active(MEI)
        assert learner is not None
        assert learner.consented_on is not None
        assert (school.clock().date() - learner.consented_on).days == 5


async def test_forgetting_erases_every_row_of_the_learner(school: School) -> None:
    await school.finish(await school.start())
    await school.start(school.library.courses[0].lessons[1].id)
    await school.start(chat=WANG)
    await forget(school, None)
    assert await names(school) == {}
    assert await school.count("answers") == 0
    assert await school.count("attempts") == 1
    assert await school.count("learners") == 1
    assert len(await names(school, WANG)) == 1


async def test_forgetting_tapped_ten_times_forgets_one_profile(school: School) -> None:
    for nickname in ("a", "b", "c"):
        await add(school, nickname)
    await forget(school, "c", taps=10)
    assert await names(school) == {"a": True, "b": False}


async def test_forgetting_one_who_is_not_learning_leaves_the_other_learning(
    school: School,
) -> None:
    for nickname in ("a", "b"):
        await add(school, nickname)
    await forget(school, "a")
    assert await names(school) == {"b": True}


async def test_another_chat_cannot_have_a_profile_forgotten(school: School) -> None:
    await add(school, "a")
    await forget(school, "a", chat=WANG)
    await school.use(ForgetLearner)(school.update(), "never-was")
    assert await names(school) == {"a": True}


async def test_guests_are_forgotten_after_48_hours_and_learners_are_not(school: School) -> None:
    await school.finish(await school.start(chat=MEI))
    await school.start(chat=WANG)
    await remember(school, AgeBand.ADULT, chat=WANG)
    child = 7_003
    await school.start(chat=child)
    await remember(school, AgeBand.UNDER_14, chat=child)
    school.clock.pass_by(hours=47)
    await school.use(ForgetGuests)()
    assert await school.count("learners") == 3
    school.clock.pass_by(hours=2)
    await school.use(ForgetGuests)()
    assert await school.count("learners") == 1
    assert await school.count("answers") == 0
    assert len(await names(school, WANG)) == 1


async def test_a_guest_who_is_here_again_is_kept(school: School) -> None:
    await school.start()
    school.clock.pass_by(hours=47)
    await school.start()
    school.clock.pass_by(hours=2)
    await school.use(ForgetGuests)()
    assert await school.count("learners") == 1


async def test_when_a_guest_is_forgotten_the_learner_of_the_phone_learns_again(
    school: School,
) -> None:
    await add(school, "姐姐")
    await remember(school, AgeBand.ADULT)
    await school.finish(await school.start())
    await add(school, "弟弟")
    school.clock.pass_by(hours=49)
    await school.use(ForgetGuests)()
    assert await names(school) == {"姐姐": True}
    assert len((await school.use(OpenCourse)(MEI)).finished) == 1


async def test_update_ids_are_forgotten_after_48_hours(school: School) -> None:
    await school.start()
    assert await school.count("applied_updates") == 1
    school.clock.pass_by(hours=49)
    await school.use(ForgetGuests)()
    assert await school.count("applied_updates") == 0


async def test_a_language_is_kept_for_a_learner_and_for_nobody_else(school: School) -> None:
    await school.use(KeepLocale)(MEI, "en")
    assert await school.use(FindLocale)(MEI) is None
    assert await school.count("learners") == 0
    await school.start()
    await school.use(KeepLocale)(MEI, "en")
    assert await school.use(FindLocale)(MEI) == "en"
    assert await school.use(FindLocale)(WANG) is None
