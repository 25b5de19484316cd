"""Writes the template, and questions as a teacher edits them in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from content.library import Library
from content.schema import LocalText, Option, Pair, Question, Step
from content.spreadsheet.words import COLUMNS, PART_COLUMNS, QUESTION_COLUMNS, Words, load_words

ROWS = 1000
WIDE, NARROW = 34, 15
PARTS = (("options", "option"), ("reasons", "reason"), ("steps", "step"), ("pairs", "pair"))
PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
Row = dict[str, str]


def write_template(path: Path, library: Library) -> None:
    """Write an empty workbook with headings, drop-downs and a sheet of notes."""
    _write(path, library, [])


def export_course(path: Path, library: Library, course_id: str) -> int:
    """Write all questions of a course; return how many. Raises ContentNotFoundError."""
    found = [
        (lesson.id, question)
        for lesson in library.course(course_id).lessons
        for question in lesson.questions
    ]
    _write(path, library, found)
    return len(found)


def _write(path: Path, library: Library, found: Sequence[tuple[str, Question]]) -> None:
    words = load_words()
    fresh = path.with_name(f".{path.name}.new")
    with xlsxwriter.Workbook(fresh, PLAIN) as book:
        sheet = book.add_worksheet(words.sheets["questions"])
        _head(book, sheet, words)
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        first = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "top": 1})
        number = 1
        for lesson_id, question in found:
            for nth, row in enumerate(rows(lesson_id, question, words)):
                for column, value in row.items():
                    form = text if nth else first
                    sheet.write_string(number, COLUMNS.index(column), value, form)
                number += 1
        _add_notes(book, words)
        _add_lists(book, sheet, library, words)
    fresh.replace(path)


def rows(lesson_id: str, question: Question, words: Words) -> Iterator[Row]:
    """Yield the rows of a question; the first holds the question and its first part."""
    head: Row = {
        "id": question.id,
        "lesson": lesson_id,
        "point": question.point,
        "kind": words.shown("kind", question.kind),
        **_text("prompt", question.prompt),
        **_text("explanation", question.explanation),
        "facts": " ".join(question.facts),
    }
    if question.picture is not None:
        head["scene"] = words.shown("scene", question.picture.scene)
        head |= _text("title", question.picture.title)
    for name, role in PARTS:
        for part in getattr(question, name):
            yield head | {"part": words.shown("part", role)} | _part(part, words)
            head = {}


def _part(part: Option | Step | Pair, words: Words) -> Row:
    row: Row = {"part_id": part.id, **_text("why", part.why)}
    if isinstance(part, Pair):
        return row | _text("text", part.left) | _text("match", part.right)
    row |= _text("text", part.text)
    if isinstance(part, Option):
        row["right"] = words.shown("right", "yes" if part.correct else "no")
        if part.icon is not None:
            row["icon"] = words.shown("icon", part.icon)
        if part.name is not None:
            row |= _text("name", part.name)
    return row


def _text(name: str, text: LocalText) -> Row:
    return {f"{name}_zh": text.to("zh_Hans"), f"{name}_en": text.to("en")}


def _head(book: Any, sheet: Any, words: Words) -> None:
    looks = {"bold": True, "text_wrap": True, "valign": "top", "font_color": "#ffffff"}
    of_question = book.add_format({**looks, "bg_color": "#2d5678"})
    of_part = book.add_format({**looks, "bg_color": "#8d6a2a"})
    for number, column in enumerate(COLUMNS):
        looks_so = of_question if column in QUESTION_COLUMNS else of_part
        sheet.write_string(0, number, words.heading(column), looks_so)
        is_long = column.endswith(("_zh", "_en")) or column == "facts"
        sheet.set_column(number, number, WIDE if is_long else NARROW)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 34)


def _add_notes(book: Any, words: Words) -> None:
    notes = book.add_worksheet(words.sheets["notes"])
    notes.set_column(0, 0, 110)
    form = book.add_format({"text_wrap": True, "valign": "top"})
    for number, note in enumerate(words.notes):
        notes.write_string(number, 0, note, form)


def _add_lists(book: Any, sheet: Any, library: Library, words: Words) -> None:
    """Add a sheet of what may be chosen, and the drop-downs that show it."""
    lists = book.add_worksheet(words.sheets["lists"])
    for number, (column, values) in enumerate(_lists(library, words).items()):
        lists.write_string(0, number, column)
        for row, value in enumerate(values, 1):
            lists.write_string(row, number, value)
        letter = chr(ord("A") + number)
        place = COLUMNS.index(column)
        source = f"='{words.sheets['lists']}'!${letter}$2:${letter}${len(values) + 1}"
        # Whoever types a list of facts, or words of his own, is told by the import.
        sheet.data_validation(
            1, place, ROWS, place,
            {"validate": "list", "source": source, "error_type": "information"},
        )  # fmt: skip


def _lists(library: Library, words: Words) -> Mapping[str, list[str]]:
    lessons = [lesson for course in library.courses for lesson in course.lessons]
    chosen = {
        column: [words.shown(column, key) for key in words.choices(column)]
        for column in (*QUESTION_COLUMNS, *PART_COLUMNS)
        if words.choices(column)
    }
    return {
        **chosen,
        "lesson": [lesson.id for lesson in lessons],
        "point": [point.id for lesson in lessons for point in lesson.points],
        "facts": sorted(library.facts),
    }
