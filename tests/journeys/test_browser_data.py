"""A learner's data on a 390-pixel phone: not kept of a child, taken along, and erased by taps."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from storage.education.records import tables_of_learners
from tests.browser import chromium, font_settings
from tests.journeys.browser_evening import (
    Evening,
    calendar,
    company,
    disk,
    evening,
    locale,
)
from tests.journeys.six_kinds import secrets_of
from tests.lessons import remember
from tests.library import library
from tests.traces import Traces

__all__ = ["calendar", "chromium", "company", "disk", "evening", "font_settings", "locale"]

pytestmark = pytest.mark.browser

EXPORT = "humen-my-data.json"
NAME = "Quillonvex Yu"
KEY_WORDS = {"right", "correct", "answer", "key", "why", "explanation"}

Rows = dict[str, list[dict[str, Any]]]


def rows_kept(data: Path) -> Rows:
    """Return what the database holds of learners, by table."""
    with closing(sqlite3.connect(data / "education.sqlite3", timeout=20)) as database:
        database.row_factory = sqlite3.Row
        return {
            table.name: [dict(row) for row in database.execute(f"SELECT * FROM {table.name}")]  # noqa: S608
            for table in tables_of_learners()
        }


def counts(rows: Rows) -> dict[str, int]:
    return {name: len(found) for name, found in rows.items() if found}


async def test_below_fourteen_without_consent_the_child_learns_on_and_nothing_is_on_disk(
    evening: Evening, disk: Path
) -> None:
    student, data = evening.company.student, evening.company.folder
    traces = Traces()
    traces.number("the child", student.id)
    await evening.learn("learn", "lesson")
    await evening.tap("child", "ask_consent")
    await evening.tap("not_now", "finished")
    await evening.learn("next")
    await evening.ask("/progress", "progress")
    await evening.ask("/mydata", "in_memory")
    assert counts(rows_kept(data)) == {}
    assert traces.found_under(disk) == set()
    await evening.tap("allow", "leave")
    await evening.tap("child", "ask_consent")
    await evening.tap("guardian", "law")
    await evening.tap("agree", "kept")
    kept = rows_kept(data)
    assert len(kept["attempts"]) == 2, "the same look finds what consent lets us keep"
    assert {"the child"} == {label for label, _place in traces.found_under(disk)}
    await evening.end()


async def test_my_data_is_taken_along_and_erased_to_the_last_byte(
    evening: Evening, disk: Path
) -> None:
    company = evening.company
    await remember(company.folder, company.citizen.id)
    await evening.become_adult()
    await evening.tap("certificate", "which_name")
    await evening.yu.say(NAME)
    await evening.sees("well_done")
    await evening.yu.say("/reminders")
    await evening.sees("when")
    await evening.yu.tap("17:00")
    await evening.sees("set")
    await evening.ask("/mydata", "on_disk")
    await evening.tap("export", "exported")
    text = (await evening.save(EXPORT)).read_text(encoding="utf-8")
    exported: Rows = json.loads(text)
    assert_own_and_whole(exported, rows_kept(company.folder), company.student.id)
    assert_tells_no_key(exported, text)
    own, other = traces_of(exported, company.student.id), Traces()
    other.number("another learner", company.citizen.id)
    other.text("names", company.citizen.name, company.student.name, NAME)
    assert other.found_in(text.encode()) == set()
    assert {label for label, _place in own.found_under(disk)} == set(own.forms)
    assert {label for label, _place in other.found_under(disk)} == {"another learner"}
    await evening.tap("my_data", "on_disk")
    await evening.tap("clear_export", "on_disk")
    await expect(evening.files(EXPORT)).to_have_count(0)
    await evening.tap("erase", "sure")
    await evening.tap("erase_all", "erased")
    await evening.yu.tap("19:00")
    await evening.sees("off")
    await evening.look("off")
    left = own.found_under(disk)
    assert left == set(), own.explain(left)
    await evening.ask("/mydata", "no_data")
    left = own.found_under(disk)
    assert left == set(), own.explain(left)
    found = {label for label, _place in other.found_under(disk)}
    assert found == {"another learner"}, "the others stay, and the scanner still sees them"
    await evening.end()


def assert_own_and_whole(exported: Rows, kept: Rows, chat: int) -> None:
    """Check that the file is what the database holds of this learner, and of nobody else."""
    (learner,) = exported["learners"]
    assert learner["chat_id"] == chat
    assert len(kept.pop("learners")) == 2
    assert {name: len(rows) for name, rows in exported.items() if name != "learners"} == counts(
        kept
    )
    assert set(exported) == {"learners", "attempts", "answers", "reviews", "habits"}
    chosen = {each["question_id"]: each["chosen"] for each in exported["answers"]}
    assert chosen == {each["question_id"]: json.loads(each["chosen"]) for each in kept["answers"]}
    assert {each["learner_id"] for each in exported["attempts"]} == {learner["id"]}


def assert_tells_no_key(exported: Rows, text: str) -> None:
    columns = {column for rows in exported.values() for row in rows for column in row}
    assert columns.isdisjoint(KEY_WORDS)
    secrets = {
        secret
        for course in library().courses
        for lesson in course.lessons
        for question in lesson.questions
        for secret in secrets_of(question)
        if secret
    }
    assert len(secrets) > 100
    assert not [secret for secret in secrets if secret in text]


def traces_of(exported: Rows, chat: int) -> Traces:
    traces = Traces()
    traces.number("chat", chat)
    traces.text("learner", exported["learners"][0]["id"])
    traces.text("attempts", *(each["id"] for each in exported["attempts"]))
    traces.text("certificate", exported["attempts"][0]["certificate_code"])
    return traces
