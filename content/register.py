"""The register of published ids: what an id once meant, it means for ever.

What learners have answered is kept by id. So an id that was published neither vanishes nor comes
to mean something else; the wording may change, what is asked and what is right may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content.library import Library
from content.schema import Option, Question

REGISTER = "ids.txt"
WITHDRAWN = "withdrawn"
HEADING = """\
# Published ids and what they mean; written by `humen content publish`, never by hand.
# A meaning that changes needs a new id. An id that is withdrawn is never used again.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A published id with its meaning, at a line counted from 1."""

    kind: str
    id: str
    meaning: str
    line: int = 0

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.id, self.meaning) if part)


def read_register(root: Path) -> list[Entry]:
    """Return what is published; nothing where there is no register yet."""
    try:
        lines = (root / REGISTER).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [
        _entry(line, number)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]


def _entry(line: str, number: int) -> Entry:
    kind, _, rest = line.partition(" ")
    name, _, found = rest.partition(" ")
    return Entry(kind, name, found, number)


def register_faults(root: Path, library: Library) -> Iterator[tuple[int, str]]:
    """Yield lines of the register that the content no longer keeps to."""
    now = {(each.kind, each.id): each for each in entries(library)}
    for entry in read_register(root):
        found = now.get((entry.kind, entry.id))
        if entry.meaning == WITHDRAWN:
            if found is not None:
                yield entry.line, f"the {entry.kind} '{entry.id}' was withdrawn; take a new id"
        elif found is None:
            message = f"the {entry.kind} '{entry.id}' was published and is gone; put it back, or "
            yield entry.line, message + f"withdraw it with `publish --withdraw {entry.id}`"
        elif found.meaning != entry.meaning:
            message = f"the {entry.kind} '{entry.id}' has another meaning than when published; "
            yield entry.line, message + "give the new one an id of its own and restore the old"


def publish(root: Path, library: Library, *, withdraw: frozenset[str] = frozenset()) -> list[str]:
    """Add new ids to the register and mark those withdrawn; return the lines that are new.

    The content must be free of faults but for the ids that are withdrawn here.
    """
    kept = {(each.kind, each.id): each for each in read_register(root)}
    now = {(each.kind, each.id): each for each in entries(library)}
    before = {str(each) for each in kept.values()}
    for key, entry in kept.items():
        if entry.id in withdraw and key not in now:
            kept[key] = Entry(entry.kind, entry.id, WITHDRAWN)
    lines = sorted(str(each) for each in (now | kept).values())
    path = root / REGISTER
    whole = HEADING + "".join(f"{line}\n" for line in lines)
    if not path.exists() or path.read_text("utf-8") != whole:
        fresh = path.with_suffix(".new")
        fresh.write_text(whole, "utf-8")
        fresh.replace(path)
    return [line for line in lines if line not in before]


def entries(library: Library) -> Iterator[Entry]:
    """Yield every permanent id with what it means."""
    for fact_id in library.facts:
        yield Entry("fact", fact_id, "")
    for course in library.courses:
        yield Entry("course", course.id, "")
        for lesson in course.lessons:
            yield Entry("lesson", lesson.id, "")
            yield from (Entry("point", point.id, f"lesson={lesson.id}") for point in lesson.points)
            yield from (Entry("question", each.id, meaning(each)) for each in lesson.questions)


def meaning(question: Question) -> str:
    """Return what is asked and what is right, by ids and without any wording."""
    parts = [f"point={question.point}", f"kind={question.kind}"]
    for name, options in (("options", question.options), ("reasons", question.reasons)):
        if options:
            parts.append(f"{name}={','.join(sorted(_judged(option) for option in options))}")
    if question.steps:
        parts.append(f"steps={'>'.join(step.id for step in question.steps)}")
    if question.pairs:
        parts.append(f"pairs={','.join(sorted(pair.id for pair in question.pairs))}")
    return " ".join(parts)


def _judged(option: Option) -> str:
    return f"{'+' if option.correct else '-'}{option.id}"
