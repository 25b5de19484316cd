"""What the education house keeps of learners, and whether an export tells that and no more."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from storage.education.records import tables_of_learners
from tests.journeys.six_kinds import secrets_of
from tests.library import library
from tests.traces import Traces

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


def reminded_days(data: Path) -> list[str | None]:
    """Return for each learner with habits the last day on which a reminder was written."""
    with closing(sqlite3.connect(data / "education.sqlite3", timeout=20)) as database:
        return [day for (day,) in database.execute("SELECT reminded_on FROM habits")]


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
