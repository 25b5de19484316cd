"""Reads each folder of the content: facts, courses, regions, help, tip form, campaigns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from content.fact_rules import fact_faults
from content.reading import Document, Loc, Place, Problems, parse, read
from content.rules import (
    Fault,
    campaign_faults,
    course_faults,
    curriculum_faults,
    lesson_faults,
    region_faults,
)
from content.schema import (
    Campaign,
    Campaigns,
    ClockPolicy,
    ConsentSlip,
    Course,
    CourseFile,
    Fact,
    FactFile,
    HelpDirectory,
    Lesson,
    RegionFile,
    Regions,
    TipForm,
)
from content.schema.curriculum import Curriculum
from content.weaving import read_woven

HELP_PAGES = ("me", "friend", "parent")
BEGINNING = "junior-secondary"
"""The stage whose first course newcomers are offered; the Guidelines put it at the centre."""
Model = TypeVar("Model", bound=BaseModel)


def read_facts(root: Path, problems: Problems) -> list[tuple[Fact, Place]]:
    """Return the facts of all files, each with the place of its next_review."""
    found: list[tuple[Fact, Place]] = []
    taken: set[str] = set()
    for path in sorted((root / "facts").glob("*.yaml")):
        document = read(path, root, problems)
        file = document and parse(document, FactFile, problems)
        if not (document and file):
            continue
        for index, fact in enumerate(file.facts):
            if fact.id in taken:
                message = f"the id '{fact.id}' is taken; choose another"
                problems.add(document.place(("facts", index, "id")), message)
            taken.add(fact.id)
            found.append((fact, document.place(("facts", index, "next_review"))))
    return found


@dataclass(frozen=True, slots=True)
class Shelves:
    """The folders below `root`; faults go to `problems`."""

    root: Path
    known: Mapping[str, Fact]
    problems: Problems
    opened: list[Document] = field(default_factory=list)
    _taken: set[tuple[str, str]] = field(default_factory=set)
    _topics: set[str] = field(default_factory=set)

    def curriculum(self) -> Curriculum:
        """Return what should be learnt; nothing where no such file stands."""
        path = self.root / "curriculum.yaml"
        document = read(path, self.root, self.problems) if path.exists() else None
        found = document and parse(document, Curriculum, self.problems)
        if not (document and found):
            return Curriculum.model_construct(tracks=(), topics=())
        self._report(document, fact_faults(document, self.known))
        self._report(document, curriculum_faults(found))
        self._topics.update(topic.id for topic in found.topics)
        for index, topic in enumerate(found.topics):
            self._claim("topic", topic.id, document, ("topics", index, "id"))
        return found

    def courses(self) -> tuple[Course, ...]:
        paths = sorted((self.root / "courses").glob("*/course.yaml"))
        courses = [course for course in map(self._course, paths) if course]
        return tuple(sorted(courses, key=lambda course: course.stage != BEGINNING))

    def regions(self) -> Regions | None:
        document = read(self.root / "regions" / "qianjiang.yaml", self.root, self.problems)
        file = document and parse(document, RegionFile, self.problems)
        if not (document and file):
            return None
        self._report(document, region_faults(file.regions))
        return Regions({region.id: region for region in file.regions})

    def help(self) -> HelpDirectory | None:
        opened = self._open(self.root / "help" / "help.yaml", HelpDirectory)
        if opened is None:
            return None
        directory, document = opened
        for page in HELP_PAGES:
            if page not in directory.pages:
                self._report(document, [(("pages",), f"the page '{page}' is missing; write it")])
        return directory

    def consent(self) -> ConsentSlip | None:
        opened = self._open(self.root / "consent" / "consent.yaml", ConsentSlip)
        return opened[0] if opened else None

    def tip_form(self) -> TipForm | None:
        opened = self._open(self.root / "tip_form" / "tip_form.yaml", TipForm)
        return opened[0] if opened else None

    def clock(self, categories: set[str]) -> ClockPolicy | None:
        """Return the clock's policy, whose categories are of the tip form."""
        document = read(self.root / "clock" / "policy.yaml", self.root, self.problems)
        policy = document and parse(document, ClockPolicy, self.problems)
        if not (document and policy):
            return None
        for index, category in enumerate(policy.urgency.categories):
            if category not in categories:
                message = f"the tip form has no category '{category}'; name one of its"
                self._report(document, [(("urgency", "categories", index), message)])
        return policy

    def campaigns(self, courses: set[str]) -> Campaigns:
        found: list[Campaign] = []
        for path in sorted((self.root / "campaigns").glob("*/campaign.yaml")):
            if opened := self._open(path, Campaign):
                campaign, document = opened
                self._report(document, campaign_faults(campaign, courses))
                self._claim("campaign", campaign.id, document, ("id",))
                found.append(campaign)
        return Campaigns(tuple(found))

    def _course(self, path: Path) -> Course | None:
        opened = self._open(path, CourseFile)
        if opened is None:
            return None
        file, document = opened
        self._claim("course", file.id, document, ("id",))
        self._match_folder(path, file.id, document)
        self._report(document, self._unlisted(path.parent, set(file.lessons)))
        lessons = (self._lesson(path.parent / name / "lesson.yaml") for name in file.lessons)
        kept = tuple(lesson for lesson in lessons if lesson)
        course = Course(
            id=file.id,
            stage=file.stage,
            title=file.title,
            audience=file.audience,
            lessons=kept,
            probe=file.probe,
        )
        if len(kept) == len(file.lessons):
            self._report(document, course_faults(course))
        return course

    def _unlisted(self, folder: Path, listed: set[str]) -> Iterator[Fault]:
        for found in sorted(folder.glob("*/lesson.yaml")):
            if (name := found.parent.name) not in listed:
                yield ("lessons",), f"the lesson folder '{name}' is not listed; list or remove it"

    def _lesson(self, path: Path) -> Lesson | None:
        opened = self._open(path, Lesson)
        if opened is None:
            return None
        lesson, document = opened
        self._claim("lesson", lesson.id, document, ("id",))
        self._match_folder(path, lesson.id, document)
        self._report(document, lesson_faults(lesson))
        for index, question in enumerate(lesson.questions):
            self._claim("question", question.id, document, ("questions", index, "id"))
        for index, point in enumerate(lesson.points):
            self._claim("point", point.id, document, ("points", index, "id"))
            for nth, topic in enumerate(point.covers):
                if topic not in self._topics:
                    message = f"no topic '{topic}'; name one from curriculum.yaml or add it there"
                    loc: Loc = ("points", index, "covers", nth)
                    self.problems.add(document.place(loc), message)
        return lesson.with_facts(self.known)

    def _open(self, path: Path, model: type[Model]) -> tuple[Model, Document] | None:
        document = read_woven(path, self.root, self.problems)
        parsed = document and parse(document, model, self.problems)
        if not (document and parsed):
            return None
        self._report(document, fact_faults(document, self.known))
        self.opened.append(document)
        return parsed, document

    def _claim(self, kind: str, item_id: str, document: Document, loc: Loc) -> None:
        """Refuse a permanent id that another item of its kind has."""
        if (kind, item_id) in self._taken:
            message = f"the {kind} id '{item_id}' is taken; choose another"
            self.problems.add(document.place(loc), message)
        self._taken.add((kind, item_id))

    def _match_folder(self, path: Path, item_id: str, document: Document) -> None:
        if path.parent.name != item_id:
            message = f"the id '{item_id}' is not the folder's name; give both the same name"
            self.problems.add(document.place(("id",)), message)

    def _report(self, document: Document, faults: Iterable[Fault]) -> None:
        for loc, message in faults:
            self.problems.add(document.place(loc), message)
