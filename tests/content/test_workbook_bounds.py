"""Whatever a workbook holds, reading it ends soon and each refusal says where and what to do."""

from __future__ import annotations

import datetime as dt
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from content.reading import Problems
from content.spreadsheet.packing import MOST_UNPACKED
from content.spreadsheet.reading import document_of, read_records
from content.spreadsheet.words import COLUMNS

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
Fill = Callable[[Any, Any], object]


def write(path: Path, fill: Fill = lambda *_: None) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("题目")
        for number, column in enumerate(COLUMNS):
            sheet.write_string(0, number, column)
        fill(book, sheet)
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes | None]) -> Path:
    """Write a copy whose one part is changed, or is gone where the change gives None."""
    target = path.with_name("changed.xlsx")
    with (
        zipfile.ZipFile(path) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = change(old.read(name)) if name == part else old.read(name)
            if data is not None:
                new.writestr(name, data)
    return target


def refusal(path: Path) -> str:
    """Return the one mistake of a file, which is read in little time and memory."""
    problems = Problems()
    tracemalloc.start()
    began = time.process_time()
    assert read_records(path, problems) == []
    assert time.process_time() - began < 20
    assert tracemalloc.get_traced_memory()[1] < 6 * MOST_UNPACKED
    tracemalloc.stop()
    [error] = problems.errors
    assert "; " in error.message
    return f"{error.path}: {error.message}"


@pytest.mark.parametrize(
    ("row", "column", "cell"),
    [(1_048_575, 16_383, "XFD1048576"), (1_048_575, 25, "Z1048576"), (20_000, 0, "A20001"),
     (1, 60, "BI2")],
)  # fmt: skip
def test_a_cell_far_out_is_named_and_nothing_is_laid_out(
    tmp_path: Path, row: int, column: int, cell: str
) -> None:
    path = write(tmp_path / "far.xlsx", lambda _, sheet: sheet.write_string(row, column, "x"))
    told = refusal(path)
    assert told.startswith(f"题目!{cell}: only 20,000 rows and 60 columns are read; delete")


def test_empty_cells_that_are_merely_painted_do_no_harm(tmp_path: Path) -> None:
    def paint(book: Any, sheet: Any) -> None:
        sheet.write_blank(900_000, 9_000, None, book.add_format({"bold": True}))
        sheet.write_string(1, 0, "an-id")

    problems = Problems()
    [record] = read_records(write(tmp_path / "painted.xlsx", paint), problems)
    assert (record.value("id"), problems.errors) == ("an-id", [])


@pytest.mark.parametrize(
    ("part", "change", "told"),
    [
        (SHEET, lambda data: data[: len(data) // 2], "题目: this sheet is damaged; open the"),
        (SHEET, lambda _: None, "题目: this sheet is damaged; open the"),
        (SHEET, lambda data: data.replace(b'r="1"', b'r="-1"', 1), "题目: this sheet is"),
        (SHEET, lambda data: data.replace(b'r="C1"', b'r="C0"', 1), "题目: this sheet is"),
        (SHEET, lambda data: data.replace(b"<v>3</v>", b"<v>99999</v>", 1), "题目: this sheet is"),
        (SHEET, lambda data: data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1),
         "题目: this sheet is damaged"),
        (STRINGS, lambda data: data[:-20], "changed.xlsx: this workbook is damaged; open it"),
        ("xl/workbook.xml", lambda data: data[:-20], "changed.xlsx: this workbook is damaged"),
        ("xl/workbook.xml", lambda _: None, "changed.xlsx: this workbook is damaged; open it"),
        ("xl/_rels/workbook.xml.rels", lambda _: None, "changed.xlsx: this workbook is damaged"),
    ],
)  # fmt: skip
def test_a_damaged_part_is_named(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes | None], told: str
) -> None:
    whole = write(tmp_path / "whole.xlsx")
    assert refusal(rewritten(whole, part, change)).startswith(told)


def test_a_row_that_goes_back_is_damage(tmp_path: Path) -> None:
    path = write(tmp_path / "back.xlsx", lambda _, sheet: sheet.write_string(9, 0, "x"))
    back = rewritten(path, SHEET, lambda data: data.replace(b'"A1"', b'"A50"', 1))
    assert refusal(back).startswith("题目: this sheet is damaged; open")


def test_a_bomb_of_one_long_string_is_refused_unopened(tmp_path: Path) -> None:
    def swell(data: bytes) -> bytes:
        long = b"<si><t>" + b"a" * (2 * MOST_UNPACKED) + b"</t></si></sst>"
        return data.replace(b"</sst>", long)

    bomb = rewritten(write(tmp_path / "whole.xlsx"), STRINGS, swell)
    assert bomb.stat().st_size < 200_000
    assert refusal(bomb).startswith("changed.xlsx: this workbook is too large to be read; copy")


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """The directory says that the part is tiny, as it is on disk; what comes out counts."""
    long = b"a" * (2 * MOST_UNPACKED)
    bomb = rewritten(write(tmp_path / "whole.xlsx"), STRINGS, lambda _: long)
    data, size = bomb.read_bytes(), len(long).to_bytes(4, "little")
    assert data.count(size) == 2
    bomb.write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    assert refusal(bomb).startswith("changed.xlsx: this")


def test_what_comes_out_is_counted_even_where_the_sum_is_right(tmp_path: Path) -> None:
    """The directory lies about the size and gives the checksum of the little that it admits."""
    long = b"a" * (2 * MOST_UNPACKED)
    bomb = rewritten(write(tmp_path / "whole.xlsx"), STRINGS, lambda _: long)
    data = bomb.read_bytes().replace(len(long).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    whole, part = zlib.crc32(long), zlib.crc32(long[:100])
    data = data.replace(whole.to_bytes(4, "little"), part.to_bytes(4, "little"))
    bomb.write_bytes(data)
    assert refusal(bomb).startswith("changed.xlsx: this")


def test_one_long_text_in_very_many_cells_is_refused(tmp_path: Path) -> None:
    """Small as it is, a reader would copy the text once for each cell."""

    def fill(_: Any, sheet: Any) -> None:
        for row in range(1, 3000):
            sheet.write_string(row, 4, "长" * 30_000)

    assert refusal(write(tmp_path / "copies.xlsx", fill)).startswith("题目: this sheet holds too")


def test_a_cell_with_more_than_a_spreadsheet_can_hold_is_named(tmp_path: Path) -> None:
    def swell(data: bytes) -> bytes:
        cell = b'<row r="2"><c r="E2" t="str"><v>' + b"a" * 32_768 + b"</v></c></row></sheetData>"
        return data.replace(b"</sheetData>", cell)

    path = rewritten(write(tmp_path / "whole.xlsx"), SHEET, swell)
    assert refusal(path).startswith("题目!E2: 32,767 characters are the most")


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    assert refusal(tmp_path).endswith("this is no workbook; save it as .xlsx")


def test_a_sheet_that_is_a_chart_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "chart.xlsx"
    with xlsxwriter.Workbook(path) as book:
        chart = book.add_chart({"type": "bar"})
        place = book.add_chartsheet("chart")
        sheet = book.add_worksheet("题目")
        for number, column in enumerate(COLUMNS):
            sheet.write_string(0, number, column)
        sheet.write_string(1, 0, "an-id")
        chart.add_series({"values": "=题目!$A$1:$A$3"})
        place.set_chart(chart)
    [record] = read_records(path, Problems())
    assert record.value("id") == "an-id"


def unresolved(path: Path) -> list[str]:
    return [
        f"{place.path}: {message}"
        for record in read_records(path, Problems())
        for place, message in record.unresolved()
    ]


@pytest.mark.parametrize("value", [0, "", "#DIV/0!"])
def test_a_formula_without_its_result_is_named_by_its_cell(tmp_path: Path, value: object) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_string(1, 0, "an-id")
        sheet.write_formula(1, COLUMNS.index("prompt_zh"), '="a"&"b"', None, value)

    [told] = unresolved(write(tmp_path / "formulas.xlsx", fill))
    assert told.startswith("题目!E2: the formula in this cell has no result; open the file")
    assert told.endswith("or write the words themselves")


def test_a_row_of_nothing_but_such_a_formula_is_named_too(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_string(1, 0, "an-id")
        sheet.write_formula(4, COLUMNS.index("text_en"), "=A2", None, "")

    [told] = unresolved(write(tmp_path / "last.xlsx", fill))
    assert told.startswith("题目!Q5: the formula")


def test_a_formula_with_its_result_and_a_nought_are_read_as_they_show(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 0, '="an"&"-id"', None, "an-id")
        sheet.write_number(1, 4, 0)
        sheet.write_formula(1, COLUMNS.index("right"), "=FALSE()", None, False)
        sheet.write_string(1, 5, "=")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 6, dt.datetime(2026, 1, 2), day)  # noqa: DTZ001

    [record] = read_records(write(tmp_path / "sound.xlsx", fill), Problems())
    assert list(record.unresolved()) == []
    values = [record.value(each) for each in ("id", "prompt_zh", "prompt_en", "explanation_zh")]
    assert values == ["an-id", "0", "=", "2026-01-02"]


@pytest.mark.parametrize("sign", [" ", ",", "，", "、", ";", "；", " ；\n"])
def test_facts_stand_apart_by_any_sign(tmp_path: Path, sign: str) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_string(1, 0, "an-id")
        sheet.write_string(1, COLUMNS.index("facts"), f"one{sign}two-b{sign}")

    [record] = read_records(write(tmp_path / "facts.xlsx", fill), Problems())
    tree = document_of(record, Problems()).data
    assert isinstance(tree, dict)
    assert tree["facts"] == ["one", "two-b"]
