"""Nothing of anybody reaches the log: no words, no ids, no tokens, from us or from a library."""

from __future__ import annotations

import asyncio
import logging
import warnings
from contextlib import suppress
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.logs import ForeignHandler, configure_logs, positions
from tests.chat.conftest import Log

SECRETS = ("住在潜江的王小明", "4700123987", "7300000001:AAPublicBotTokenForTests")
EVERYTHING = " ".join(SECRETS)


def ensure_silent(log: Log, *marks: str) -> None:
    written = log()
    for mark in marks:
        assert mark in written
    for secret in SECRETS:
        assert secret not in written


def fail() -> None:
    error = ValueError(EVERYTHING)
    error.add_note(EVERYTHING)
    raise error from KeyError(EVERYTHING)


def test_an_exception_is_told_by_its_type_and_place_alone(log: Log) -> None:
    try:
        fail()
    except ValueError as error:
        structlog.get_logger("bot").exception("update_failed", error=type(error).__name__)
    ensure_silent(log, "update_failed", "ValueError@test_logs.py:", "KeyError@")


@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR, logging.CRITICAL])
def test_a_library_is_told_by_its_name_and_place_alone(log: Log, level: int) -> None:
    library = logging.getLogger("some.library")
    try:
        fail()
    except ValueError:
        library.log(level, "failed for %s", EVERYTHING, exc_info=True, extra={"chat": EVERYTHING})
    ensure_silent(log, "library_record", "some.library", "test_logs", "ValueError@")


def test_a_library_that_is_only_talking_is_not_heard(log: Log) -> None:
    logging.getLogger("aiohttp.access").info(EVERYTHING)
    logging.getLogger("sqlalchemy.engine").debug(EVERYTHING)
    logging.getLogger("aiogram.event").error("Cause exception while process update id=1")
    assert log() == ""


def test_a_broken_record_of_a_library_is_survived(log: Log) -> None:
    record = logging.LogRecord("some.library", 40, "x.py", 1, "%s %s %d", (EVERYTHING,), None)
    ForeignHandler().handle(record)
    ensure_silent(log, "library_record")


def test_a_warning_of_python_is_told_without_its_words(log: Log) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(EVERYTHING, stacklevel=1)
    ensure_silent(log, "py.warnings")


async def test_an_exception_that_nobody_awaited_is_told_without_its_words(log: Log) -> None:
    asyncio.get_running_loop().call_exception_handler(
        {"message": EVERYTHING, "exception": ValueError(EVERYTHING)}
    )
    ensure_silent(log, "asyncio", "ValueError")


def test_fields_that_are_not_on_the_list_are_left_out(log: Log) -> None:
    structlog.get_logger("bot").warning(
        "an_event", chat_id=SECRETS[1], text=SECRETS[0], token=SECRETS[2], count=3
    )
    ensure_silent(log, "an_event", "count=3")


def test_bound_fields_are_left_out_as_well(log: Log) -> None:
    structlog.get_logger("bot").bind(user=SECRETS[1]).warning("an_event", kind="card")
    ensure_silent(log, "kind='card'")


def test_exceptions_in_a_group_are_told_one_by_one() -> None:
    told = positions(ExceptionGroup(EVERYTHING, [ValueError(EVERYTHING), KeyError(EVERYTHING)]))
    assert told is not None
    assert [part.split("@")[0] for part in told.split()] == [
        "ExceptionGroup",
        "ValueError",
        "KeyError",
    ]


def test_exceptions_that_cause_each_other_come_to_an_end() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert positions(one) == "ValueError@ KeyError@"
    assert positions(None) is None


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    words=st.text(alphabet=st.sampled_from("绝密消息％%{}\n\t'\"\\s"), min_size=1, max_size=30),
    depth=st.integers(0, 4),
)
def test_no_words_of_any_shape_come_through(log: Log, words: str, depth: int) -> None:
    mark = f"绝密{words}绝密"
    error: BaseException = ValueError(mark)
    for _ in range(depth):
        outer = RuntimeError(mark, {"text": mark})
        outer.__cause__ = error
        error = outer
    info = (type(error), error, None)
    logging.getLogger("some.library").error(mark.replace("%", "%%"), exc_info=info)
    structlog.get_logger("bot").error("an_event", text=mark, exc_info=error)
    assert "绝密" not in log()


def test_a_disk_that_is_full_or_a_log_that_is_shut_stops_nobody(tmp_path: Path) -> None:
    full = Path("/dev/full")
    for path in ([full] if full.exists() else []) + [tmp_path / "shut.log"]:
        stream = configure_logs(path)
        if path != full:
            stream.close()
        structlog.get_logger().error("update_failed")
        logging.getLogger("library").warning("words")
        with suppress(OSError):
            stream.close()
