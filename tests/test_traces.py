"""The scanner of leaks finds what is planted, in every form and place; else it proves nothing."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.traces import Traces

TEXT, NUMBER, SECRET = "鑫燚矅zyxquorble", 7_104_233_911, bytes(range(101, 133))

PLANTS: dict[str, bytes] = {
    "text in UTF-8": TEXT.encode(),
    "text in GB18030": TEXT.encode("gb18030"),
    "text in UTF-16": TEXT.encode("utf-16"),
    "text in UTF-16, big-endian": TEXT.encode("utf-16-be"),
    "text in JSON": TEXT.encode("unicode_escape"),
    "text in capitals": TEXT.upper().encode(),
    "text in hexadecimal": TEXT.encode().hex().encode(),
    "number in digits": str(NUMBER).encode(),
    "number in digits of UTF-16": str(NUMBER).encode("utf-16"),
    "number in hexadecimal": f"{NUMBER:X}".encode(),
    "number in 8 bytes": NUMBER.to_bytes(8, "big"),
    "number in 8 bytes, little-endian": NUMBER.to_bytes(8, "little"),
    "number in 6 bytes": NUMBER.to_bytes(6, "big"),
    "number in base64 of digits": base64.b64encode(str(NUMBER).encode()),
    "number in base64 of 8 bytes": base64.b64encode(NUMBER.to_bytes(8, "big")),
    "secret": SECRET,
    "secret in hexadecimal": SECRET.hex().encode(),
}


def traces() -> Traces:
    made = Traces()
    made.text("text", TEXT)
    made.number("number", NUMBER)
    made.secret("secret", SECRET)
    return made


@pytest.mark.parametrize("plant", PLANTS)
def test_what_is_planted_is_found(plant: str) -> None:
    assert traces().found_in(b"\0before" + PLANTS[plant] + b"after\0") == {plant.partition(" ")[0]}


@pytest.mark.parametrize("before", [b"", b"x", b"xx", b"xxx"])
@pytest.mark.parametrize("coding", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize(
    ("label", "data"),
    [("text", TEXT.encode()), ("number", str(NUMBER).encode()), ("secret", SECRET)],
)
def test_base64_is_found_wherever_it_begins(
    before: bytes, coding: Callable[[bytes], bytes], label: str, data: bytes
) -> None:
    assert traces().found_in(coding(before + data + b"after")) == {label}


def test_four_bytes_of_a_short_number_are_found() -> None:
    made = Traces()
    made.number("number", 1_104_233_911)
    for order in ("big", "little"):
        assert made.found_in(b"." + (1_104_233_911).to_bytes(4, order) + b".") == {"number"}


@pytest.mark.parametrize("checkpointed", [True, False])
def test_what_a_database_holds_is_found_also_in_its_wal(
    tmp_path: Path, *, checkpointed: bool
) -> None:
    connection = sqlite3.connect(tmp_path / "x.sqlite3")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE t (a TEXT, b INTEGER, c BLOB)")
    connection.execute("INSERT INTO t VALUES (?, ?, ?)", (TEXT, NUMBER, SECRET))
    connection.commit()
    if checkpointed:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found = traces().found_under(tmp_path)
    connection.close()
    place = "x.sqlite3" if checkpointed else "x.sqlite3-wal"
    assert found == {("text", place), ("number", place), ("secret", place)}


def test_what_stands_in_a_files_name_is_found(tmp_path: Path) -> None:
    (tmp_path / f"photo-{NUMBER}.jpg").touch()
    assert {label for label, _place in traces().found_under(tmp_path)} == {"number"}


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("鑫 燚 zyx quorble 7104233 911")
    assert traces().found_under(tmp_path) == set()


def test_what_was_found_is_explained_by_file_place_and_form(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_bytes(b"...." + TEXT.encode())
    looking = traces()
    found = looking.found_under(tmp_path)
    told = looking.explain(found)
    assert "text in plain.txt at " in told
    assert looking.explain(found, "text") == ""
