"""Takes over the questions of a workbook: what is right lands as files, each mistake is named.

Nothing is half written: the files are made beside the old ones, the whole content is loaded with
them, and only then do they take their places; if that fails on the way, the old ones return.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from content.errors import ContentError
from content.fact_rules import disputed_faults, fact_faults
from content.library import Library
from content.loader import load
from content.question_rules import question_faults
from content.reading import Document, Problems, parse
from content.register import WITHDRAWN, meaning, read_register
from content.schema import LOCALES, Fact, Lesson, Question
from content.spreadsheet.reading import Record, document_of, read_records
from content.writing import STRUCTURE, write_questions

FILES = (STRUCTURE, *(f"{locale}.yaml" for locale in LOCALES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many questions were sound and how many changed, and each mistake by its cell."""

    landed: int
    changed: int
    mistakes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A sound question and the lesson it goes to."""

    lesson: Lesson
    question: Question


def import_workbook(path: Path, root: Path, course_id: str | None = None) -> Imported:
    """Import questions; raises ContentErrors where the content itself is not sound."""
    library, problems = load(root), Problems()
    desk = _Desk(root, library, course_id)
    found = [
        sound
        for record in read_records(path, problems)
        if (sound := desk.judge(record, problems)) is not None
    ]
    files = dict(_files(root, library, found))
    if files:
        _land(root, files)
    changed = sum(_is_changed(each) for each in found)
    told = dict.fromkeys(_told(error) for error in problems.errors)
    return Imported(landed=len(found), changed=changed, mistakes=tuple(told))


class _Desk:
    """Judges one record after the other, and knows which ids were taken on the way."""

    def __init__(self, root: Path, library: Library, course_id: str | None) -> None:
        courses = library.courses if course_id is None else (library.course(course_id),)
        self._lessons = {lesson.id: lesson for course in courses for lesson in course.lessons}
        self._home = {
            question.id: lesson.id
            for course in library.courses
            for lesson in course.lessons
            for question in lesson.questions
        }
        self._facts = library.facts
        self._disputed = {
            lesson.id: [fact for fact in _named(lesson, library) if fact.disputed]
            for lesson in self._lessons.values()
        }
        self._published = {
            entry.id: entry.meaning for entry in read_register(root) if entry.kind == "question"
        }
        self._seen: set[str] = set()

    def judge(self, record: Record, problems: Problems) -> _Found | None:
        """Return the question, or None with its mistakes told."""
        own = Problems()
        for place, message in record.unresolved():
            own.add(place, message)
        if own.errors:
            # What would follow from such a cell says nothing about the question.
            problems.errors.extend(own.errors)
            return None
        document = document_of(record, own)
        lesson = self._lesson(record, own)
        question = parse(document, Question, own)
        if question is not None:
            # What follows from a cell that could not be read would only confuse.
            for loc, message in () if own.errors else question_faults(question):
                own.add(document.place(loc), message)
            self._check_id(document, question, lesson, own)
            self._check_point(document, question, lesson, own)
        named_beside = self._disputed.get(lesson.id, ()) if lesson else ()
        for loc, message in (
            *fact_faults(document, self._facts),
            *disputed_faults(document, named_beside),
        ):
            own.add(document.place(loc), message)
        problems.errors.extend(own.errors)
        if own.errors or question is None or lesson is None:
            return None
        return _Found(lesson=lesson, question=question)

    def _lesson(self, record: Record, own: Problems) -> Lesson | None:
        name = record.value("lesson")
        if name in self._lessons:
            return self._lessons[name]
        known = ", ".join(self._lessons)
        own.add(record.head.place("lesson"), f"no lesson '{name}'; choose one of {known}")
        return None

    def _check_id(
        self, document: Document, question: Question, lesson: Lesson | None, own: Problems
    ) -> None:
        place, name = document.place(("id",)), question.id
        if name in self._seen:
            own.add(place, f"the id '{name}' stands here twice; choose another")
        self._seen.add(name)
        home = self._home.get(name)
        if lesson is not None and home is not None and home != lesson.id:
            own.add(place, f"the id '{name}' is taken in the lesson '{home}'; choose another")
        published = self._published.get(name)
        if published == WITHDRAWN:
            own.add(place, f"the id '{name}' was withdrawn; choose another")
        elif published is not None and published != meaning(question):
            own.add(place, f"'{name}' was published with another meaning; give it a new id")

    def _check_point(
        self, document: Document, question: Question, lesson: Lesson | None, own: Problems
    ) -> None:
        points = [] if lesson is None else [point.id for point in lesson.points]
        if lesson is not None and question.point not in points:
            message = f"no point '{question.point}' in this lesson; choose one of "
            own.add(document.place(("point",)), message + ", ".join(points))


def _named(lesson: Lesson, library: Library) -> list[Fact]:
    """Return the facts that a lesson names anywhere, each once."""
    cards = (card.facts for card in lesson.cards)
    questions = (question.facts for question in lesson.questions)
    named = chain(lesson.scene.facts, *cards, *questions)
    return [library.facts[fact_id] for fact_id in dict.fromkeys(named)]


def _files(root: Path, library: Library, found: Sequence[_Found]) -> Iterator[tuple[Path, str]]:
    """Yield the files that change, with their new text."""
    by_lesson: dict[str, list[Question]] = {}
    for each in found:
        by_lesson.setdefault(each.lesson.id, []).append(each.question)
    for lesson_id, questions in by_lesson.items():
        lesson = library.lesson(lesson_id)
        merged = _merged(lesson.questions, questions)
        if merged == lesson.questions:
            continue
        folder = root / "courses" / library.course_of(lesson_id).id / lesson_id
        texts = {name: (folder / name).read_text("utf-8") for name in FILES}
        for name, text in write_questions(texts, merged).items():
            yield folder / name, text


def _merged(old: Sequence[Question], new: Sequence[Question]) -> tuple[Question, ...]:
    """Return the old questions, each replaced by a new one of its id, then those that are new."""
    fresh = {question.id: question for question in new}
    kept = [fresh.pop(question.id, question) for question in old]
    return (*kept, *fresh.values())


def _is_changed(found: _Found) -> bool:
    return found.question not in found.lesson.questions


def _land(root: Path, files: Mapping[Path, str]) -> None:
    """Load a copy of the content with the new files, then put them all in place."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "content"
        shutil.copytree(root, trial, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        for path, text in files.items():
            (trial / path.relative_to(root)).write_text(text, "utf-8")
        load(trial)
    before = {path: path.read_bytes() for path in files}
    fresh = {path: path.with_name(f".{path.name}.new") for path in files}
    try:
        for path, text in files.items():
            fresh[path].write_text(text, "utf-8")
        for path, new in fresh.items():
            new.replace(path)
    except BaseException:
        for path, data in before.items():
            path.write_bytes(data)
        raise
    finally:
        for new in fresh.values():
            new.unlink(missing_ok=True)


def _told(error: ContentError) -> str:
    return f"{error.path}: {error.message}"
