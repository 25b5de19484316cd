from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.triage.clock.rules import HOUR, Step, Timetable, unit_above
from content.schema.clock import Term
from storage.reports.kinds import Urgency
from tests.library import library
from tests.reports.triage.clock import notices

SHANGHAI = ZoneInfo("Asia/Shanghai")
POLICY = library().clock
TIMETABLE = Timetable(policy=POLICY, zone=SHANGHAI)
# What the settings allow at most.
LONGEST_CARD_DELAY = timedelta(minutes=120)
TERMS = {term.id: term for term in POLICY.terms}
MOMENTS = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2026, 12, 1),  # noqa: DTZ001 - the same
    timezones=st.just(SHANGHAI),
)
URGENCIES = st.sampled_from(list(Urgency))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def term(name: str) -> Term:
    return next(term for term in POLICY.terms if term.id == name)


@pytest.mark.parametrize(
    ("name", "urgency", "began", "due"),
    [
        # The hour of the beginning is not counted: 24 hours end with the hour of the next day.
        ("transfer", Urgency.ROUTINE, "2026-11-21T12:34:56", "2026-11-22T13:00:00"),
        ("transfer", Urgency.URGENT, "2026-11-21T12:00:00", "2026-11-22T13:00:00"),
        ("acknowledgement", Urgency.URGENT, "2026-11-21T23:59:59", "2026-11-22T01:00:00"),
        # Saturday to Monday, by the end of the office's day.
        ("acknowledgement", Urgency.ROUTINE, "2026-11-21T12:34:56", "2026-11-23T18:00:00"),
        # The Friday before National Day 2026, on a Sunday worked for it, and within the holiday.
        ("acknowledgement", Urgency.ROUTINE, "2026-09-30T09:00:00", "2026-10-08T18:00:00"),
        ("acknowledgement", Urgency.ROUTINE, "2026-09-19T09:00:00", "2026-09-20T18:00:00"),
        ("answer", Urgency.ROUTINE, "2026-10-03T09:00:00", "2026-10-10T18:00:00"),
        # An hour before local midnight it is still the same day, whatever UTC says.
        ("acknowledgement", Urgency.ROUTINE, "2026-11-23T23:10:00", "2026-11-24T18:00:00"),
        ("acknowledgement", Urgency.ROUTINE, "2026-11-24T00:10:00", "2026-11-25T18:00:00"),
    ],
)
def test_a_deadline_is_where_the_calendar_puts_it(
    name: str, urgency: Urgency, began: str, due: str
) -> None:
    assert TIMETABLE.due_at(term(name), urgency, local(began)) == local(due)


@given(began=MOMENTS, name=st.sampled_from(sorted(TERMS)))
def test_nothing_is_due_or_reminded_of_while_the_first_card_may_still_wait(
    began: datetime, name: str
) -> None:
    """Else the board's count or a reminder would tell of a tip before its card does."""
    due_at = TIMETABLE.due_at(term(name), Urgency.ROUTINE, began)
    times = TIMETABLE.reminders(term(name), Urgency.ROUTINE, began, due_at).values()
    assert min([due_at, *times]) > began + LONGEST_CARD_DELAY


@given(began=MOMENTS, name=st.sampled_from(sorted(TERMS)), urgency=URGENCIES)
def test_deadlines_of_three_years_agree_with_the_notices(
    began: datetime, name: str, urgency: Urgency
) -> None:
    limit = (TERMS[name].urgent if urgency is Urgency.URGENT else TERMS[name].routine).limit
    due = TIMETABLE.due_at(TERMS[name], urgency, began)
    if limit.hours is not None:
        assert due - timedelta(hours=limit.hours + 1) <= began < due - HOUR * limit.hours
        return
    assert limit.working_days is not None
    day, left = began.date(), limit.working_days
    while left:
        day += timedelta(days=1)
        left -= notices.is_working_day(day)
    assert due == datetime.combine(day, time(18), SHANGHAI)


@given(began=MOMENTS, name=st.sampled_from(sorted(TERMS)), urgency=URGENCIES)
def test_reminders_come_in_order_and_never_at_night_but_for_what_is_urgent(
    began: datetime, name: str, urgency: Urgency
) -> None:
    due = TIMETABLE.due_at(TERMS[name], urgency, began)
    times = TIMETABLE.reminders(TERMS[name], urgency, began, due)
    climbing = [times[step] for step in Step if step in times]
    assert climbing == sorted(climbing)
    assert all(at > began for at in climbing)
    assert times.get(Step.BEFORE, began) < due <= times.get(Step.DUE, due)
    if urgency is Urgency.ROUTINE:
        assert not any(TIMETABLE.is_quiet(at) for at in climbing)


@given(began=MOMENTS, name=st.sampled_from(sorted(TERMS)), urgency=URGENCIES)
def test_nothing_that_is_promised_tells_more_than_the_hour(
    began: datetime, name: str, urgency: Urgency
) -> None:
    due = TIMETABLE.due_at(TERMS[name], urgency, began)
    hour = began.replace(minute=0, second=0, microsecond=0)
    assert due == TIMETABLE.due_at(TERMS[name], urgency, hour)
    times = TIMETABLE.reminders(TERMS[name], urgency, hour, due)
    assert all(at.astimezone(UTC).minute == at.second == 0 for at in (due, *times.values()))


@pytest.mark.parametrize(("hour", "is_quiet"), [(21, False), (22, True), (3, True), (7, False)])
def test_the_night_runs_over_midnight(hour: int, is_quiet: bool) -> None:  # noqa: FBT001
    moment = datetime.combine(date(2026, 11, 21), time(hour), SHANGHAI)
    assert TIMETABLE.is_quiet(moment) == is_quiet


def test_the_unit_above_owns_the_nearest_region_above() -> None:
    path = ["42", "4290", "429005", "429005001"]
    units = {"42": "province", "429005": "city", "429005001": "town"}
    assert unit_above(path, units) == "city"
    assert unit_above(path[:3], units) == "province"
    assert unit_above(path[:1], units) is None


def test_no_legal_deadline_is_claimed_where_the_facts_have_none() -> None:
    """The provisions set 24 hours for a transfer; of the rest they say "at once" at most."""
    by_rule = {term.id: term.basis.rule for term in POLICY.terms}
    assert by_rule == {
        "acknowledgement": "own",
        "reading": "own",
        "answer": "own",
        "transfer": "document",
    }
    transfer = TERMS["transfer"]
    assert transfer.routine.limit.hours == transfer.urgent.limit.hours == 24
    assert transfer.conditional
    assert transfer.basis.source is not None
    assert "第六十一条" in transfer.basis.source.document.to("zh_Hans")


@pytest.mark.parametrize("signal", ["happening-now", "danger-to-life", "child"])
def test_each_of_these_makes_a_tip_urgent(signal: str) -> None:
    assert POLICY.urgency.is_urgent("trafficking", [signal])
    assert not POLICY.urgency.is_urgent("trafficking", [])
    assert not POLICY.urgency.is_urgent("drug-driving", ["certainty"])
