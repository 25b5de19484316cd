"""Reads the rows of a workbook, whoever wrote it, and remembers the cell of every value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from content.errors import WorkbookRefusedError
from content.reading import Document, Loc, Place, Problems, Tree
from content.spreadsheet.packing import repack, unpack
from content.spreadsheet.sheets import DAMAGED_FILE, Workbook, letters
from content.spreadsheet.words import (
    COLUMNS,
    LOCALE_OF,
    NEEDED,
    PART_COLUMNS,
    QUESTION_COLUMNS,
    Words,
    load_words,
)

HEADING_ROWS = 12
NO_RESULT = "="
UNRESOLVED = (
    "the formula in this cell has no result; open the file in a spreadsheet program and save it, "
    "or write the words themselves"
)
LISTS = {"option": "options", "reason": "reasons", "step": "steps", "pair": "pairs"}
TEXTS = {"text": "text", "why": "why", "name": "name", "match": "right"}
_SEPARATORS = re.compile(r"[\s,，、;；]+")
TRUE_OF = {"yes": "true", "no": "false"}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row that hold something, by their column, and where each stands.

    `unresolved` are columns whose formula was never computed.
    """

    sheet: str
    number: int
    values: Mapping[str, str]
    columns: Mapping[str, int]
    unresolved: frozenset[str] = frozenset()

    def place(self, column: str) -> Place:
        """Return the cell; the row's first one where the sheet has no such column."""
        letter = letters(self.columns.get(column, 0))
        return Place(f"{self.sheet}!{letter}{self.number}", 0)

    def has(self, columns: Sequence[str]) -> bool:
        return any(column in self.values for column in columns)


@dataclass(frozen=True, slots=True)
class Record:
    """A question as it stands in the workbook."""

    rows: tuple[Row, ...]

    @property
    def head(self) -> Row:
        return self.rows[0]

    def value(self, column: str) -> str:
        return self.head.values.get(column, "")

    def unresolved(self) -> Iterator[tuple[Place, str]]:
        """Yield each cell whose formula has no result, with what to do."""
        for row in self.rows:
            for column in sorted(row.unresolved, key=COLUMNS.index):
                yield row.place(column), UNRESOLVED


def read_records(path: Path, problems: Problems) -> list[Record]:
    """Return the questions of the first sheet that has the headings."""
    try:
        return _read(path, problems)
    except WorkbookRefusedError as refused:
        problems.add(Place(refused.where or path.name, 0), refused.message)
    except python_calamine.CalamineError:
        problems.add(Place(path.name, 0), DAMAGED_FILE)
    return []


def _read(path: Path, problems: Problems) -> list[Record]:
    words, parts = load_words(), unpack(path)
    workbook = Workbook(parts)
    with python_calamine.CalamineWorkbook.from_filelike(repack(parts)) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            unresolved = workbook.unresolved(sheet.name)
            cells = [
                [_written(value) for value in row]
                for row in book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            ]
            found = _headings(cells, words)
            if found is not None:
                table = _Table(sheet.name, cells, *found, unresolved)
                return list(_records(table.rows(), problems))
    message = f"no sheet has the headings {', '.join(NEEDED)}; start from `humen content template`"
    raise WorkbookRefusedError(message, path.name)


def document_of(record: Record, problems: Problems) -> Document:
    """Return the question as the files would hold it, each value with its cell."""
    return _Assembly(record, problems, load_words(), {}, {}).document()


