"""Workbooks as teachers make them, for the tests of the import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font, PatternFill

from content.spreadsheet.words import COLUMNS, load_words

LESSON = "unseen-danger"


def both(name: str, zh: str, en: str) -> dict[str, str]:
    return {f"{name}_zh": zh, f"{name}_en": en}


def part(role: str, number: int, **cells: str) -> dict[str, str]:
    words = both("text", f"第 {number} 种做法", f"Way number {number}")
    whys = both("why", f"理由 {number}，说清楚。", f"Reason {number}, told clearly.")
    return {"part": role, "part_id": f"{role}-{number}", **words, **whys, **cells}


def options(*right: bool, **cells: str) -> list[dict[str, str]]:
    return [
        part("option", number, right="yes" if is_right else "no", **cells)
        for number, is_right in enumerate(right, 1)
    ]


def head(number: int, kind: str) -> dict[str, str]:
    return {
        "id": f"from-sheet-{number}",
        "lesson": LESSON,
        "point": "four-signs",
        "kind": kind,
        **both("prompt", f"第 {number} 题：碰上这种事怎么办？", f"Question {number}: what now?"),
        **both("explanation", "记住四个信号就好。", "Remember the four signs."),
        "facts": "disguises-exist",
    }


PARTS: dict[str, list[dict[str, str]]] = {
    "single": options(False, True, False),
    "multiple": options(True, True, False, False),
    "true_false": [
        *options(False, True),
        part("reason", 3, right="no"),
        part("reason", 4, right="yes"),
    ],
    "order": [part("step", number) for number in range(1, 5)],
    "match": [
        part("pair", n, **both("match", f"另一半 {n}", f"Other half {n}")) for n in range(1, 4)
    ],
    "spot": [
        {**row, "icon": "cup", **both("name", "小雨", "Xiaoyu")}
        for row in options(True, False, False)
    ],
}
KINDS = tuple(PARTS)


def good(number: int) -> list[dict[str, str]]:
    kind = KINDS[number % len(KINDS)]
    picture = {"scene": "messages", **both("title", "消息", "Messages")} if kind == "spot" else {}
    first, *rest = PARTS[kind]
    return [{**head(number, kind), **picture, **first}, *rest]


def spoil(rows: list[dict[str, str]], row: int, **cells: str) -> list[dict[str, str]]:
    return [{**each, **(cells if number == row else {})} for number, each in enumerate(rows)]


class Sheet:
    """A workbook as another program and another hand make it."""

    def __init__(self) -> None:
        self.book = openpyxl.Workbook()
        self.sheet: Any = self.book.active
        self.sheet.title = "我的题目"
        self.book.create_sheet("草稿", 0)["A1"] = "nothing here"
        self.columns = [*reversed(COLUMNS)]
        self.row = 5
        words = load_words()
        self.sheet.cell(2, 1, "第一学期禁毒题目（请勿外传）").font = Font(bold=True, size=18)
        self.sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=8)
        for number, column in enumerate(self.columns, 1):
            cell = self.sheet.cell(4, number, words.heading(column))
            cell.fill = PatternFill("solid", fgColor="FFE4B5")
            cell.alignment = Alignment(wrap_text=True)

    def add(self, rows: list[dict[str, str]]) -> int:
        """Write the rows, an empty one after them, and return where they begin."""
        start = self.row
        for row in rows:
            for column, value in row.items():
                self.sheet.cell(self.row, self.columns.index(column) + 1, self.dressed(value))
            self.row += 1
        self.row += 1
        return start

    def dressed(self, value: str) -> Any:
        """Return some texts as rich text, as somebody leaves them who paints single words."""
        if len(value) > 12 and self.row % 3 == 0:
            red = TextBlock(InlineFont(color="FF0000", b=True), value[3:8])
            return CellRichText(value[:3], red, value[8:])
        return value

    def cell(self, column: str, row: int) -> str:
        return f"{self.sheet.cell(row, self.columns.index(column) + 1).coordinate}"

    def save(self, folder: Path) -> Path:
        path = folder / "teacher.xlsx"
        self.book.save(path)
        return path
