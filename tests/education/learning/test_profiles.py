"""Whom the house remembers and where, and how it forgets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.lessons import (
    LessonView,
    MakeMove,
    OpenCourse,
    ShowLesson,
    StartLesson,
)
from bot.education.learning.service.places import Places
from bot.education.learning.service.profiles import (
    MOST_PROFILES,
    UNSEEN_KEPT_FOR,
    AddProfile,
    FindLesson,
    FindLocale,
    ForgetGuests,
    ForgetLearner,
    KeepLocale,
    ListProfiles,
    SwitchProfile,
)
from bot.education.learning.service.remembering import Consent, RememberLearner
from storage.education.kinds import ConsentBy
from tests.education.learning.answering import moves_on
from tests.education.learning.school import MEI, WANG, School

ON_PHONE = Consent(version="2026-11", by=ConsentBy.GUARDIAN)


class Phone:
    """A chat, on which everything happens where its learner is."""

    def __init__(self, school: School, chat: int = MEI) -> None:
        self.school, self.chat = school, chat
        self.places = Places(kept=school.unit_of_work, guests=school.guests)

    async def names(self) -> dict[str | None, bool]:
        listed = await self.school.use(ListProfiles)(self.chat)
        return {each.nickname: each.is_active for each in listed}

    async def kept(self) -> set[str | None]:
        listed = await self.school.use(ListProfiles)(self.chat)
        return {each.nickname for each in listed if each.is_kept}

    async def add(self, nickname: str) -> bool:
        return await self.school.use(AddProfile)(self.school.update(self.chat), nickname)

    async def id_of(self, nickname: str | None) -> str:
        listed = await self.school.use(ListProfiles)(self.chat)
        (wanted,) = [each.id for each in listed if each.nickname == nickname]
        return wanted

    async def switch(self, nickname: str | None) -> bool:
        learner = await self.id_of(nickname)
        return await self.school.use(SwitchProfile)(self.school.update(self.chat), learner)

    async def remember(self, band: AgeBand, consent: Consent | None = None) -> bool:
        update = self.school.update(self.chat)
        return await self.school.use(RememberLearner)(update, band, consent)

    async def forget(self, nickname: str | None = None, taps: int = 1) -> None:
        learner = await self.id_of(nickname)
        for _ in range(taps):
            await self.school.use(ForgetLearner)(self.school.update(self.chat), learner)

    async def start(self) -> LessonView:
        place = await self.places.of_chat(self.chat)
        lesson = self.school.library.courses[0].lessons[0].id
        start = self.school.use(StartLesson, place=place)
        return await start(self.school.update(self.chat), lesson)

    async def learn(self) -> LessonView:
        """Take the first lesson to its end."""
        view = await self.start()
        move_on = self.school.use(MakeMove, place=await self.places.of_chat(self.chat))
        while view.progress.position < len(view.plan.steps) - 1:
            for move in moves_on(view.plan, view.progress, right=True):
                after = await move_on(self.school.update(self.chat), view.attempt_id, move)
                assert after is not None
                view = after
        return view

    async def finished(self) -> int:
        place = await self.places.of_chat(self.chat)
        return len((await self.school.use(OpenCourse, place=place)(self.chat)).finished)

    async def is_remembered(self) -> bool:
        return (await self.start()).is_remembered


@pytest.fixture
def phone(school: School) -> Phone:
    return Phone(school)


async def rows_on_disk(school: School) -> int:
    tables = ("learners", "attempts", "answers", "reviews", "habits", "outbox", "applied_updates")
    return sum([await school.count(table) for table in tables])


async def test_a_chat_without_a_learner_has_no_profiles(phone: Phone) -> None:
    assert await phone.names() == {}


async def test_a_guest_s_whole_lesson_writes_no_row(phone: Phone, school: School) -> None:
    await phone.learn()
    assert await phone.finished() == 1
    assert await rows_on_disk(school) == 0


async def test_all_that_a_guest_did_is_kept_once_it_may_be(phone: Phone, school: School) -> None:
    done = await phone.learn()
    assert await phone.remember(AgeBand.ADULT)
    assert await phone.kept() == {None}
    assert await phone.finished() == 1
    assert await school.count("answers") == len(done.plan.questions)
    assert await school.count("reviews") > 0
    shown = await school.use(FindLesson)(MEI, done.attempt_id)
    assert shown is not None
    assert shown.progress == done.progress
    async with school.guests() as work:
        assert await work.learners.list_on_chat(MEI) == []


async def test_a_new_profile_is_the_one_that_learns_and_the_first_stays(phone: Phone) -> None:
    await phone.learn()
    assert await phone.add("小雨")
    assert await phone.names() == {None: False, "小雨": True}
    assert await phone.finished() == 0
    assert await phone.switch(None)
    assert await phone.finished() == 1


async def test_a_kept_learner_and_a_guest_take_turns(phone: Phone) -> None:
    await phone.learn()
    await phone.remember(AgeBand.ADULT)
    await phone.add("弟弟")
    assert await phone.names() == {None: False, "弟弟": True}
    assert await phone.finished() == 0
    assert await phone.switch(None)
    assert await phone.names() == {None: True, "弟弟": False}
    assert await phone.finished() == 1
    assert await phone.switch("弟弟")
    await phone.learn()
    await phone.remember(AgeBand.FROM_14_TO_17)
    assert await phone.kept() == {None, "弟弟"}
    assert await phone.names() == {None: False, "弟弟": True}


async def test_a_phone_has_so_many_profiles_and_no_more(phone: Phone, school: School) -> None:
    await phone.start()
    await phone.remember(AgeBand.ADULT)
    for number in range(MOST_PROFILES - 1):
        assert await phone.add(f"{number}")
    assert not await phone.add("one too many")
    assert len(await phone.names()) == MOST_PROFILES
    assert await Phone(school, WANG).add("another phone")


async def test_one_of_a_chat_learns_at_a_time(phone: Phone) -> None:
    for nickname in ("a", "b", "c"):
        await phone.add(nickname)
        assert sum((await phone.names()).values()) == 1
    for nickname in ("b", "b", "a"):
        assert await phone.switch(nickname)
        assert (await phone.names())[nickname]
        assert sum((await phone.names()).values()) == 1


async def test_a_late_duplicate_of_a_switch_changes_nothing(phone: Phone, school: School) -> None:
    await phone.add("a")
    await phone.add("b")
    early, first = school.update(), await phone.id_of("a")
    assert await school.use(SwitchProfile)(early, first)
    assert await phone.switch("b")
    assert await school.use(SwitchProfile)(early, first)
    assert await phone.names() == {"a": False, "b": True}


async def test_another_chat_cannot_switch_to_a_profile(phone: Phone, school: School) -> None:
    await phone.add("a")
    stranger = school.update(WANG)
    assert not await school.use(SwitchProfile)(stranger, await phone.id_of("a"))
    assert await Phone(school, WANG).names() == {}


async def test_from_fourteen_on_one_s_word_is_enough(phone: Phone) -> None:
    await phone.start()
    assert await phone.remember(AgeBand.FROM_14_TO_17)
    assert await phone.is_remembered()


async def test_below_fourteen_a_guardian_has_to_agree(phone: Phone, school: School) -> None:
    await phone.learn()
    assert not await phone.remember(AgeBand.UNDER_14)
    assert not await phone.is_remembered()
    assert await rows_on_disk(school) == 0
    assert await phone.remember(AgeBand.UNDER_14, ON_PHONE)
    assert await phone.is_remembered()
    assert await phone.finished() == 1


@pytest.mark.parametrize(
    "consent", [ON_PHONE, Consent(version="2026-11", by=ConsentBy.SCHOOL, slip="ABCDEFGH")]
)
async def test_a_record_of_consent_says_when_to_what_and_who_vouches(
    phone: Phone, school: School, consent: Consent
) -> None:
    await phone.start()
    await phone.remember(AgeBand.UNDER_14, consent)
    async with school.unit_of_work() as work:
        learner = await work.learners.find_active(MEI)
    assert learner is not None
    assert learner.consented_on == school.clock().date()
    assert learner.consent_version == consent.version
    assert (learner.consent_by, learner.consent_slip) == (consent.by, consent.slip)


async def test_a_child_who_was_taken_for_an_adult_leaves_the_disk_and_goes_on_learning(
    phone: Phone, school: School
) -> None:
    await phone.learn()
    await phone.remember(AgeBand.ADULT)
    assert await school.count("reviews") > 0
    assert not await phone.remember(AgeBand.UNDER_14)
    for table in ("learners", "attempts", "answers", "reviews", "habits", "outbox"):
        assert await school.count(table) == 0
    assert school.scrubbed == 1
    assert await phone.finished() == 1
    assert await phone.remember(AgeBand.UNDER_14, ON_PHONE)
    assert await phone.kept() == {None}
    assert await phone.finished() == 1


async def test_consent_is_recorded_for_children_alone(phone: Phone, school: School) -> None:
    await phone.start()
    await phone.remember(AgeBand.ADULT, ON_PHONE)
    async with school.unit_of_work() as work:
        (learner,) = await work.learners.list_on_chat(MEI)
    assert learner.consented_on is None


async def test_forgetting_erases_every_row_of_the_learner(phone: Phone, school: School) -> None:
    await phone.learn()
    await phone.remember(AgeBand.ADULT)
    other = Phone(school, WANG)
    await other.start()
    await other.remember(AgeBand.ADULT)
    await phone.forget()
    assert await phone.names() == {}
    for table in ("answers", "reviews", "habits"):
        assert await school.count(table) == 0
    assert await school.count("attempts") == 1
    assert await school.count("learners") == 1
    assert len(await other.names()) == 1
    assert school.scrubbed == 1


async def test_forgetting_tapped_ten_times_forgets_one_profile(phone: Phone) -> None:
    for nickname in ("a", "b", "c"):
        await phone.add(nickname)
    learner = await phone.id_of("c")
    for _ in range(10):
        await phone.school.use(ForgetLearner)(phone.school.update(), learner)
    assert await phone.names() == {"a": False, "b": False}


async def test_forgetting_one_who_is_not_learning_leaves_the_other_learning(phone: Phone) -> None:
    for nickname in ("a", "b"):
        await phone.add(nickname)
    await phone.forget("a")
    assert await phone.names() == {"b": True}


async def test_another_chat_cannot_have_a_profile_forgotten(phone: Phone, school: School) -> None:
    await phone.add("a")
    assert not await school.use(ForgetLearner)(school.update(WANG), await phone.id_of("a"))
    assert not await school.use(ForgetLearner)(school.update(), "never-was")
    assert await phone.names() == {"a": True}


async def test_guests_are_forgotten_after_48_hours_and_learners_are_not(
    phone: Phone, school: School
) -> None:
    await phone.learn()
    adult, child = Phone(school, WANG), Phone(school, 7_003)
    await adult.start()
    await adult.remember(AgeBand.ADULT)
    await child.start()
    await child.remember(AgeBand.UNDER_14)
    school.clock.pass_by(hours=47)
    await school.use(ForgetGuests)()
    assert [len(await each.names()) for each in (phone, adult, child)] == [1, 1, 1]
    school.clock.pass_by(hours=2)
    await school.use(ForgetGuests)()
    assert [len(await each.names()) for each in (phone, adult, child)] == [0, 1, 0]


async def test_a_guest_who_is_here_again_is_kept(phone: Phone, school: School) -> None:
    await phone.start()
    school.clock.pass_by(hours=47)
    await phone.start()
    school.clock.pass_by(hours=2)
    await school.use(ForgetGuests)()
    assert len(await phone.names()) == 1


async def test_who_came_to_lie_on_the_disk_without_leave_is_forgotten_there(
    school: School,
) -> None:
    await school.finish(await school.start())
    school.clock.pass_by(hours=49)
    await school.use(ForgetGuests)()
    assert await school.count("learners") == 0
    assert await school.count("answers") == 0


async def test_when_a_guest_is_forgotten_nobody_learns_on_a_siblings_record_by_mistake(
    phone: Phone, school: School
) -> None:
    await phone.add("姐姐")
    await phone.learn()
    await phone.remember(AgeBand.ADULT)
    await phone.add("弟弟")
    school.clock.pass_by(hours=49)
    await school.use(ForgetGuests)()
    assert await phone.names() == {"姐姐": False}
    assert await phone.finished() == 0
    assert await phone.places.is_leaderless(MEI)
    assert await phone.switch("姐姐")
    assert await phone.finished() == 1


async def test_who_has_not_come_for_a_year_is_erased(phone: Phone, school: School) -> None:
    await phone.learn()
    await phone.remember(AgeBand.ADULT)
    school.clock.now += UNSEEN_KEPT_FOR - timedelta(days=1)
    await school.use(ForgetGuests)()
    assert await school.count("learners") == 1
    school.clock.pass_by(days=2)
    await school.use(ForgetGuests)()
    assert await school.count("learners") == 0
    assert school.scrubbed == 1


async def test_update_ids_are_forgotten_after_48_hours(school: School) -> None:
    await school.start()
    assert await school.count("applied_updates") == 1
    school.clock.pass_by(hours=49)
    await school.use(ForgetGuests)()
    assert await school.count("applied_updates") == 0


async def test_a_language_is_kept_for_a_learner_and_for_nobody_else(
    phone: Phone, school: School
) -> None:
    await school.use(KeepLocale)(MEI, "en")
    assert await school.use(FindLocale)(MEI) is None
    assert await phone.names() == {}
    await phone.start()
    await school.use(KeepLocale)(MEI, "en")
    assert await school.use(FindLocale)(MEI) == "en"
    assert await school.use(FindLocale)(WANG) is None
    await phone.remember(AgeBand.ADULT)
    assert await school.use(FindLocale)(MEI) == "en"


async def test_an_old_card_still_works_when_another_profile_learns(
    phone: Phone, school: School
) -> None:
    done = await phone.learn()
    await phone.remember(AgeBand.ADULT)
    await phone.add("弟弟")
    place = await phone.places.of_attempt(done.attempt_id, MEI)
    assert await school.use(ShowLesson, place=place)(MEI, done.attempt_id) is not None
    assert await school.use(FindLesson)(WANG, done.attempt_id) is None
