"""Looks through the parts of a workbook before they are read: where cells stand, what they hold.

A reader lays a sheet out as a full table up to its last cell, so one stray cell in the farthest
corner would take all memory; and it takes a formula that was never computed for a nought.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from content.errors import WorkbookRefusedError

MOST_ROWS, MOST_COLUMNS = 20_000, 60
MOST_CELLS = 2 * MOST_ROWS * MOST_COLUMNS
MOST_LETTERS = 32_767
MOST_TEXT = 32_000_000
"""Characters of all cells of a sheet together."""
BOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"

DAMAGED_FILE = "this workbook is damaged; open it in a spreadsheet program and save it anew"
DAMAGED = "this sheet is damaged; open the file in a spreadsheet program and save it anew"
OUTSIDE = (
    f"only {MOST_ROWS:,} rows and {MOST_COLUMNS} columns are read; delete what stands here, or "
    "move the questions to a new workbook"
)
LONG = f"{MOST_LETTERS:,} characters are the most that a cell may hold; shorten the text"
CROWDED = "this sheet holds too much to be read; divide its questions among several workbooks"
FIRST = 20
"""Characters of a cell that tell whether it holds a nought, or the number of a shared text."""
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NO_RESULT = {"", "0"}
Start = Callable[[str, Mapping[str, str]], None]


def letters(place: int) -> str:
    """Return the name of a column counted from 0: A, B, … Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class Workbook:
    """The parts of a workbook, and what its cells refer to."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        """Read which part is which sheet; raises WorkbookRefusedError."""
        self._parts = {name.casefold(): data for name, data in parts.items()}
        targets: dict[str, str] = {}
        self._sheets: dict[str, str] = {}

        def on_relation(name: str, attributes: Mapping[str, str]) -> None:
            if name == "Relationship" and "Id" in attributes:
                targets[attributes["Id"]] = attributes.get("Target", "")

        def on_sheet(name: str, attributes: Mapping[str, str]) -> None:
            found = [key for key in attributes if key.rpartition(":")[2] == "id"]
            if name == "sheet" and found and "name" in attributes:
                target = targets.get(attributes[found[0]], "")
                self._sheets[attributes["name"]] = posixpath.join("/xl", target).lstrip("/")

        for part, handler in ((RELATIONS, on_relation), (BOOK, on_sheet)):
            _parse(self._part(part, ""), _Handlers(handler), "")
        strings = _Strings()
        if STRINGS.casefold() in self._parts:
            _parse(self._part(STRINGS, ""), strings, "")
        self._lengths = strings.lengths

    def unresolved(self, sheet: str) -> frozenset[tuple[int, int]]:
        """Return the cells without a result, by row from 1 and column from 0.

        Raises WorkbookRefusedError where the sheet should not be read at all.
        """
        scan = _Scan(sheet, self._lengths)
        _parse(self._part(self._sheets.get(sheet, ""), sheet), scan, sheet)
        return frozenset(scan.unresolved)

    def _part(self, name: str, sheet: str) -> bytes:
        try:
            return self._parts[posixpath.normpath(name).casefold()]
        except KeyError:
            raise WorkbookRefusedError(DAMAGED if sheet else DAMAGED_FILE, sheet) from None


@dataclass(slots=True)
class _Handlers:
    """What is done at the start and end of an element, and with the text between."""

    on_start: Start

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.on_start(name, attributes)

    def end(self, name: str) -> None:
        """Leave what ends."""

    def text(self, words: str) -> None:
        """Leave the text."""


@dataclass(slots=True)
class _Strings:
    """Counts the characters of each shared string."""

    lengths: list[int] = field(default_factory=list)

    def start(self, name: str, _: Mapping[str, str]) -> None:
        if name == "si":
            self.lengths.append(0)

    def end(self, name: str) -> None:
        """Leave what ends."""

    def text(self, words: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(words)


@dataclass(slots=True)
class _Scan:
    """Follows the cells of one sheet."""

    sheet: str
    lengths: list[int]
    unresolved: set[tuple[int, int]] = field(default_factory=set)
    row: int = 0
    column: int = -1
    kind: str = ""
    value: str | None = None
    has_formula: bool = False
    is_value: bool = False
    length: int = 0
    cells: int = 0
    characters: int = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            self._go(int(attributes.get("r", self.row + 1)), -1)
        elif name == "c":
            self._begin(attributes)
        elif name == "f":
            self.has_formula = True
        elif name in {"v", "is"}:
            self.value, self.is_value = "", True

    def end(self, name: str) -> None:
        if name in {"v", "is"}:
            self.is_value = False
        elif name == "c":
            self._judge()

    def text(self, words: str) -> None:
        if self.is_value:
            self.length += len(words)
            self.value = ((self.value or "") + words)[:FIRST]

    def _begin(self, attributes: Mapping[str, str]) -> None:
        if "r" in attributes:
            found = _CELL.fullmatch(attributes["r"])
            if found is None:
                raise ValueError(attributes["r"])
            column = 0
            for letter in found[1]:
                column = column * 26 + ord(letter) - ord("A") + 1
            self._go(int(found[2]), column - 1)
        else:
            self.column += 1
        self.kind = attributes.get("t", "n")
        self.value, self.has_formula, self.length = None, False, 0
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise WorkbookRefusedError(CROWDED, self.sheet)

    def _go(self, row: int, column: int) -> None:
        """Go to a cell further on; a reader that trusts the order would break otherwise."""
        if row < max(self.row, 1):
            raise ValueError(row)
        self.row, self.column = row, column

    def _judge(self) -> None:
        value, cell = self.value, f"{self.sheet}!{letters(self.column)}{self.row}"
        if value is not None and (self.row > MOST_ROWS or self.column >= MOST_COLUMNS):
            raise WorkbookRefusedError(OUTSIDE, cell)
        if self.kind == "s" and value is not None:
            self.length = self.lengths[int(value)]
        if self.length > MOST_LETTERS:
            raise WorkbookRefusedError(LONG, cell)
        self.characters += self.length
        if self.characters > MOST_TEXT:
            raise WorkbookRefusedError(CROWDED, self.sheet)
        is_empty = self.kind == "n" and (value or "").strip() in _NO_RESULT
        if self.kind == "e" or (self.has_formula and is_empty):
            self.unresolved.add((self.row, self.column))


def _parse(data: bytes, handlers: _Handlers | _Strings | _Scan, sheet: str) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, found: handlers.start(_local(name), found)
    parser.EndElementHandler = lambda name: handlers.end(_local(name))
    parser.CharacterDataHandler = handlers.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, IndexError):
        raise WorkbookRefusedError(DAMAGED if sheet else DAMAGED_FILE, sheet) from None


def _refuse_doctype(*_: object) -> None:
    """No spreadsheet program writes one; it could make a small file grow without bounds."""
    raise ValueError


def _local(name: str) -> str:
    return name.rpartition(":")[2]
