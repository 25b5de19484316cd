"""Time: facts that expire, campaigns that come back, reviews that fall due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from content.check import check
from content.loader import load
from content.schema.facts import CHINA

BEFORE, LAST_DAY, AFTER = date(2019, 12, 31), date(2026, 6, 30), date(2026, 7, 1)
LASTING = ["help", "arrange", "join", "trap"]
Edit = Callable[[str, str, str], None]


@pytest.mark.parametrize(
    ("day", "questions"),
    [(BEFORE, []), (LAST_DAY, ["sale", *LASTING]), (AFTER, LASTING)],
)
def test_an_expired_fact_takes_its_questions_offline_at_its_day(
    tree: Path, day: date, questions: list[str]
) -> None:
    lesson = load(tree).lesson("first")

    assert [question.id for question in lesson.questions_on(day)] == questions


def test_an_expired_fact_takes_its_cards_offline_too(tree: Path) -> None:
    lesson = load(tree).lesson("first")

    assert [card.id for card in lesson.cards_on(LAST_DAY)] == ["one", "two"]
    assert [card.id for card in lesson.cards_on(AFTER)] == ["one"]


def test_another_question_opens_the_lesson_while_the_opener_is_offline(tree: Path) -> None:
    lesson = load(tree).lesson("first")

    opened = [lesson.opener_on(day) for day in (LAST_DAY, AFTER, BEFORE)]
    assert [question and question.id for question in opened] == ["sale", "help", None]


@pytest.mark.parametrize(
    ("day", "banner"),
    [
        (date(2027, 5, 31), None),
        (date(2027, 6, 1), "字"),
        (date(2027, 6, 3), "字 3"),
        (date(2031, 6, 30), "字"),
        (date(2027, 7, 1), None),
    ],
)
def test_the_campaign_comes_back_every_june_and_a_peak_day_goes_first(
    tree: Path, day: date, banner: str | None
) -> None:
    assert load(tree).campaigns.banner(day, "zh_Hans") == banner


def test_a_campaign_may_cross_the_new_year(tree: Path, edit: Edit) -> None:
    edit("campaigns/june/campaign.yaml", "starts: 06-01", "starts: 12-20")
    edit("campaigns/june/campaign.yaml", "ends: 06-30", "ends: 01-10")
    edit("campaigns/june/campaign.yaml", "on: 06-03", "on: 01-01")

    campaigns = load(tree).campaigns
    assert campaigns.active(date(2026, 12, 31)) is not None
    assert campaigns.banner(date(2027, 1, 1), "en") == "word 3"
    assert campaigns.active(date(2027, 1, 11)) is None


@pytest.mark.parametrize("day", [date(2027, 6, 3), date(2027, 6, 26)])
def test_the_june_month_marks_its_two_days(day: date) -> None:
    campaigns = load().campaigns

    assert campaigns.banner(day, "zh_Hans") != campaigns.banner(date(2027, 6, 10), "zh_Hans")
    assert f"{day.month} 月 {day.day} 日" in str(campaigns.banner(day, "zh_Hans"))
    assert f"{day.day} June" in str(campaigns.banner(day, "en"))


def test_the_check_is_silent_while_nothing_is_due(tree: Path) -> None:
    assert check(tree, on=date(2026, 2, 1)) == []


def test_a_fact_ends_at_its_hour_where_an_hour_is_given(tree: Path, edit: Edit) -> None:
    edit("facts/law.yaml", "effective_to: 2026-06-30", "effective_to: 2026-06-30T15:00")
    lesson = load(tree).lesson("first")

    before = datetime(2026, 6, 30, 14, 59, tzinfo=CHINA)
    end = datetime(2026, 6, 30, 7, 0, tzinfo=UTC)
    assert [question.id for question in lesson.questions_on(before)] == ["sale", *LASTING]
    assert [question.id for question in lesson.questions_on(end)] == LASTING


def test_the_check_refuses_what_rests_on_an_expired_fact_and_says_what_is_due(tree: Path) -> None:
    findings = check(tree, on=AFTER)

    held = "'any-amount' held until 2026-07-01 00:00; renew the fact, or take out what rests on it"
    assert [str(finding) for finding in findings] == [
        f"courses/tiny/first/lesson.yaml:9: error: {held}",
        f"courses/tiny/first/lesson.yaml:27: error: {held}",
        "facts/law.yaml:12: warning: 'any-amount' was due for review on 2026-03-01; read its source again",
    ]


@pytest.mark.parametrize("day", [date(2026, 6, 30), datetime(2026, 6, 30, 15, 59, tzinfo=UTC)])
def test_until_its_last_hour_nothing_is_refused(tree: Path, day: date) -> None:
    assert not any(finding.is_error for finding in check(tree, on=day))


SINGLE = ("{zh_Hans: 一直有效, en: Always true}\n    grade: confirmed",
          "{zh_Hans: 一直有效, en: Always true}\n    grade: single")  # fmt: skip


def test_a_fact_of_one_source_is_refused_until_it_was_read_again(tree: Path, edit: Edit) -> None:
    edit("facts/law.yaml", *SINGLE)
    refused = check(tree, on=date(2026, 2, 1))
    assert {finding.path for finding in refused} == {
        "courses/tiny/first/lesson.yaml",
        "help/help.yaml",
        "tip_form/tip_form.yaml",
    }
    assert {finding.message for finding in refused} == {
        "'lasting' rests on one source; read it again and set reverified_on"
    }

    edit("facts/law.yaml", "grade: single", "grade: single\n    reverified_on: 2026-01-15")
    assert check(tree, on=date(2026, 2, 1)) == []


def test_the_check_looks_at_today_when_no_day_is_given(tree: Path) -> None:
    assert [f.message for f in check(tree)] == [
        f.message for f in check(tree, on=datetime.now(UTC).date())
    ]


def test_the_check_tells_the_errors_of_a_broken_tree(tree: Path, edit: Edit) -> None:
    edit("courses/tiny/first/lesson.yaml", "minutes: 3", "minutes: many")

    [finding] = check(tree, on=date(2026, 2, 1))
    assert finding.is_error
    assert str(finding).startswith("courses/tiny/first/lesson.yaml:2: error: 'minutes'")


def test_the_content_that_ships_has_no_error_and_is_reviewed() -> None:
    assert check(on=date(2026, 11, 22)) == []
