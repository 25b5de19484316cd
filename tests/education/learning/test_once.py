"""Whatever comes twice, breaks off or races takes effect once, on either database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.education.learning.rules.progress import Answer, GoOn
from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service import places as places_module
from bot.education.learning.service.certificates import IssueCertificate
from bot.education.learning.service.lessons import MakeMove, StartLesson
from bot.education.learning.service.places import Work
from bot.education.learning.service.profiles import AddProfile, ForgetLearner, ListProfiles
from bot.education.learning.service.remembering import Consent, RememberLearner
from bot.education.learning.service.reminders import (
    ChooseHour,
    PlanReminders,
    ShowHabits,
    TakeUpReminder,
)
from storage.education.certificates import CertificateRepository
from storage.education.kinds import ConsentBy
from storage.education.learners import Learner, LearnerRepository
from storage.education.outbox import Outbox
from storage.kit.outbox_store import OutboxStore
from tests.databases import Database
from tests.education.learning.reminding import Phonebook, learner, turn, worker
from tests.education.learning.school import MEI, School, certified

ON_PHONE = Consent(version="2026-11", by=ConsentBy.GUARDIAN)


@pytest.fixture
async def engine(database: Database) -> AsyncEngine:
    return await database("education")


async def test_an_update_delivered_five_times_moves_once(school: School) -> None:
    view = await school.start()
    update = school.update()
    shown = [
        await school.use(MakeMove)(update, view.attempt_id, GoOn(position=0)) for _ in range(5)
    ]
    assert [each.is_applied for each in shown if each] == [True, False, False, False, False]
    assert {each.progress.position for each in shown if each} == {1}


async def test_a_tap_repeated_ten_times_answers_once(school: School) -> None:
    view = await school.start("is-everyone-using")
    make_move = school.use(MakeMove)
    await make_move(school.update(), view.attempt_id, GoOn(position=0))
    shown = [
        await make_move(school.update(), view.attempt_id, Answer(position=1, option=n % 2))
        for n in range(10)
    ]
    assert len({str(each.progress.answers) for each in shown if each}) == 1
    assert await school.count("answers") == 1


async def test_starting_five_times_with_one_update_starts_once(school: School) -> None:
    lesson = school.library.courses[0].lessons[0].id
    update = school.update()
    shown = [await school.use(StartLesson)(update, lesson) for _ in range(5)]
    assert len({each.attempt_id for each in shown}) == 1
    await school.finish(shown[0])
    late = await school.use(StartLesson)(update, lesson)
    assert late.attempt_id == shown[0].attempt_id
    assert await school.count("attempts") == 1


async def test_asking_again_gives_the_same_certificate(school: School) -> None:
    done = await school.finish(await school.start())
    issue = school.use(IssueCertificate)
    issued = [await issue(school.update(), done.attempt_id) for _ in range(5)]
    assert issued[0] is not None
    assert all(each == issued[0] for each in issued)
    assert await school.count("certificates") == 1
    assert (issued[0].correct, issued[0].asked) == (len(done.plan.questions),) * 2
    assert issued[0].issued_on == school.clock().date()


async def test_adding_five_times_with_one_update_adds_once(school: School) -> None:
    update = school.update()
    for _ in range(5):
        assert await school.use(AddProfile)(update, "小雨")
    listed = await school.use(ListProfiles)(MEI)
    assert {each.nickname: each.is_active for each in listed} == {"小雨": True}


async def test_consent_is_dated_and_counted_once(school: School) -> None:
    await school.start()
    update, first = school.update(), school.clock().date()
    for _ in range(5):
        await school.use(RememberLearner)(update, AgeBand.UNDER_14, ON_PHONE)
        school.clock.pass_by(days=1)
    async with school.unit_of_work() as work:
        (learner,) = await work.learners.list_on_chat(MEI)
    assert learner.consented_on == first


async def test_a_repeated_update_says_again_that_it_erased(school: School) -> None:
    await school.finish(await school.start())
    (profile,) = await school.use(ListProfiles)(MEI)
    update = school.update()
    forget = school.use(ForgetLearner)
    assert [await forget(update, profile.id) for _ in range(3)] == [True, True, True]
    assert not await forget(school.update(), profile.id)


@pytest.mark.parametrize("broken", ["kept", "guests"])
async def test_a_move_that_broke_off_is_ended_by_its_repetition(
    school: School, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The drop fails from the disk on the way back, or from memory on the way there."""
    await school.use(AddProfile)(school.update(), "Bear")
    remember = school.use(RememberLearner)
    if broken == "kept":
        await remember(school.update(), AgeBand.ADULT)
    band = AgeBand.UNDER_14 if broken == "kept" else AgeBand.ADULT
    update, drop = school.update(), places_module._drop

    async def fail(place: Work, learner: Learner) -> None:
        raise ConnectionError

    monkeypatch.setattr(places_module, "_drop", fail)
    with pytest.raises(ConnectionError):
        await remember(update, band)
    monkeypatch.setattr(places_module, "_drop", drop)
    assert await remember(update, band) is (broken == "guests")
    assert await school.count("learners") == (1 if broken == "guests" else 0)
    (profile,) = await school.use(ListProfiles)(MEI)
    assert profile.is_active


@pytest.mark.parametrize(
    ("repository", "method"),
    [(CertificateRepository, "delete_all"), (LearnerRepository, "delete")],
)
async def test_an_erasure_that_breaks_off_leaves_all_and_its_repetition_nothing(
    school: School, monkeypatch: pytest.MonkeyPatch, repository: type, method: str
) -> None:
    learner, update = await certified(school), school.update()

    async def fail(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(repository, method, fail)
        with pytest.raises(ConnectionError):
            await school.use(ForgetLearner)(update, learner, with_certificates=True)
    assert await school.count("certificates") == await school.count("learners") == 1
    assert await school.use(ForgetLearner)(update, learner, with_certificates=True)
    assert await school.count("certificates") == await school.count("learners") == 0
    assert await school.use(ForgetLearner)(update, learner, with_certificates=True)


async def test_a_reminder_is_planned_once_a_day_whatever_restarts(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    assert [await school.use(PlanReminders)() for _ in range(5)] == [1, 0, 0, 0, 0]
    turn(school, 24, 18)
    assert await school.use(PlanReminders)() == 0
    turn(school, 25, 17)
    assert await school.use(PlanReminders)() == 1


async def test_a_worker_that_died_while_sending_never_sends_twice(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    await school.use(PlanReminders)()
    store = OutboxStore(school.engine, Outbox)
    (row,) = await store.claim(school.clock(), timedelta(minutes=2))
    assert await school.use(TakeUpReminder)(row.id) is not None
    school.clock.pass_by(minutes=5)
    notices = Phonebook()
    assert await worker(school, notices).serve_once() == 1
    assert notices.sent == []
    assert await school.count("outbox") == 0


async def test_two_workers_send_it_once(school: School) -> None:
    await learner(school, hour=17)
    turn(school, 24, 17)
    await school.use(PlanReminders)()
    first, second = Phonebook(), Phonebook()
    await worker(school, first).serve_once()
    await worker(school, second).serve_once()
    assert len(first.sent) + len(second.sent) == 1


async def test_a_replayed_choice_changes_nothing(school: School) -> None:
    await learner(school, hour=17)
    early = school.update()
    await school.use(ChooseHour)(early, 19)
    await school.use(ChooseHour)(school.update(), 12)
    await school.use(ChooseHour)(early, 19)
    assert (await school.use(ShowHabits)(MEI)).hour == 12
