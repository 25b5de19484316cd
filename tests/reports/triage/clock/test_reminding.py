"""What the clock promises, whom it reminds, and that each reminder comes once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.reports.staff.rules import Role
from bot.reports.triage.clock.rules import ClockEvent
from storage.reports.clock import PromiseState, ReminderState
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.tips import Tip
from tests.database_fixtures import on_both
from tests.databases import Database
from tests.reports.tables import CITY, SHANGHAI, TOWN, Tables, open_tables, who

TUESDAY_TEN = "2026-11-24T10:20:30"


@pytest.fixture
async def tables(any_database: Database) -> Tables:
    opened = await open_tables(await any_database("reports"), TUESDAY_TEN)
    await opened.add_person("Li", TOWN, Role.TRIAGE)
    await opened.add_person("Wang", TOWN, Role.TRIAGE, Role.SUPERVISOR)
    await opened.add_person("Zhao", CITY, Role.SUPERVISOR)
    return opened


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


async def reminded_until(
    tables: Tables, until: str, *, minutes: int = 30
) -> list[tuple[str, ...]]:
    """Let time pass in steps, with a restart at each, and return who was told what, in order."""
    told = []
    while tables.clock() < local(until):
        tables.clock.advance(minutes=minutes)
        await tables.keep_clock()()
        found = [
            (f"{tables.clock():%d %H:%M}", str(each["term"]), str(each["step"]), who(tables, each))
            for each in await tables.taken_from_outbox()
        ]
        told.extend(sorted(found))
    return told


def take(tables: Tables, name: str = "Li") -> Callable[[Tip], None]:
    def change(tip: Tip) -> None:
        tip.holder_id, tip.status = tables.people[name], TipStatus.TAKEN

    return change


@on_both
async def test_an_urgent_tip_that_nobody_takes_climbs_step_by_step(tables: Tables) -> None:
    await tables.add_tip(urgency=Urgency.URGENT)
    tables.clock.now = local("2026-11-24T10:30:00")
    told = await reminded_until(tables, "2026-11-24T17:00:00")
    assert told == [
        ("24 12:00", "acknowledgement", "due", TOWN),
        ("24 13:00", "acknowledgement", "supervisor", "Wang"),
        ("24 13:00", "reading", "due", TOWN),
        ("24 14:00", "reading", "supervisor", "Wang"),
        ("24 15:00", "acknowledgement", "above", CITY),
        ("24 16:00", "reading", "above", CITY),
    ]


async def test_a_routine_tip_lets_the_night_pass(tables: Tables) -> None:
    await tables.add_tip()
    tables.clock.now = local("2026-11-24T11:00:00")
    told = await reminded_until(tables, "2026-11-29T00:00:00", minutes=60)
    assert told == [
        ("25 07:00", "transfer", "before", TOWN),
        ("25 16:00", "acknowledgement", "before", TOWN),
        ("25 17:00", "reading", "before", TOWN),
        ("25 18:00", "acknowledgement", "due", TOWN),
        ("25 18:00", "reading", "due", TOWN),
        ("26 09:00", "acknowledgement", "supervisor", "Wang"),
        ("26 10:00", "reading", "supervisor", "Wang"),
        ("27 14:00", "answer", "before", TOWN),
        ("27 18:00", "answer", "due", TOWN),
        ("28 09:00", "acknowledgement", "above", CITY),
        ("28 09:00", "answer", "supervisor", "Wang"),
        ("28 10:00", "reading", "above", CITY),
    ]


async def test_whoever_holds_the_tip_is_reminded_in_private(tables: Tables) -> None:
    tip_id = await tables.add_tip()
    await tables.note(tip_id, ClockEvent.ACKNOWLEDGED, take(tables))
    told = await reminded_until(tables, "2026-11-25T19:00:00")
    assert [(term, step, name) for _, term, step, name in told] == [
        ("transfer", "before", "Li"),
        ("reading", "before", "Li"),
        ("reading", "due", "Li"),
    ]


async def test_a_holder_who_left_is_not_reminded_but_the_unit(tables: Tables) -> None:
    tip_id = await tables.add_tip()
    await tables.note(tip_id, ClockEvent.ACKNOWLEDGED, take(tables))
    async with tables.work() as work:
        (await work.staff.get(tables.people["Li"])).roles = ""
        await work.commit()
    told = await reminded_until(tables, "2026-11-25T19:00:00")
    assert {name for *_, name in told} == {TOWN}


async def test_what_is_done_in_time_reminds_nobody(tables: Tables) -> None:
    tip_id = await tables.add_tip(urgency=Urgency.URGENT)
    await tables.note(tip_id, ClockEvent.READ, take(tables))
    await tables.note(tip_id, ClockEvent.ANSWERED)
    await tables.note(tip_id, ClockEvent.CLOSED, close)
    assert await reminded_until(tables, "2026-11-27T00:00:00", minutes=60) == []
    states = {
        term: promise.state for (term, _), promise in (await tables.promises(tip_id)).items()
    }
    assert states == {
        "acknowledgement": PromiseState.MET,
        "reading": PromiseState.MET,
        "answer": PromiseState.MET,
        "transfer": PromiseState.ENDED,
    }


@on_both
async def test_a_jump_over_everything_tells_each_once_and_not_what_is_stale(
    tables: Tables,
) -> None:
    tip_id = await tables.add_tip()
    await tables.keep_clock()()
    tables.clock.advance(days=20)
    await tables.keep_clock()()
    await tables.keep_clock()()
    told = await tables.taken_from_outbox()
    steps = sorted((str(each["term"]), str(each["step"])) for each in told)
    assert steps == sorted(
        (term, step)
        for term in ("acknowledgement", "reading", "answer")
        for step in ("due", "supervisor", "above")
    )
    passed = [
        each for each in await tables.reminders(tip_id) if each.state is ReminderState.PASSED
    ]
    assert {each.step for each in passed} == {"before"}
    tables.clock.advance(days=-20)
    await tables.keep_clock()()
    assert await tables.taken_from_outbox() == []


async def test_a_tip_that_came_while_nobody_ran_is_promised_from_its_hour(tables: Tables) -> None:
    tip_id = await tables.add_tip(urgency=Urgency.URGENT)
    tables.clock.advance(hours=1)
    await tables.keep_clock()()
    promise = (await tables.promises(tip_id))["acknowledgement", 1]
    assert promise.due_at == local("2026-11-24T12:00:00")


async def test_a_transfer_ends_what_the_one_unit_owed_and_begins_anew_with_the_other(
    tables: Tables,
) -> None:
    tip_id = await tables.add_tip()
    await tables.keep_clock()()
    tables.clock.advance(hours=5)

    def transfer(tip: Tip) -> None:
        tip.unit_id, tip.holder_id = CITY, None

    await tables.note(tip_id, ClockEvent.TRANSFERRED, transfer)
    promises = await tables.promises(tip_id)
    assert promises["transfer", 1].state is PromiseState.MET
    assert promises["reading", 1].state is PromiseState.ENDED
    assert promises["transfer", 2].due_at == local("2026-11-25T16:00:00")
    told = await reminded_until(tables, "2026-11-25T18:00:00", minutes=60)
    assert {name for *_, name in told} == {CITY}


async def test_a_tip_returned_is_to_be_taken_again(tables: Tables) -> None:
    tip_id = await tables.add_tip()
    await tables.note(tip_id, ClockEvent.ACKNOWLEDGED, take(tables))
    tables.clock.advance(hours=2)
    await tables.note(tip_id, ClockEvent.RETURNED, give_back)
    promises = await tables.promises(tip_id)
    assert promises["acknowledgement", 1].state is PromiseState.MET
    assert promises["acknowledgement", 2].state is PromiseState.OPEN
    assert ("reading", 2) not in promises


async def test_what_nobody_holds_any_more_is_found_by_the_round_itself(tables: Tables) -> None:
    tip_id = await tables.add_tip()
    await tables.note(tip_id, ClockEvent.READ, take(tables))
    async with tables.work() as work:
        (await work.tips.get_for_update(tip_id)).holder_id = None
        await work.commit()
    tables.clock.advance(hours=1)
    await tables.keep_clock()()
    promises = await tables.promises(tip_id)
    assert promises["acknowledgement", 2].began == local("2026-11-24T11:00:00")
    await tables.keep_clock()()
    assert len(await tables.promises(tip_id)) == len(promises)


async def test_a_tip_reopened_is_to_be_read_and_answered_again(tables: Tables) -> None:
    tip_id = await tables.add_tip()
    await tables.note(tip_id, ClockEvent.READ, take(tables))
    await tables.note(tip_id, ClockEvent.CLOSED, close)
    tables.clock.advance(days=3)
    await tables.note(tip_id, ClockEvent.REOPENED, reopen)
    promises = await tables.promises(tip_id)
    opened = {term for (term, _), each in promises.items() if each.state is PromiseState.OPEN}
    assert opened == {"reading", "answer"}
    assert promises["reading", 2].due_at == local("2026-11-30T18:00:00")


async def test_an_urgency_set_anew_moves_what_is_open_and_repeats_nothing(tables: Tables) -> None:
    tip_id = await tables.add_tip()
    await tables.keep_clock()()
    tables.clock.advance(hours=1)
    await tables.note(tip_id, ClockEvent.URGENCY, set_urgent)
    assert (await tables.promises(tip_id))["reading", 1].due_at == local("2026-11-24T13:00:00")
    first = await reminded_until(tables, "2026-11-24T18:00:00")
    await tables.note(tip_id, ClockEvent.URGENCY, set_routine)
    rest = await reminded_until(tables, "2026-12-20T00:00:00", minutes=60)
    steps = [each[1:3] for each in (*first, *rest)]
    assert len(steps) == len(set(steps))


async def test_a_tip_that_ends_takes_its_promises_with_it(tables: Tables) -> None:
    tip_id = await tables.add_tip()
    await tables.keep_clock()()
    async with tables.work() as work:
        await work.lifetimes.delete_tip(tip_id)
        await work.commit()
    tables.clock.advance(days=30)
    await tables.keep_clock()()
    assert await tables.promises(tip_id) == {}
    assert await tables.taken_from_outbox() == []


async def test_overdue_counts_tips_and_not_what_only_may_bind(tables: Tables) -> None:
    tip_id = await tables.add_tip()
    await tables.note(tip_id, ClockEvent.ANSWERED, take(tables))
    await tables.note(tip_id, ClockEvent.READ)
    await tables.add_tip()
    await tables.keep_clock()()
    tables.clock.advance(days=4)
    terms = ("acknowledgement", "reading", "answer")
    async with tables.work() as work:
        assert await work.clock.count_overdue(TOWN, tables.clock(), terms) == 1
        assert await work.clock.count_overdue(CITY, tables.clock(), terms) == 0
        assert tip_id not in await work.clock.list_overdue(TOWN, tables.clock(), terms)


async def test_the_next_time_is_known(tables: Tables) -> None:
    keep = tables.keep_clock()
    assert await keep.next_time() is None
    await tables.add_tip(urgency=Urgency.URGENT)
    await keep()
    assert await keep.next_time() == local("2026-11-24T12:00:00")
    assert timedelta() < local("2026-11-24T12:00:00") - tables.clock()


def close(tip: Tip) -> None:
    tip.status = TipStatus.CLOSED


def reopen(tip: Tip) -> None:
    tip.status = TipStatus.TAKEN


def give_back(tip: Tip) -> None:
    tip.holder_id, tip.status = None, TipStatus.NEW


def set_urgent(tip: Tip) -> None:
    tip.urgency = Urgency.URGENT


def set_routine(tip: Tip) -> None:
    tip.urgency = Urgency.ROUTINE