def _headings(cells: Sequence[Sequence[str]], words: Words) -> tuple[int, dict[str, int]] | None:
    """Return the row after the headings, and the place of each column."""
    for number, row in enumerate(cells[:HEADING_ROWS]):
        columns: dict[str, int] = {}
        for place, heading in enumerate(row):
            if column := words.column(heading):
                columns.setdefault(column, place)
        if all(column in columns for column in NEEDED):
            return number + 1, columns
    return None


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a sheet below its headings, and the cells whose formula has no result."""

    sheet: str
    cells: Sequence[Sequence[str]]
    start: int
    columns: Mapping[str, int]
    unresolved: frozenset[tuple[int, int]]

    def rows(self) -> Iterator[Row]:
        last = max((row for row, _ in self.unresolved), default=0)
        for number in range(self.start + 1, max(len(self.cells), last) + 1):
            row = self.cells[number - 1] if number <= len(self.cells) else ()
            values = {c: row[at] for c, at in self.columns.items() if at < len(row) and row[at]}
            open_cells = frozenset(
                column for column, at in self.columns.items() if (number, at) in self.unresolved
            )
            values.update(dict.fromkeys(open_cells, NO_RESULT))
            if values:
                yield Row(self.sheet, number, values, self.columns, open_cells)


def _records(rows: Iterator[Row], problems: Problems) -> Iterator[Record]:
    """Gather rows into questions; one begins where any cell of a question is filled in."""
    gathered: list[Row] = []
    for row in rows:
        if row.has(QUESTION_COLUMNS):
            if gathered:
                yield Record(tuple(gathered))
            gathered = [row]
        elif gathered:
            gathered.append(row)
        else:
            problems.add(row.place("id"), "no question stands above this row; write its id here")
    if gathered:
        yield Record(tuple(gathered))


@dataclass(frozen=True, slots=True)
class _Assembly:
    """Builds the document of one question."""

    record: Record
    problems: Problems
    words: Words
    tree: dict[str, Tree]
    places: dict[Loc, Place]

    def document(self) -> Document:
        head = self.record.head
        self.places[()] = head.place("id")
        for column in ("id", "point", "kind"):
            self._put(self.tree, (column,), head, column)
        for name in ("prompt", "explanation"):
            self._put_text(self.tree, (name,), head, name)
        facts = _SEPARATORS.split(head.values.get("facts", ""))
        self.tree["facts"] = [fact for fact in facts if fact]
        self.places[("facts",)] = head.place("facts")
        if head.has(("scene", "title_zh", "title_en")):
            self._picture(head)
        for row in self.record.rows:
            if row.has(PART_COLUMNS):
                self._part(row)
        return Document(head.sheet, self.tree, self.places)

    def _picture(self, head: Row) -> None:
        picture: dict[str, Tree] = {}
        self.tree["picture"] = picture
        self.places[("picture",)] = head.place("scene")
        self._put(picture, ("picture", "scene"), head, "scene")
        self._put_text(picture, ("picture", "title"), head, "title")

    def _part(self, row: Row) -> None:
        role = self.words.key("part", row.values.get("part", ""))
        if role not in LISTS:
            known = ", ".join(LISTS)
            self.problems.add(row.place("part"), f"'{role}' is no part; choose one of {known}")
            return
        parts = self.tree.setdefault(LISTS[role], [])
        assert isinstance(parts, list)
        at: Loc = (LISTS[role], len(parts))
        part: dict[str, Tree] = {}
        parts.append(part)
        self.places.setdefault(at[:1], row.place("part"))
        self.places[at] = row.place("part_id")
        self._put(part, (*at, "id"), row, "part_id")
        if role in {"option", "reason"}:
            self._judge(part, (*at, "correct"), row)
        if "icon" in row.values:
            self._put(part, (*at, "icon"), row, "icon")
        for name, field in TEXTS.items():
            target = "left" if role == "pair" and name == "text" else field
            is_wanted = name in {"text", "why"} or (name == "match" and role == "pair")
            if is_wanted or row.has((f"{name}_zh", f"{name}_en")):
                self._put_text(part, (*at, target), row, name)

    def _judge(self, part: dict[str, Tree], loc: Loc, row: Row) -> None:
        written = row.values.get("right", "")
        answer = self.words.key("right", written)
        if answer not in TRUE_OF:
            message = f"'{written}' does not say whether this is right; choose yes or no"
            self.problems.add(row.place("right"), message)
        part["correct"] = TRUE_OF.get(answer, "false")
        self.places[loc] = row.place("right")

    def _put(self, into: dict[str, Tree], loc: Loc, row: Row, column: str) -> None:
        self.places[loc] = row.place(column)
        if column in row.values:
            into[str(loc[-1])] = self.words.key(column, row.values[column])

    def _put_text(self, into: dict[str, Tree], loc: Loc, row: Row, name: str) -> None:
        texts: dict[str, Tree] = {}
        for ending, locale in LOCALE_OF.items():
            column = f"{name}_{ending}"
            self.places[(*loc, locale)] = row.place(column)
            if column in row.values:
                texts[locale] = row.values[column]
        self.places[loc] = row.place(f"{name}_zh")
        into[str(loc[-1])] = texts


def _written(value: object) -> str:
    """Return what a cell shows: whole numbers without a point, lines with plain breaks."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return "\n".join(line.strip() for line in text.strip().split("\n"))
