"""What the education house asks of its database, answered alike by SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.education.attempts import Answer, Attempt
from storage.education.certificates import Certificate
from storage.education.kinds import AttemptKind
from storage.education.learners import Learner
from storage.education.reviews import Review
from storage.errors import NotFoundError
from tests.storage.conftest import EducationWork

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = NOON.date()
CHAT, OTHER = 7_001, 7_002


def learner(name: str, chat: int = CHAT, **more: object) -> Learner:
    given: dict[str, object] = {"is_active": False, "nickname": name, "seen_at": NOON} | more
    return Learner(id=name, chat_id=chat, **given)


def attempt(name: str, owner: str, hours: int = 0, **more: object) -> Attempt:
    given: dict[str, object] = {
        "lesson_id": "lesson",
        "kind": AttemptKind.LESSON,
        "seed": 1,
        "question_ids": ["q"],
        "started_at": NOON + timedelta(hours=hours),
    }
    return Attempt(id=name, learner_id=owner, **(given | more))


def review(owner: str, point: str, due_on: date) -> Review:
    memory = {"stability": 1.5, "difficulty": 2.5, "repetitions": 1, "lapses": 0}
    known = {"reviewed_on": DAY, "scheduler": "fsrs", "history": [[1, 3]], "due_on": due_on}
    return Review(learner_id=owner, point=point, **memory, **known)


async def write(education: EducationWork, *rows: object) -> None:
    async with education() as work:
        for row in rows:
            work.session.add(row)
            await work.session.flush()
        await work.commit()


async def test_profiles_of_a_chat_stand_in_one_order_and_one_of_them_learns(
    education: EducationWork,
) -> None:
    rows = [learner("b", is_active=True), learner("a"), learner("x", nickname=None)]
    await write(education, *rows, learner("other", OTHER, consent_slip="SLIP"))
    async with education() as work:
        assert [each.id for each in await work.learners.list_on_chat(CHAT)] == ["x", "a", "b"]
        assert [each.id for each in await work.learners.list_with_slip("SLIP")] == ["other"]
        await work.learners.activate(await work.learners.get("a"))
        await work.commit()
    async with education() as work:
        active = await work.learners.find_active(CHAT)
        assert active is not None
        assert active.id == "a"
        assert await work.learners.find_active(OTHER) is None
        assert await work.learners.find_on_chat("a", OTHER) is None
        with pytest.raises(NotFoundError):
            await work.learners.get("never-was")
    with pytest.raises(IntegrityError):
        await write(education, learner("second", is_active=True))


async def test_guests_go_after_their_time_and_who_may_be_remembered_stays(
    education: EducationWork,
) -> None:
    await write(
        education,
        learner("guest"),
        learner("fresh", seen_at=NOON + timedelta(hours=2)),
        learner("adult", age_band="18-plus"),
        learner("child", age_band="under-14"),
        learner("agreed", age_band="under-14", consented_on=DAY),
    )
    async with education() as work:
        assert await work.learners.delete_guests(NOON + timedelta(hours=1)) == 2
        await work.commit()
    async with education() as work:
        left = {each.id for each in await work.learners.list_on_chat(CHAT)}
        unseen = {each.id for each in await work.learners.list_unseen(NOON + timedelta(hours=1))}
    assert (left, unseen) == ({"fresh", "adult", "agreed"}, {"adult", "agreed"})


async def test_attempts_are_found_by_owner_kind_and_time(education: EducationWork) -> None:
    await write(
        education,
        learner("mei"),
        learner("wang", OTHER),
        attempt("first", "mei", finished_at=NOON, certificate_code="CODE"),
        attempt("again", "mei", hours=1),
        attempt("round", "mei", hours=2, kind=AttemptKind.PRACTICE),
        attempt("probe", "mei", hours=3, kind=AttemptKind.PROBE_AFTER, finished_at=NOON),
        attempt("theirs", "wang", hours=-1, finished_at=NOON),
        Answer(
            attempt_id="first", question_id="q", chosen=["a"], is_correct=True, answered_at=NOON
        ),
    )
    async with education() as work:
        attempts = work.attempts
        found = await attempts.find_own("first", CHAT)
        assert found is not None
        assert [each.chosen for each in found.answers] == [["a"]]
        assert await attempts.find_own("first", OTHER) is None
        assert [each.id for each in await attempts.list_of("mei")] == ["again", "first"]
        kinds = (AttemptKind.PRACTICE, AttemptKind.PROBE_AFTER)
        assert [each.id for each in await attempts.list_of_kind("mei", *kinds)] == [
            "probe",
            "round",
        ]
        finished = await attempts.list_finished(AttemptKind.LESSON, AttemptKind.PROBE_AFTER)
        assert [each.id for each in finished] == ["theirs", "first", "probe"]
        begun = await attempts.map_beginnings(["lesson"])
        assert begun == {"mei": NOON, "wang": NOON - timedelta(hours=1)}
        assert await attempts.map_beginnings(["another"]) == {}
        assert list(await attempts.list_certificates("mei")) == ["CODE"]
        still_open, last = (
            await attempts.find_open("mei", "lesson"),
            await attempts.find_last("wang", "lesson"),
        )
        assert still_open is not None
        assert last is not None
        assert (still_open.id, last.id) == ("again", "theirs")
        assert await attempts.find_open("wang", "lesson") is None
        await attempts.delete_practice(NOON + timedelta(hours=3))
        assert await attempts.find_own("round", CHAT) is None
        assert await attempts.find_own("again", CHAT) is not None


async def test_what_is_due_is_counted_to_the_day(education: EducationWork) -> None:
    tomorrow = DAY + timedelta(days=1)
    await write(education, learner("mei"), review("mei", "b", DAY), review("mei", "a", tomorrow))
    async with education() as work:
        assert [each.point for each in await work.reviews.list_of("mei")] == ["a", "b"]
        assert (await work.reviews.map_of("mei"))["b"].history == [[1, 3]]
        assert await work.reviews.count_due("mei", DAY) == 1
        assert await work.reviews.count_due("mei", tomorrow) == 2
        assert await work.reviews.count_due("nobody", tomorrow) == 0


async def test_one_of_a_chat_is_reminded_who_wants_it_and_has_something_due(
    education: EducationWork,
) -> None:
    wanting = ("leading", "resting", "quiet", "heard", "practised", "idle", "late")
    profiles = [
        learner(name, chat, is_active=name != "resting")
        for chat, name in enumerate(wanting, start=CHAT)
    ]
    sibling = learner("sibling", CHAT)
    due = [review(each, "a", DAY) for each in (*wanting, "sibling") if each != "idle"]
    await write(education, *profiles, sibling, *due)
    async with education() as work:
        for name in (*wanting, "sibling"):
            (await work.habits.obtain(name)).reminder_hour = 18 if name == "late" else 17
        (await work.habits.obtain("quiet")).quiet_until = DAY
        (await work.habits.obtain("heard")).reminded_on = DAY
        (await work.habits.obtain("practised")).practised_on = DAY
        await work.commit()
    async with education() as work:
        found = await work.habits.list_to_remind([16, 17], DAY, 10)
        assert {each.learner_id for each in found} == {"leading", "resting"}
        assert len(await work.habits.list_to_remind([16, 17], DAY, 1)) == 1
        assert await work.habits.find("nobody") is None


async def test_rows_of_a_learner_move_as_a_whole_and_go_as_a_whole(
    education: EducationWork,
) -> None:
    await write(
        education,
        learner("mei"),
        learner("wang", OTHER),
        attempt("one", "mei"),
        attempt("theirs", "wang"),
        Answer(attempt_id="one", question_id="q", chosen=[], is_correct=False, answered_at=NOON),
        review("mei", "a", DAY),
        Certificate(code="CODE", lesson_id="lesson", correct=1, asked=2, issued_on=DAY),
    )
    async with education() as work:
        rows = await work.records.read("mei")
        assert {name: len(found) for name, found in rows.items()} == {
            "learners": 1,
            "attempts": 1,
            "answers": 1,
            "reviews": 1,
        }
        await work.learners.delete(await work.learners.get("mei"))
        await work.commit()
    async with education() as work:
        assert await work.records.read("mei") == {}
        await work.records.write(rows)
        await work.commit()
    async with education() as work:
        assert await work.records.read("mei") == rows
        assert set(await work.records.read("wang")) == {"learners", "attempts"}
        assert await work.certificates.find("CODE") is not None
        await work.certificates.delete_all(["CODE"])
        assert await work.certificates.find("CODE") is None


async def test_what_waits_for_a_learner_is_dropped_unless_it_is_being_sent(
    education: EducationWork,
) -> None:
    async with education() as work:
        work.outbox.add("reminder", b"mei", {}, NOON)
        work.outbox.add("reminder", b"wang", {"begun": True}, NOON)
        await work.commit()
    async with education() as work:
        assert await work.outbox.drop_waiting(b"mei")
        assert not await work.outbox.drop_waiting(b"mei")
        assert not await work.outbox.drop_waiting(b"wang")
        (row,) = await work.outbox.claim(NOON, timedelta(minutes=2))
        assert await work.outbox.find(row.id) is row
        await work.outbox.drop_for(b"wang")
        assert await work.outbox.count(b"wang") == 0
